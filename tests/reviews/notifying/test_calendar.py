"""A calendar program reads one's days at a secret address."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from audit.models import AuditEvent
from reviews.cycles.assigning import assign
from reviews.models import CalendarFeed
from reviews.notifying import feeds
from reviews.notifying.icalendar_feed import Entry, written
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
ENTRY = Entry("assignment-1@here", date(2026, 12, 31), "Reader, due", "https://here/reviews/x/")


def test_an_entry_is_a_whole_day_that_keeps_nobody_busy():
    event = Calendar.from_ical(written([ENTRY], now=NOW)).walk("VEVENT")[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (str(event["uid"]), str(event["transp"])) == ("assignment-1@here", "TRANSPARENT")
    assert event.decoded("dtstamp") == NOW
    assert str(event["url"]) == "https://here/reviews/x/"


def test_an_empty_calendar_is_a_calendar():
    calendar = Calendar.from_ical(written([], now=NOW))
    assert (str(calendar["version"]), bool(calendar["prodid"]), calendar.walk("VEVENT")) == ("2.0", True, [])


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), max_size=5))
def test_whatever_a_title_holds_is_read_back_as_it_was(titles):
    entries = [Entry(f"{place}@here", date(2026, 1, 1), title, "/") for place, title in enumerate(titles)]
    content = written(entries, now=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = Calendar.from_ical(content).walk("VEVENT")
    assert [str(event["summary"]) for event in found] == titles


@pytest.fixture
def people(starter_base, account):
    world.put_aside()
    return People(account)


def read(client, secret: str) -> list:
    answer = client.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_ones_own_days_are_read_without_signing_in(client, people, settings):
    settings.SITE_URL = "https://warrant.example.org"
    cycle = world.opened(people.writer, due_on=in_days(50))
    assigned(cycle, people, name="will", task="writer")
    assigned(cycle, people, name="will", task="reader", due_on=in_days(20))
    assigned(cycle, people, name="rita", task="reader", due_on=in_days(30))
    assigned(cycle, people, name="lea", task="third_reader")
    mine = read(client, feeds.renew(by=people.writer))
    assert [event.decoded("dtstart") for event in mine] == [in_days(20), in_days(50)]
    assert str(mine[1]["summary"]).startswith("Review due: Annual review of Radioembolization")
    assert str(mine[0]["url"]) == f"https://warrant.example.org/reviews/{cycle.key}/"
    assert str(mine[0]["uid"]).endswith("@warrant.example.org")
    assert read(client, feeds.renew(by=people.librarian)) == []


def test_a_moved_day_is_the_same_entry(client, people):
    cycle, secret = world.opened(people.writer), feeds.renew(by=people.reader)
    assigned(cycle, people, due_on=in_days(20))
    before = read(client, secret)[0]
    assigned(cycle, people, due_on=in_days(25))
    after = read(client, secret)[0]
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") == in_days(25)


def test_an_unknown_secret_is_not_found(client, people):
    for secret in ("x", "warrant_x", "x" * 400, "ü", "%00"):
        assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(client, people):
    assert client.get("/calendar/").status_code == 302
    client.force_login(people.reader)
    assert "You have no address yet" in client.get("/calendar/").content.decode()
    page = client.post("/calendar/").content.decode()
    secret = page.split("/calendar/warrant_")[1].split(".ics")[0]
    assert "shown this once" in page
    assert secret not in client.get("/calendar/").content.decode()
    kept = CalendarFeed.objects.get(name="rita")
    assert secret not in kept.secret_hash
    assert feeds.owner_of(f"warrant_{secret}") == people.reader
    assert secret not in str(list(AuditEvent.objects.values_list("after", "before", "why")))


def test_renewed_or_revoked_the_old_address_leads_nowhere(client, people):
    first = feeds.renew(by=people.reader)
    second = feeds.renew(by=people.reader)
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert read(client, second) == []
    client.force_login(people.reader)
    client.post("/calendar/", {"act": "revoke"})
    client.post("/calendar/", {"act": "revoke"})
    assert client.get(f"/calendar/{second}.ics").status_code == 404
    events = AuditEvent.objects.filter(target_type="account", target_key="rita").order_by("pk")
    assert [event.event for event in events] == [
        "account.calendar_made",
        "account.calendar_renewed",
        "account.calendar_revoked",
    ]


def test_who_cannot_sign_in_any_more_or_lost_their_role_is_told_nothing(client, people):
    cycle, secret = world.opened(people.writer), feeds.renew(by=people.reader)
    assign(cycle=cycle, by=people.writer, name="rita", task="reader", due_on=in_days(9))
    people.reader.groups.clear()
    assert read(client, secret) == []
    people.reader.is_active = False
    people.reader.save()
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_where_reading_is_for_members_the_secret_is_enough(client, people, settings):
    settings.READING = "members"
    assert read(client, feeds.renew(by=people.reader)) == []
    assert client.get("/calendar/").status_code == 302
