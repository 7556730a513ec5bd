"""The day a page is asked for: `?on=2024-05-03`."""

from datetime import date

from django.http import HttpResponseRedirect

from policies.days.asked import NotADay, day_of


def asked_day(request) -> tuple[date | None, str]:
    """The day, and the sentence to show where what is given is none. Left empty, no day is asked for."""
    text = request.GET.get("on", "").strip()
    if not text:
        return None, ""
    try:
        return day_of(text), ""
    except NotADay as objection:
        return None, str(objection)


def to_the_row(row, day: date) -> HttpResponseRedirect:
    """To the address of what was in force on the day."""
    return HttpResponseRedirect(f"{row.get_absolute_url()}?on={day}")
