"""The forms of the page of other sources -> an action, what to tell of it, and where on the page it stands."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify

from evidence.models import GuidelineVersion
from policies.publishing.days import day_of
from reviews.models import GuidelineCheck, OngoingTrial, ReviewCycle, SourceCheck
from reviews.sources import checking, guidelines, trials
from reviews.sources.clinicaltrials import TOO_LARGE
from reviews.sources.trials_file import TrialsRead, read_trials_file

GONE = "It is not on this page any more: load the page again."
LONGEST_NUMBER = 18  # digits of a row's number
Said = tuple[str, str]  # the sentence, and the id of the place


def nothing_new(post, *, cycle: ReviewCycle, by) -> Said:
    source = checking.check(source=_source(post, cycle), by=by, on=timezone.localdate(), nothing_new=True)
    return f"{source.name}: nothing new, checked today.", _place(source)


def begin_list(post, *, cycle: ReviewCycle, by) -> Said:
    return f"{checking.begin_list(cycle=cycle, by=by)} places are on the list.", "checklist"


def check_source(post, *, cycle: ReviewCycle, by) -> Said:
    source = checking.check(
        source=_source(post, cycle),
        by=by,
        on=_day(post, "checked_on", "Say on which day you looked there."),
        found=post.get("found", ""),
        nothing_new=bool(post.get("nothing_new")),
    )
    return f"{source.name}: checked on {source.checked_on}.", _place(source)


def uncheck_source(post, *, cycle: ReviewCycle, by) -> Said:
    source = checking.uncheck(source=_source(post, cycle), by=by)
    return f"{source.name} is still to be checked.", _place(source)


def add_source(post, *, cycle: ReviewCycle, by) -> Said:
    source = checking.add_source(cycle=cycle, by=by, kind=post.get("kind", ""), name=post.get("name", ""))
    return f"{source.name} is on the list, and comes along next year.", _place(source)


def remove_source(post, *, cycle: ReviewCycle, by) -> Said:
    source = _source(post, cycle)
    checking.remove_source(source=source, by=by)
    return f"{source.name} is off the list.", "checklist"


def check_guideline(post, *, cycle: ReviewCycle, by) -> Said:
    check = guidelines.check_guideline(
        cycle=cycle,
        version=_version(post, "version", needed=True),
        by=by,
        standing=post.get("standing", ""),
        on=_day(post, "checked_on", "Say on which day you looked."),
        replaced_by=_version(post, "replaced_by"),
        replacement=post.get("replacement", ""),
        note=post.get("note", ""),
    )
    return f"{check.version}: {check.get_standing_display().lower()}.", _place_of(check.version)


def uncheck_guideline(post, *, cycle: ReviewCycle, by) -> Said:
    check: GuidelineCheck = _row(cycle.guideline_checks.select_related("version__guideline"), post, "check")
    guidelines.uncheck_guideline(check=check, by=by)
    return f"{check.version} is still to be checked.", _place_of(check.version)


def add_trial(post, *, cycle: ReviewCycle, by) -> Said:
    trial = trials.add_trial(policy=cycle.policy, by=by, nct=post.get("nct", ""), **_told_of_trial(post))
    return f"{trial.nct} is on the list of the policy.", f"trial-{trial.pk}"


def edit_trial(post, *, cycle: ReviewCycle, by) -> Said:
    trial = trials.edit_trial(trial=_trial(post, cycle), by=by, **_told_of_trial(post))
    return f"{trial.nct}: as of {trial.status_as_of}.", f"trial-{trial.pk}"


def remove_trial(post, *, cycle: ReviewCycle, by) -> Said:
    trial = trials.remove_trial(trial=_trial(post, cycle), by=by, reason=post.get("reason", ""))
    return f"{trial.nct} is off the list.", "trials"


TAKES: dict[str, Callable[..., Said]] = {
    each.__name__: each
    for each in (
        nothing_new,
        begin_list,
        check_source,
        uncheck_source,
        add_source,
        remove_source,
        check_guideline,
        uncheck_guideline,
        add_trial,
        edit_trial,
        remove_trial,
    )
}


def take(post, *, cycle: ReviewCycle, by) -> Said:
    """Does what the form `do` asks, and says so. ValidationError with every sentence that stands in the way."""
    if (asked := post.get("do", "")) not in TAKES:
        raise ValidationError("This page has no such form: load it again, and send it from there.")
    return TAKES[asked](post, cycle=cycle, by=by)


def take_trials_file(request, *, cycle: ReviewCycle) -> TrialsRead:
    """Reads the file that was sent. ValidationError where there is none, or none that can be read."""
    if request.bounded.too_large:
        raise ValidationError({"file": TOO_LARGE})
    if (file := request.FILES.get("file")) is None:
        raise ValidationError({"file": "Choose the file that you downloaded from ClinicalTrials.gov."})
    as_of = day_of("as_of", request.POST.get("as_of", ""))
    told = {"content": file.read(), "name": file.name, "as_of": as_of}
    return read_trials_file(policy=cycle.policy, by=request.user, **told)


def _told_of_trial(post) -> dict:
    names = ("title", "planned_size", "expected_completion", "status", "note")
    as_of = _day(post, "status_as_of", "Say on which day the registry told this.")
    return {name: post.get(name, "") for name in names} | {"status_as_of": as_of}


def _day(post, name: str, needed: str) -> date:
    day = day_of(name, post.get(name, ""), needed)
    if day is None:
        raise ValidationError({name: needed})
    return day


def _source(post, cycle: ReviewCycle) -> SourceCheck:
    return _row(cycle.source_checks.select_related("cycle"), post, "source")


def _trial(post, cycle: ReviewCycle) -> OngoingTrial:
    return _row(cycle.policy.ongoing_trials.all(), post, "trial")


def _row(rows, post, name: str):
    number = post.get(name, "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    row = rows.filter(pk=int(number)).first() if is_number else None
    if row is None:
        raise ValidationError({name: GONE})
    return row


def _version(post, name: str, *, needed: bool = False) -> GuidelineVersion | None:
    key = post.get(name, "")
    if not key and not needed:
        return None
    rows = GuidelineVersion.objects.select_related("guideline")
    row = rows.filter(key=key).first() if "\x00" not in key else None
    if row is None:
        raise ValidationError({name: "The base holds no such guideline version: load the page again."})
    return row


def _place_of(version: GuidelineVersion) -> str:
    return f"guideline-{slugify(version.key)}"


def _place(source: SourceCheck) -> str:
    return f"source-{source.pk}"
