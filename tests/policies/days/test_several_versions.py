"""One policy in several published versions: every page and answer is of the one in force, and counts nothing twice."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from evidence.models import Study
from policies import permissions, search_documents
from policies.coverage import reading as coverage
from policies.health.reading import rows_of
from policies.impact.dependencies import dependencies_of
from policies.impact.subjects import of_row
from policies.models import PolicyVersion, Statement
from policies.presenters.impact import dependency_rows, summary
from search.document import DRAFT_READERS
from tests.api_answers import keys
from tests.api_answers import rows_of as csv_rows
from tests.policies.days import world

pytestmark = pytest.mark.usefixtures("starter_base")
NOBODY = AnonymousUser()


@pytest.fixture
def versions(account):
    world.build(account("Writer"))


def test_the_matrix_has_each_policy_once_by_its_version_in_force(client, versions):
    before = client.get("/coverage/").content.decode()
    texts = [text for payer in coverage.payers(NOBODY) for text in payer.texts]
    assert len({text.policy for text in texts}) == len(texts)
    said = {each.key for text in texts for each in text.said if text.policy == world.POLICY}
    assert said == set(Statement.objects.filter(version__key=world.TWO).values_list("key", flat=True))
    assert f"/statements/{world.TWO}/hcc/" in before
    assert "/statements/bcbsma-292/hcc/" not in before


def test_a_version_published_here_is_dated_by_the_day_it_takes_effect(client, versions):
    [text] = [text for payer in coverage.payers(NOBODY) for text in payer.texts if text.policy == world.POLICY]
    assert (text.as_of.kind, text.as_of.on) == ("effective", str(world.began()))
    dates = {date.label: date.text for date in client.get(f"/versions/{world.TWO}/").context["dates"]}
    assert dates["Effective"] == str(world.began())


def test_the_matrix_of_a_day_is_told_from_the_versions_of_that_day(client, versions):
    for day, key in (("2025-01-01", "bcbsma-292/hcc"), (world.begins(), f"{world.THREE}/hcc")):
        page = client.get(f"/coverage/?on={day}").content.decode()
        assert f"/statements/{key}/" in page
        answer = client.get(f"/api/v1/coverage-matrix/?on={day}").json()
        assert answer["on"] == str(day)
        told = {each["policy"]: each for each in answer["answers"]}
        assert told[world.POLICY]["kind"] == "text_held"
        assert any(cell["statement"] == key for row in answer["results"] for cell in row["cells"])


def test_the_matrix_leaves_out_whose_text_is_not_held_and_says_so(client):
    answer = client.get("/api/v1/coverage-matrix/?on=2023-05-03").json()
    assert "bcbsma" not in answer["payers"]
    told = {each["policy"]: (each["kind"], each["version"]) for each in answer["answers"]}
    assert told["bcbsma-292"] == ("not_held", "")
    assert told["unitedhealthcare-2021t0445s"][0] == "text_held"
    page = client.get("/coverage/?on=2023-05-03").content.decode()
    assert "reworded in 9/2023" in page
    assert client.get("/coverage/re-hcc/?on=2009-01-01").status_code == 200
    assert client.get("/api/v1/coverage-matrix/?on=2009-01-01").json()["results"] == []


def test_of_an_inferred_text_the_matrix_calls_nothing_silent(client):
    answer = client.get("/api/v1/coverage-matrix/?on=2024-05-03").json()
    cells = [cell for row in answer["results"] for cell in row["cells"] if cell["payer"] == "bcbsma"]
    assert {"medically_necessary_with_criteria"} < {cell["position_kind"] for cell in cells}
    assert not {"silent", "in_another_policy"} & {cell["position_kind"] for cell in cells}
    assert "Of every patient" not in client.get("/coverage/re-hcc/?on=2024-05-03").content.decode()
    assert "Of every patient" in client.get("/coverage/re-hcc/").content.decode()


def test_no_guideline_stands_beside_a_day(client):
    assert client.get("/api/v1/coverage-matrix/?on=2024-05-03").json()["bodies"] == []
    assert client.get("/api/v1/coverage-matrix/").json()["bodies"]


def test_what_depends_on_a_study_counts_a_statement_once_and_names_other_versions(versions, account):
    study = of_row(Study.objects.get(key="mulcahy-2021"))
    found = dependencies_of(study, NOBODY)
    assert {each.version.key for each in found if each.version.policy.key == world.POLICY} == {world.TWO, world.THREE}
    in_force = [each for each in found if each.version.state.is_in_force]
    assert summary([each for each in found if each.statement]) == summary([each for each in in_force if each.statement])
    names = {row["policy_name"] for row in dependency_rows(found) if row["version"] == world.THREE}
    assert len(names) == 1
    assert f"Version three (effective on {world.begins()})" in names.pop()
    seen = dependencies_of(study, account("Reviewer"))
    assert world.FOUR in {each.version.key for each in seen}
    assert summary([each for each in seen if each.statement]) == summary([each for each in in_force if each.statement])


def test_a_study_lists_each_statement_once(client, versions):
    page = client.get("/studies/mulcahy-2021/").content.decode()
    assert f"/statements/{world.TWO}/metastases/" in page
    assert f"/statements/{world.THREE}/metastases/" not in page
    assert 'href="/statements/bcbsma-292/metastases/"' not in page


def test_health_meets_a_definition_of_another_policy_once(versions, account):
    other = permissions.get_version_or_404(account("Reviewer"), "med140")
    found = [each for each in rows_of(other, account("Librarian")).definitions if each.policy == world.POLICY]
    current = PolicyVersion.objects.get(key=world.TWO)
    assert len(found) == current.definitions.count() > 0


@pytest.mark.parametrize("page", ["health", "guidelines"])
def test_health_and_guidelines_are_of_the_version_in_force(client, versions, page):
    assert client.get(f"/policies/{world.POLICY}/{page}/").context["version"].key == world.TWO


def test_two_policies_are_compared_as_they_are_in_force(client, versions):
    answer = client.get("/api/v1/compare/policies/?ids=bcbsma-292,med140").json()
    ours = {each["ours"]["statement"] for each in answer["indications"]} - {""}
    assert ours
    assert all(key.startswith(f"{world.TWO}/") for key in ours)


def test_home_and_the_list_of_policies_show_the_version_in_force(client, versions):
    for address in ("/", "/policies/"):
        page = client.get(address).content.decode()
        assert page.count("Version two · in force") == 1
        assert "Version three" not in page
    count = Statement.objects.filter(version__in=permissions.current_versions(NOBODY)).count()
    assert client.get("/").context["counts"]["statements"] == count


LISTS = ["statements", "criteria", "codes", "evidence-links"]


def versions_in(client, name: str, asked: str = "") -> set[str]:
    rows = csv_rows(client.get(f"/api/v1/{name}/?policy={world.POLICY}&format=csv{asked}"))
    if name == "evidence-links":
        found = {row["statement"] or row["criterion"] for row in rows}
        versions = [world.TWO, world.THREE, world.FOUR]
        return {next((each for each in versions if key.startswith(f"{each}/")), world.ONE) for key in found}
    return {row["version"] for row in rows}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_of_what_is_in_force_today_or_on_the_day_asked(client, versions, account, name):
    assert versions_in(client, name) == {world.TWO}
    assert versions_in(client, name, "&on=2025-01-01") == {world.ONE}
    assert versions_in(client, name, f"&on={world.began()}") == {world.TWO}
    assert versions_in(client, name, f"&on={world.begins()}") == {world.THREE}
    assert versions_in(client, name, f"&version={world.ONE}") == {world.ONE}
    assert versions_in(client, name, f"&version={world.ONE}&on={world.begins()}") == set()
    assert client.get(f"/api/v1/{name}/?version={world.FOUR}").status_code == 400
    client.force_login(account("Reviewer"))
    assert versions_in(client, name) == {world.TWO}
    assert versions_in(client, name, f"&version={world.FOUR}") == {world.FOUR}


@pytest.mark.parametrize("name", LISTS)
def test_of_an_inferred_day_statements_and_criteria_are_told_and_nothing_else(client, name):
    answer = client.get(f"/api/v1/{name}/?policy=bcbsma-292&on=2024-05-03").json()
    told = name in ("statements", "criteria")
    assert bool(answer["results"]) == told
    assert answer["on"] == "2024-05-03"
    assert answer["answers"] == {
        "text_held": 0,
        "inferred": int(told),
        "changed_that_month": 0,
        "not_held": int(not told),
    }
    for row in answer["results"]:
        assert row["answer"] == "inferred"
        assert "not changed in 9/2024" in row["answer_sentence"]


@pytest.mark.parametrize("name", LISTS)
def test_of_a_day_that_is_not_held_no_row_is_told_but_that_it_is_not(client, name):
    for day, kind in (("2023-05-03", "not_held"), ("2023-09-15", "changed_that_month")):
        answer = client.get(f"/api/v1/{name}/?policy=bcbsma-292&on={day}").json()
        assert answer["count"] == 0
        assert answer["answers"][kind] == 1


def test_policies_of_a_day_say_how_each_answers(client, versions):
    rows = {row["key"]: row for row in client.get("/api/v1/policies/?on=2025-01-01").json()["results"]}
    assert (rows["bcbsma-292"]["answer"], rows["bcbsma-292"]["in_force"]) == ("text_held", world.ONE)
    assert (rows["med140"]["answer"], rows["med140"]["in_force"]) == ("not_held", None)
    assert "states no date" in rows["med140"]["answer_sentence"]
    today = {row["key"]: row for row in client.get("/api/v1/policies/").json()["results"]}
    assert (today["bcbsma-292"]["answer"], today["bcbsma-292"]["in_force"]) == ("", world.TWO)


def test_policy_versions_tell_every_date_and_which_was_in_force(client, versions):
    def told(asked: str = "") -> dict:
        rows = client.get(f"/api/v1/policy-versions/?policy={world.POLICY}{asked}").json()["results"]
        return {row["key"]: row for row in rows}

    today = told()
    assert {key: row["in_force"] for key, row in today.items()} == {
        world.ONE: False,
        world.TWO: True,
        world.THREE: False,
    }
    assert today[world.ONE]["superseded_on"] == str(world.began())
    assert today[world.ONE]["effective_on"] is None
    assert today[world.ONE]["superseded_by"] == world.TWO
    assert today[world.TWO]["superseded_by"] is None
    assert today[world.THREE]["effective_on"] == str(world.begins())
    assert today[world.THREE]["superseded_by"] is None
    before = told("&on=2025-01-01")
    assert [key for key, row in before.items() if row["in_force"]] == [world.ONE]
    inferred = told("&on=2024-05-03")
    assert not any(row["in_force"] for row in inferred.values())
    assert inferred[world.ONE]["answer"] == "inferred"


def test_a_row_of_an_old_version_resolves_and_names_what_superseded_it(client, versions, monkeypatch):
    row = client.get("/api/v1/statements/bcbsma-292/hcc/").json()
    assert (row["stable_key"], row["superseded_by"]) == ("bcbsma-292/hcc", f"{world.TWO}/hcc")
    criterion = client.get("/api/v1/criteria/bcbsma-292/hcc/limited-to-liver/").json()
    assert criterion["superseded_by"] == f"{world.TWO}/hcc/limited-to-liver"
    assert client.get(f"/api/v1/statements/{world.TWO}/hcc/").json()["superseded_by"] is None
    assert client.get(f"/api/v1/statements/{world.THREE}/hcc/").json()["superseded_by"] is None
    world.day_comes(world.begins(), monkeypatch)
    assert client.get("/api/v1/statements/bcbsma-292/icc/").json()["superseded_by"] is None
    assert client.get("/api/v1/statements/bcbsma-292/hcc/").json()["superseded_by"] == f"{world.THREE}/hcc"


@pytest.mark.parametrize("name", [*LISTS, "policies", "policy-versions", "coverage-matrix"])
@pytest.mark.parametrize(
    "asked", ["on=yesterday", "on=", "on=2024-02-30", "on=2024-05-03&on=2024-05-04", "on=20240503"]
)
def test_what_is_no_day_is_refused_by_the_api(client, name, asked):
    answer = client.get(f"/api/v1/{name}/?on={asked}")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("on: ")


def test_search_knows_what_is_in_force_to_come_or_in_work(versions, monkeypatch):
    def searched() -> set[str]:
        statements = search_documents.SOURCES[1]
        found = [key for key in list(statements.keys()) if key.startswith(f"{world.POLICY}/")]
        written = (world.TWO, world.THREE, world.FOUR)
        return {next((each for each in written if key.startswith(f"{each}/")), world.ONE) for key in found}

    assert searched() == {world.TWO, world.THREE, world.FOUR}
    loaded = {each.key for each in search_documents.statements(["bcbsma-292/hcc", f"{world.TWO}/hcc"])}
    assert loaded == {f"{world.TWO}/hcc"}
    assert [each.audience for each in search_documents.statements([f"{world.FOUR}/hcc"])] == [DRAFT_READERS]
    world.day_comes(world.begins(), monkeypatch)
    assert searched() == {world.THREE, world.FOUR}


def test_a_policy_is_searched_for_by_the_text_in_force_alone(versions):
    [found] = search_documents.policies([world.POLICY])
    assert found.text.count("confined to the liver") == 1
    assert "as of version two" in found.text


def test_a_policy_found_by_what_only_an_old_version_said_is_not(client, versions):
    PolicyVersion.objects.get(key=world.ONE).statements.filter(key="bcbsma-292/hcc").update(
        position="not_medically_necessary"
    )
    assert keys(client.get("/api/v1/policies/?position=not_medically_necessary")) == []


def test_a_day_later_another_version_is_in_force(versions, monkeypatch):
    world.day_comes(world.begins() - timedelta(days=1), monkeypatch)
    assert permissions.get_version_or_404(NOBODY, world.POLICY).key == world.TWO
    world.day_comes(world.begins(), monkeypatch)
    assert permissions.get_version_or_404(NOBODY, world.POLICY).key == world.THREE
