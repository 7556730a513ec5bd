"""Pages and letters asked for a day, with one version and with several; old addresses lead on."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policies.models import Policy, PolicyVersion
from tests.policies.days import world

pytestmark = pytest.mark.usefixtures("starter_base")
INFERRED, NOT_HELD, THAT_MONTH = "2024-05-03", "2023-05-03", "2023-09-15"


@pytest.fixture
def versions(account):
    world.build(account("Writer"))


def said(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


PAGES = ["/policies/bcbsma-292/", "/statements/bcbsma-292/hcc/", "/criteria/bcbsma-292/hcc/unresectable/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_which_kind_of_answer_it_gives(client, address):
    for day, kind in (
        ("2026-01-01", "text held"),
        (INFERRED, "inferred from history"),
        (THAT_MONTH, "changed within that month, day unknown"),
        (NOT_HELD, "not held"),
    ):
        assert f"On {day}: {kind}." in said(client, f"{address}?on={day}")


def test_an_inferred_policy_shows_statements_and_nothing_else_of_the_text(client):
    page = said(client, f"/policies/bcbsma-292/?on={INFERRED}")
    assert "Radioembolization of unresectable primary hepatocellular carcinoma" in page
    assert "summary, references and codes of that day are not held" in page
    for rest in ("S2095", "Patient selection", "Evidence conclusions", "Evidence;", "Regulatory facts"):
        assert rest not in page, rest


@pytest.mark.parametrize("day", [THAT_MONTH, NOT_HELD, "2009-01-01"])
@pytest.mark.parametrize("address", [*PAGES, "/letters/bcbsma-292/hcc/"])
def test_what_might_not_have_been_in_force_is_not_shown(client, address, day):
    page = said(client, f"{address}?on={day}")
    assert "confined to the liver" not in page
    assert "might not be" in page


def test_an_inferred_statement_shows_its_conditions_but_no_evidence(client):
    page = said(client, f"/statements/bcbsma-292/hcc/?on={INFERRED}")
    assert "Limited to the liver" in page
    assert "Supports" not in page
    assert "not known for 2024-05-03" in page


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "2024-02-30", "20240503", "2024-05", "x" * 5000, "2024%00"])
@pytest.mark.parametrize("address", [*PAGES, "/letters/bcbsma-292/hcc/", "/coverage/", "/coverage/re-hcc/"])
def test_what_is_no_day_is_refused_in_a_sentence(client, address, day):
    assert "is not a day. Write it as year, month and day" in said(client, f"{address}?on={day}", 400)


@pytest.mark.parametrize("address", [*PAGES, "/coverage/"])
def test_an_empty_day_asks_for_today(client, address):
    assert "is not a day" not in said(client, f"{address}?on=")


def test_links_of_a_page_asked_for_a_day_keep_the_day(client):
    page = client.get(f"/policies/bcbsma-292/?on={INFERRED}").content.decode()
    assert f'href="/statements/bcbsma-292/hcc/?on={INFERRED}"' in page
    page = client.get(f"/statements/bcbsma-292/hcc/?on={INFERRED}").content.decode()
    assert f'href="/policies/bcbsma-292/?on={INFERRED}"' in page
    assert f'href="/letters/bcbsma-292/hcc/?on={INFERRED}"' in page
    page = client.get("/policies/bcbsma-292/?on=2026-01-01").content.decode()
    assert 'href="/statements/bcbsma-292/hcc/?on=2026-01-01"' in page


def test_of_several_versions_the_policy_page_shows_the_one_of_the_day(client, versions):
    for day, name in ((world.began(), "Version two"), (world.begins(), "Version three"), (None, "Version two")):
        page = said(client, f"/policies/bcbsma-292/{f'?on={day}' if day else ''}")
        assert f"{name}; " in page
    assert "Review of September 2024; " in said(client, "/policies/bcbsma-292/?on=2025-01-01")


def test_the_policy_page_tells_what_is_to_come_and_lists_the_days_of_each_version(client, versions):
    page = said(client, "/policies/bcbsma-292/")
    assert f"Effective on {world.begins()}: Version three" in page
    rows = re.findall(r"<tr>.*?</tr>", client.get("/policies/bcbsma-292/").content.decode(), re.DOTALL)
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in rows]
    assert any(f"Superseded on {world.began()} not stated {world.began()}" in row for row in told)
    assert any(f"In force {world.began()} {world.begins()}" in row for row in told)
    assert any(f"Effective on {world.begins()} {world.begins()}" in row for row in told)
    assert not any(world.FOUR in row for row in told)  # a draft


def test_a_statement_of_a_superseded_version_says_what_superseded_it(client, versions):
    page = client.get("/statements/bcbsma-292/hcc/").content.decode()
    assert f"Superseded on {world.began()}." in page
    assert f'Superseded by <a href="/statements/{world.TWO}/hcc/">the same statement in Version two</a>' in page


def test_a_row_of_the_version_in_force_has_nothing_on_top(client, versions):
    for address in (
        f"/statements/{world.TWO}/hcc/",
        f"/criteria/{world.TWO}/hcc/unresectable/",
        f"/versions/{world.TWO}/",
    ):
        assert "day-answer" not in client.get(address).content.decode()


def test_a_row_of_a_version_to_come_says_from_when_and_what_is_in_force(client, versions):
    page = client.get(f"/statements/{world.THREE}/hcc/").content.decode()
    assert f"Effective on {world.begins()}." in page
    assert f'In force today: <a href="/statements/{world.TWO}/hcc/">' in page


def test_when_the_next_version_comes_old_addresses_say_what_became_of_their_rows(client, versions, monkeypatch):
    world.day_comes(world.begins(), monkeypatch)
    for key in ("bcbsma-292/icc", f"{world.TWO}/icc"):
        page = said(client, f"/statements/{key}/")
        assert "Removed in Version three , effective on" in page, key
    moved = said(client, "/criteria/bcbsma-292/hcc/limited-to-liver/")
    assert "the same criterion in Version three , where it stands under Statement 2" in moved
    assert "Superseded by the same statement in Version three" in said(client, "/statements/bcbsma-292/hcc/")


def test_every_row_of_every_version_keeps_its_address(client, versions, monkeypatch):
    for day in (world.today(), world.begins()):
        world.day_comes(day, monkeypatch)
        for version in (world.ONE, world.TWO, world.THREE):
            row = PolicyVersion.objects.get(key=version)
            statement = row.statements.last()
            criterion = row.statements.first().criteria.last()
            for address in (f"/versions/{version}/", statement.get_absolute_url(), criterion.get_absolute_url()):
                assert client.get(address).status_code == 200, address


def test_a_row_asked_for_a_day_leads_to_the_row_of_the_version_of_that_day(client, versions):
    for asked, day, found in (
        ("bcbsma-292/hcc", world.began(), f"{world.TWO}/hcc"),
        ("bcbsma-292/hcc", world.begins(), f"{world.THREE}/hcc"),
        (f"{world.THREE}/hcc", "2025-01-01", "bcbsma-292/hcc"),
    ):
        answer = client.get(f"/statements/{asked}/?on={day}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/statements/{found}/?on={day}")
    assert client.get(f"/criteria/bcbsma-292/hcc/unresectable/?on={world.began()}").headers["Location"] == (
        f"/criteria/{world.TWO}/hcc/unresectable/?on={world.began()}"
    )
    assert "has no such statement" in said(client, f"/statements/bcbsma-292/icc/?on={world.begins()}")


def test_a_withdrawn_version_keeps_its_page_and_no_text_is_in_force(client, versions):
    world.take_back_what_is_to_come()
    PolicyVersion.objects.filter(key=world.TWO).update(
        status="withdrawn", withdrawn_at=timezone.now(), superseded_on=None
    )
    page = said(client, f"/versions/{world.TWO}/")
    assert f"Withdrawn on {world.today()}." in page
    assert "No version of the policy is in force today" in page
    assert "was withdrawn" in said(client, f"/policies/bcbsma-292/?on={world.today()}")
    assert "text held" in said(client, f"/policies/bcbsma-292/?on={world.began()}")


def test_a_retired_policy_says_what_takes_its_place(client, versions):
    other = Policy.objects.get(key="med140")
    world.take_back_what_is_to_come()
    PolicyVersion.objects.filter(key=world.TWO).update(
        purpose="retirement", superseded_on=world.today(), replaced_by=other
    )
    assert f"retired from {world.today()} on; {other} takes its place" in said(
        client, f"/policies/bcbsma-292/?on={world.today()}"
    )
    assert f"Retired on {world.today()}." in said(client, f"/versions/{world.TWO}/")
    assert 'href="/policies/med140/"' in client.get(f"/statements/{world.TWO}/hcc/").content.decode()


def test_a_draft_is_read_as_a_page_by_who_may_read_drafts_and_is_not_there_for_others(client, versions, account):
    assert client.get(f"/versions/{world.FOUR}/").status_code == 404
    assert client.get(f"/statements/{world.FOUR}/hcc/?on=2026-01-01").status_code == 404
    client.force_login(account("Reviewer"))
    page = said(client, f"/versions/{world.FOUR}/")
    assert "Draft. This is not in force: it is still written on." in page
    assert "Draft" in said(client, f"/statements/{world.FOUR}/hcc/")


def test_a_draft_never_answers_for_a_day(client, versions, account):
    client.force_login(account("Reviewer"))
    for day in (world.today(), world.begins(), "2050-01-01"):
        assert "/v4" not in client.get(f"/statements/{world.FOUR}/hcc/?on={day}").headers["Location"]


def test_the_reconstructed_version_has_no_page(client):
    assert client.get("/versions/bcbsma-292/before-2016-08/").status_code == 404


def letter(client, key: str, day="") -> str:
    answer = client.get(f"/letters/{key}/{f'?on={day}' if day else ''}")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def test_a_letter_for_a_day_of_service_has_the_text_of_that_day(client, versions):
    before, after = (letter(client, "bcbsma-292/hcc-bridge", day) for day in ("2025-01-01", world.began()))
    assert "Service date: 2025-01-01\nOn that day: text held." in before
    assert world.TOLD_MORE not in before
    assert "Key references" in before
    assert f"Service date: {world.began()}" in after
    assert world.TOLD_MORE in after
    assert f"({world.TWO}/hcc-bridge)" in after


def test_a_letter_for_an_inferred_day_names_it_and_leaves_out_what_is_not_known(client):
    told = letter(client, "bcbsma-292/hcc", INFERRED)
    assert "On that day: inferred from history." in told
    assert "confined to the liver" in told
    assert "are left out" in told
    for rest in ("Key references", "Basis:", "ECOG"):
        assert rest not in told


def test_a_letter_for_a_day_that_is_not_held_says_so_in_place_of_a_text(client):
    told = letter(client, "bcbsma-292/hcc", NOT_HELD)
    assert "On that day: not held." in told
    assert "No text is given here" in told


def test_a_letter_on_a_statement_that_was_not_there_yet_says_so(client, versions):
    told = letter(client, "bcbsma-292/icc", world.begins())
    assert "has no such statement: bcbsma-292/icc is not in it" in told


def test_a_letter_of_a_superseded_version_without_a_day_says_that_it_is_not_in_force(client, versions):
    assert f"Not in force today: superseded on {world.began()}" in letter(client, "bcbsma-292/hcc")
    assert "Not in force" not in letter(client, f"{world.TWO}/hcc")


def test_more_versions_cost_a_page_no_more_queries(client, account):
    address = "/policies/bcbsma-292/?on=2025-01-01"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    before = queries()
    world.build(account("Writer"))
    assert queries() == before


def test_a_text_that_was_followed_by_another_says_until_when_it_was_in_force(client, versions):
    page = said(client, f"/policies/{world.POLICY}/?on={world.began() - timedelta(days=1)}")
    assert f"It was in force until the day before {world.began()}." in page
    assert "No later one is held" not in page


def test_the_page_of_a_day_to_come_does_not_say_that_another_text_is_in_force_until_then(client, versions):
    page = said(client, f"/policies/{world.POLICY}/?on={world.begins()}")
    assert "Version three" in page
    assert "until then this text is in force" not in page
    assert "until then this text is in force" in said(client, f"/policies/{world.POLICY}/")


def test_the_list_of_policies_asked_for_a_day_says_how_each_answers(client, versions):
    page = said(client, f"/policies/?on={INFERRED}")
    assert f"Policies on {INFERRED}" in page
    assert f'href="/policies/{world.POLICY}/?on={INFERRED}"' in client.get(f"/policies/?on={INFERRED}").content.decode()
    assert "Inferred" in page
    assert "not a day" in said(client, "/policies/?on=soon", 400)


def test_the_document_of_a_day_is_of_the_text_of_that_day_or_says_that_there_is_none(client, versions):
    assert "Version three" in said(client, f"/policies/{world.POLICY}/paper/?on={world.begins()}")
    assert "Version two" in said(client, f"/policies/{world.POLICY}/paper/?on={world.today()}")
    assert "There is no whole text of" in said(client, f"/policies/{world.POLICY}/paper.pdf?on={NOT_HELD}", 404)
    assert "not a day" in said(client, f"/policies/{world.POLICY}/paper/?on=soon", 400)
