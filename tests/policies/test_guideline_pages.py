"""Positions of a policy against guidelines, on the page and at the API."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

import audit.actions
from audit.models import AuditEvent
from evidence.models import (
    Condition,
    Guideline,
    GuidelineVersion,
    GuidelineVersionRelation,
    Intervention,
    Recommendation,
)
from policies import actions, guideline_positions
from policies.models import GuidelineReason, PolicyVersion, StatementIndication
from tests.api_answers import rows_of

pytestmark = pytest.mark.usefixtures("starter_base")
ADDRESS = "/policies/bcbsma-292/guidelines/"
PAIR, RECOMMENDATION = "bcbsma-292/icc/re-icc", "med140/nccn-icc/options"


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def page(client, address=ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(policy: str) -> dict[str, list[tuple[str, str]]]:
    """By indication the recommendations with the computed verdict."""
    version = PolicyVersion.objects.get(policy__key=policy, origin="read")
    return {
        at.pair.key: [(said.recommendation.key, said.verdict.verdict.value) for said in at.said]
        for at in guideline_positions.positions(version).pairs
    }


def test_each_indication_has_what_guidelines_say_of_it_and_whether_the_policy_agrees():
    found = told("bcbsma-292")
    net = dict(found["bcbsma-292/net/re-net"])
    assert net["med140/acr/net-symptomatic"] == "agrees"
    assert net["el-haddad-2021/nccn-net-2.2018/category"] == "agrees"
    assert net["med140/nccn-net-1.2022/lobar-segmental"] == "partly"  # 292 asks for nothing unresectable
    assert net["med140/acr/net-research"] == "none"
    assert dict(found["bcbsma-292/metastases/re-colorectal"])["med140/nccn-colon-1.2022/refractory"] == "agrees"
    assert dict(found["bcbsma-292/hcc/re-hcc"])["med140/acr/hcc-solitary-5"] == "partly"
    assert dict(found["bcbsma-292/metastases/re-breast"])["med140/nccn-breast-4.2022/silent"] == "none"


def test_what_is_said_of_another_use_or_purpose_is_not_set_beside_it():
    found = told("bcbsma-292")
    everything = {key for rows in found.values() for key, _ in rows}
    assert "gaba-2017/nccn-net-2.2016/tace" not in everything
    assert "med140/nccn-hcc-1.2022/bridge" in dict(found["bcbsma-292/hcc-bridge/re-hcc-bridge"])
    assert "med140/nccn-hcc-1.2022/bridge" not in dict(found["bcbsma-292/hcc/re-hcc"])


def test_a_recommendation_for_a_named_indication_is_not_set_against_the_rest():
    rest = told("bcbsma-292")["bcbsma-292/other/re-any"]
    assert [key for key, _ in rest] == ["interventional-oncology/nccn-sarcoma/silent"]


def test_a_wider_group_stands_with_every_named_indication_in_it():
    found = told("bcbsma-292")
    holders = {pair for pair, rows in found.items() if "med140/joint-practice-parameter/indications" in dict(rows)}
    assert {"bcbsma-292/hcc/re-hcc", "bcbsma-292/icc/re-icc", "bcbsma-292/metastases/re-breast"} <= holders
    assert "bcbsma-292/other/re-any" not in holders


def test_a_position_that_withholds_differs_from_a_guideline_that_speaks_for_the_same_group():
    summary = next(rows for pair, rows in told("med140").items() if "re-net" in pair and "summary" in pair)
    assert dict(summary)["el-haddad-2021/nccn-net-2.2018/category"] == "differs"


def test_the_page_says_category_origin_version_population_and_where_it_was_read(client):
    said = text(page(client))
    assert "category 2A (stated for the whole group)" in said
    assert "version not stated" in said
    assert "Unresectable intrahepatic cholangiocarcinoma" in said
    assert "lines 1294, 1311-1314" in said


def test_a_version_cited_is_never_shown_as_the_version_read(client):
    said = text(page(client))
    cites = "Policy 292 cites NCCN Hepatocellular Carcinoma, version 1.2024, and states nothing from it"
    assert f"{cites}; what that version says was not read. What stands here is version 1.2022 as read in med140" in said
    read = {each.recommendation.guideline_version.version for pair in pairs() for each in pair.said}
    assert not {"1.2024", "3.2024"} & read


def pairs():
    return guideline_positions.positions(PolicyVersion.objects.get(key="bcbsma-292/2024-09")).pairs


def test_a_policy_that_states_what_it_cites_gets_no_such_sentence(client):
    rows = rows_of(client.get("/api/v1/policy-guidelines/?policy=med140&format=csv"))
    assert {row["cited_by_the_policy"] for row in rows} == {""}


def test_the_versions_cited_are_listed_with_what_was_read_of_them(client):
    view = client.get(ADDRESS).context["view"]
    listed = {each.version.key: each.read_in for each in view.cited}
    assert listed["nccn-hcc/1.2024"] == []
    assert (
        listed["enets-distant-metastatic/2016"] == ["el-haddad-2021"]
        if "enets-distant-metastatic/2016" in listed
        else True
    )


def recommend(kind="recommends", guideline="nice-ta688", condition="hcc", intervention="radioembolization", n=0):
    version = GuidelineVersion.objects.filter(guideline__key=guideline).first()
    row = Recommendation.objects.create(
        key=f"more/{guideline}/{condition}/{n}",
        document=PolicyVersion.objects.get(key="bcbsma-292/2024-09").document,
        guideline_version=version,
        kind=kind,
        text="More.",
        lines="1",
    )
    row.conditions.add(Condition.objects.get(key=condition))
    row.interventions.add(Intervention.objects.get(key=intervention))
    return row


def test_an_arrangement_of_nice_is_shown_and_not_scored(client):
    row = recommend(guideline="nice-ipg460")
    assert dict(told("bcbsma-292")["bcbsma-292/hcc/re-hcc"])[row.key] == "none"
    assert "An arrangement or a cost decision: shown, not scored." in text(page(client))


def test_a_superseded_version_is_marked(client):
    row = recommend(guideline="nice-ta688")
    assert "partly updated by NICE technology appraisal TA985, version not stated" in text(page(client))
    newer = GuidelineVersion.objects.create(
        key="nice-ta688/2099", guideline=row.guideline_version.guideline, year="2099"
    )
    GuidelineVersionRelation.objects.create(key="r", version=newer, relation="replaces", other=row.guideline_version)
    assert "replaced by NICE, selective internal radiation therapies" in text(page(client))


def test_an_indication_nobody_speaks_of_says_so(client):
    Recommendation.interventions.through.objects.all().delete()
    said = text(page(client))
    assert said.count("No guideline statement on it was read.") == 11


def test_the_file_says_document_and_place(client):
    """What was read on a web page has no lines."""
    rows = rows_of(client.get("/api/v1/policy-guidelines/?policy=bcbsma-292&format=csv"))
    for row in rows:
        assert row["document"] or row["text"] == "No guideline statement on it was read."
        of_web_page = Recommendation.objects.filter(document__key=row["document"], text=row["text"], lines="").exists()
        assert bool(row["place"]) == (bool(row["document"]) and not of_web_page)


@pytest.mark.parametrize("asked", ["", "?policy=", "?policy=nothing", "?policies=bcbsma-292", "?policy=" + "9" * 4000])
def test_the_api_refuses_what_it_does_not_know(client, asked):
    answer = client.get(f"/api/v1/policy-guidelines/{asked}")
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_draft_has_no_such_page_for_those_who_may_not_read_it(client, account):
    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    assert client.get("/policies/med140/guidelines/").status_code == 404
    assert client.get("/api/v1/policy-guidelines/?policy=med140").status_code == 400
    client.force_login(account("Reviewer"))
    assert client.get("/policies/med140/guidelines/").status_code == 200


def give(client, **given):
    sent = {
        "pair": PAIR,
        "recommendation": RECOMMENDATION,
        "text": "Rare, and nothing else helps.",
        "verdict": "",
    } | given
    return client.post(ADDRESS, sent)


@pytest.mark.parametrize(
    ("role", "may"),
    [("Writer", True), ("Approver", False), ("Reader", False), ("Reviewer", False), ("Librarian", False)],
)
def test_writers_give_the_reason_and_nobody_else(client, account, role, may):
    assert give(client).headers["Location"].startswith("/accounts/login/")
    client.force_login(account(role))
    assert ("Give a reason" in page(client)) == may
    assert give(client).status_code == (302 if may else 403)
    assert GuidelineReason.objects.count() == may


def test_a_reason_is_shown_recorded_and_can_be_taken_away(client, account):
    client.force_login(account("Writer"))
    give(client)
    assert "Rare, and nothing else helps. writer" in text(page(client))
    give(client, verdict="differs")
    said = text(page(client))
    assert "Computed: agrees." in said
    rows = rows_of(client.get("/api/v1/policy-guidelines/?policy=bcbsma-292&format=csv"))
    assert [(row["verdict"], row["given_verdict"]) for row in rows if row["given_by"]] == [("agrees", "differs")]
    give(client, text=" ")
    assert not GuidelineReason.objects.exists()
    events = AuditEvent.objects.filter(target_key="bcbsma-292/2024-09", by="writer").order_by("id")
    assert [event.event.partition(".")[2] for event in events] == [
        "guideline_reason_given",
        "guideline_reason_given",
        "guideline_reason_removed",
    ]
    assert events[1].before == {"reason": "Rare, and nothing else helps.", "verdict": ""}
    assert (events[1].after["recommendation"], events[1].after["verdict"]) == (RECOMMENDATION, "differs")


def test_a_reason_that_changes_nothing_is_not_recorded(client, account):
    client.force_login(account("Writer"))
    give(client, text="")
    give(client)
    give(client)
    assert AuditEvent.objects.filter(by="writer").count() == 1


@pytest.mark.parametrize("given", [{"text": "x" * 2001}, {"verdict": "perhaps"}, {"verdict": "agrees", "text": ""}])
def test_what_cannot_be_kept_is_refused_in_a_sentence(client, account, given):
    client.force_login(account("Writer"))
    sent = {"pair": PAIR, "recommendation": RECOMMENDATION, "text": "Why.", "verdict": ""} | given
    assert 'class="notice"' in client.post(ADDRESS, sent, follow=True).content.decode()
    assert not GuidelineReason.objects.exists()
    with pytest.raises(ValidationError):
        act(account("Writer", "other"), sent["text"], sent["verdict"])


def act(by, text="Why.", verdict=""):
    return actions.give_guideline_reason(
        statement_indication=StatementIndication.objects.get(key=PAIR),
        recommendation=Recommendation.objects.get(key=RECOMMENDATION),
        text=text,
        verdict=verdict,
        by=by,
    )


@pytest.mark.parametrize(
    "given", [{"pair": "med140/i/re-icc"}, {"pair": ""}, {"pair": "a\x00"}, {"recommendation": "nothing"}]
)
def test_a_reason_for_what_is_not_there_is_404(client, account, given):
    client.force_login(account("Writer"))
    assert give(client, **given).status_code == 404


def test_the_action_itself_asks_for_the_right_and_records_or_keeps_nothing(account, monkeypatch):
    with pytest.raises(PermissionDenied, match="Writers"):
        act(account("Approver"))

    def fail(**told):
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit.actions, "record", fail)
    with pytest.raises(DatabaseError):
        act(account("Writer"))
    assert not GuidelineReason.objects.exists()


def test_the_number_of_queries_does_not_grow_with_recommendations_and_reasons(client, account):
    writer = account("Writer")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    grow(range(2), writer)
    before = queries()
    grow(range(2, 30), writer)
    assert queries() == before


def grow(numbers, writer):
    pair = StatementIndication.objects.get(key="bcbsma-292/hcc/re-hcc")
    body = Guideline.objects.first().body
    for n in numbers:
        guideline = Guideline.objects.create(key=f"more-{n}", title=f"More {n}", body=body)
        GuidelineVersion.objects.create(key=f"more-{n}/1", guideline=guideline, version="1")
        row = recommend(guideline=guideline.key, n=n)
        actions.give_guideline_reason(statement_indication=pair, recommendation=row, text="Why.", by=writer)
