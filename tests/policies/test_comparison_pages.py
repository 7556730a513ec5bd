"""Two policies compared: the page, the chooser, the file and the API."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from policies.models import PolicyVersion

pytestmark = pytest.mark.django_db
BOTH = "/compare/policies/?ids=bcbsma-292,med140"


@pytest.fixture(autouse=True)
def base(starter_base):
    pass


def page(client, address, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def api(client, ids: str = "bcbsma-292,med140") -> dict:
    answer = client.get(f"/api/v1/compare/policies/?ids={ids}")
    assert answer.status_code == 200
    return answer.json()


def cited(folder: str) -> set[str]:
    """The works of the fixtures' own citations: the slow way, without the base."""
    files = Path(settings.FIXTURES_DIR, folder).glob("*.yaml")
    read = [yaml.safe_load(file.read_text()) for file in files]
    return {citation["reference"] for content in read for citation in content.get("citations", [])}


def test_overlap_is_that_of_the_fixtures(client):
    ours, theirs = cited("bcbsma-292"), cited("med140")
    told = api(client)["citations"]
    assert set(told["shared"]) == ours & theirs
    assert set(told["ours_only"]) == ours - theirs
    assert set(told["theirs_only"]) == theirs - ours
    assert told["jaccard"] == round(len(ours & theirs) / len(ours | theirs), 4)
    assert len(told["shared"]) + len(told["ours_only"]) == 107
    assert [remark for remark in told["remarks"] if "prints no reference list" in remark]


def test_positions_differ_where_the_documents_do(client):
    marks = {row["indication"]: row["mark"] for row in api(client)["indications"]}
    assert {key for key, mark in marks.items() if mark == "positions differ"} == {"re-breast", "re-outside-liver"}
    assert {key for key, mark in marks.items() if mark.startswith("one alone")} == {"tae-any", "tace-any"}


def test_criteria_of_the_neuroendocrine_indication_are_set_beside_each_other(client):
    (net,) = [row for row in api(client)["indications"] if row["indication"] == "re-net"]
    beside = {(row["ours_text"], row["theirs_text"]): row["mark"] for row in net["criteria"]}
    assert beside["Diffuse disease", "Diffuse disease"] == "same words"
    assert beside["", "Unresectable"] == beside["", "Liver-dominant disease"] == "theirs only"
    assert beside["", "Not a candidate for systemic therapy"] == "theirs only"
    assert not [row for row in net["criteria"] if "liver tumour" in row["theirs_text"]]
    definitions = {row["ours_text"]: row["definition_mark"] for row in net["criteria"] if row["definition_mark"]}
    assert definitions["Symptomatic disease"] == definitions["Diffuse disease"] == "same word, defined on one side only"


def test_codes_of_one_side_only(client):
    codes = {row["code"]: row["mark"] for row in api(client)["codes"]}
    assert codes["S2095"] == "both, status differs"
    assert codes["C22.0"] == codes["C7B.02"] == "ours only"
    assert codes["37243"] == codes["C2616"] == "theirs only"


def test_what_they_cite_and_we_do_not_is_linked_and_says_what_it_shows(client):
    html = page(client, BOTH)
    part = html.partition("They cite, we do not")[2].partition("We cite, they do not")[0]
    for work in api(client)["citations"]["theirs_only"]:
        assert f'href="/references/{work}/"' in part
    assert 'href="/studies/' in part
    assert "med140, lines" in part


def test_turned_round_it_says_the_same(client):
    one, other = api(client), api(client, "med140,bcbsma-292")
    assert set(one["citations"]["ours_only"]) == set(other["citations"]["theirs_only"])
    assert {row["code"] for row in one["codes"]} == {row["code"] for row in other["codes"]}


def test_a_policy_known_in_part_is_not_said_to_lack_anything(client):
    html = page(client, "/compare/policies/?ids=bcbsma-292,excellus-sirt")
    assert "its references were not seen" in html
    assert "Not seen" in html
    theirs = [part for part in html.split("<td ") if part.startswith('data-label="Theirs"')]
    assert theirs
    assert not [part for part in theirs if "Not listed" in part or "No such condition" in part]
    assert api(client, "bcbsma-292,excellus-sirt")["citations"]["theirs_only"] == []


def test_without_two_policies_there_is_a_page_to_choose_on(client):
    html = page(client, "/compare/policies/")
    assert "Choose two below" not in html
    assert '<option value="med140" selected>' in html.partition('id="theirs"')[2]  # not the one chosen as ours
    html = page(client, "/compare/policies/?ids=med140")
    assert '<option value="med140" selected>' in html
    assert "Two policies compared" in page(client, "/compare/policies/?ids=med140&ids=bcbsma-292")
    assert "/compare/policies/?ids=med140" in page(client, "/policies/med140/")


@pytest.mark.parametrize("ids", ["med140,nothing", "a,b,c", "bcbsma-292,med140,excellus-sirt", "%00,med140", "x" * 900])
def test_what_cannot_be_compared_is_told_in_a_sentence(client, ids):
    page(client, f"/compare/policies/?ids={ids}", 400)
    answer = client.get(f"/api/v1/compare/policies/?ids={ids}")
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("question", ["", "?ids=med140", "?ids=med140,med140", "?ids=med140,bcbsma-292&on=2020"])
def test_the_api_asks_for_two_keys_and_knows_no_more(client, question):
    assert client.get(f"/api/v1/compare/policies/{question}").status_code == 400


def test_a_draft_is_not_compared(client):
    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    assert (
        'There is no policy "med140"'
        in json.loads(client.get("/api/v1/compare/policies/?ids=bcbsma-292,med140").content)["detail"]
    )


def test_the_file_holds_every_part_with_document_and_place(client):
    answer = client.get(f"{BOTH}&format=csv")
    told = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert {row["part"] for row in told} == {"position", "criterion", "patient selection", "code", "work"}
    hcc = next(row for row in told if (row["part"], row["indication"]) == ("position", "re-hcc"))
    assert (hcc["ours_document"], hcc["ours_location"]) == ("bcbsma-292", "line 41")
    assert (hcc["theirs_document"], hcc["theirs_location"]) == ("med140", "lines 22-51")
    for row in told:
        for side in ("ours", "theirs"):
            placed = row[f"{side}_document"] and row[f"{side}_location"]
            assert placed or not row[side] or row[side] in ("Silent", "In another policy")
    shared = [row for row in told if (row["part"], row["mark"]) == ("work", "shared")]
    assert len(shared) == 60
    assert {(row["ours_document"], row["theirs_document"]) for row in shared} == {("bcbsma-292", "med140")}
    (s2095,) = [row for row in told if row["ours"].startswith("S2095")]
    assert s2095["ours"] == "S2095 HCPCS: Counts when criteria are met"
    assert s2095["theirs"] == "S2095 HCPCS: Listed without a position"


def test_what_a_text_asks_of_every_patient_is_compared_and_what_it_only_describes_is_told_as_such(client):
    html = page(client, BOTH)
    part = html.partition('id="selection"')[2].partition('id="codes"')[0]
    assert "Child-Pugh A or B" in part.partition("<h3>Theirs")[0]
    assert "described, no criterion" in part.partition("<h3>Theirs")[2]
    assert "described, no criterion" not in part.partition("<h3>Theirs")[0]
    told = api(client)["patient_selection"]
    assert [row["location"] for row in told["ours"]] == ["line 57"] * 4
    assert "bcbsma-292/net" in told["ours"][0]["governs"]
    assert all(row["governs"] == [] for row in told["theirs"])


def test_no_overlap_is_computed_with_a_list_that_was_not_seen(client):
    told = api(client, "bcbsma-292,excellus-sirt")
    assert told["citations"]["jaccard"] is None
    assert {row["mark"] for row in told["codes"]} == {"ours; theirs not seen"}
    marks = {beside["mark"] for row in told["indications"] for beside in row["criteria"]}
    assert "ours only" not in marks
    html = page(client, "/compare/policies/?ids=bcbsma-292,excellus-sirt")
    assert "Not computed: the works of both would have to be seen." in html
    assert "they do not" not in html


def test_criteria_bear_the_label_by_which_they_are_cited(client):
    part = page(client, BOTH).partition('id="criteria"')[2].partition('id="selection"')[0]
    assert "I.B.3.a.i(3)</a> Symptomatic disease" in part


def test_products_keep_their_capital_letters(client):
    assert "Outpatient, Commercial Managed Care (HMO and POS): not required" in page(client, BOTH)


def test_one_policy_twice_is_told_in_a_sentence(client):
    assert "That is one policy twice" in page(client, "/compare/policies/?ids=med140&ids=med140", 400)
