"""The main job: from a real statement to the references, studies, figures and recommendations it rests on."""

import re

import pytest

from evidence.vocabulary import StudyDesign
from policies.models import Criterion, EvidenceLink, PolicyVersion
from policies.presenters import DESIGN_ORDER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base(starter_base):
    pass


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_from_a_study_to_the_statements_that_rest_on_it_and_back(client):
    study = page(client, "/studies/mulcahy-2021/")
    assert "/statements/bcbsma-292/metastases/" in study
    assert "/statements/med140/i/" in study
    statement = page(client, "/statements/bcbsma-292/metastases/")
    assert "/studies/mulcahy-2021/#" in statement
    assert "0.69" in statement


def test_a_reference_lists_the_statements_resting_on_the_study_it_reports(client):
    assert "/statements/med140/i/" in page(client, "/references/mulcahy-2021/")


def test_figures_of_one_study_that_point_in_different_directions_stand_on_both_sides(client):
    """EPOCH supports on progression, not on survival."""
    context = client.get("/statements/med140/i/").context
    part = next(p for p in context["view"].evidence if p.indication.key == "re-colorectal")
    sides = {
        side: [item.about for group in getattr(part, side) if group.title.startswith("Mulcahy") for item in group.items]
        for side in ("supports", "opposes")
    }
    assert any("rogression-free survival" in about for about in sides["supports"])
    assert any("Overall survival" in about for about in sides["opposes"])


def test_evidence_comes_by_design_the_heaviest_first(client):
    ranks = {design.label: DESIGN_ORDER[design] for design in StudyDesign}
    for part in client.get("/statements/med140/i/").context["view"].evidence:
        order = [ranks.get(group.design, len(ranks)) for group in part.supports]
        assert order == sorted(order)
    assert DESIGN_ORDER["rct"] < DESIGN_ORDER["review_of_observational"]


def test_a_statement_says_position_when_met_and_when_not_basis_and_conclusion(client):
    said = text(page(client, "/statements/bcbsma-292/icc/"))
    assert "Position ● Medically necessary" in said
    assert "When criteria are not met – Not stated" in said
    assert "Insufficient" in said
    assert "Disagreement." in said
    assert "Unexplained" in said


def test_a_disagreement_that_its_basis_explains_says_by_what(client):
    said = text(page(client, "/statements/med140/i/"))
    assert "Disagreement." in said


def test_a_statement_without_evidence_gives_the_written_reason(client):
    said = text(page(client, "/statements/med140/ii/"))
    assert "No evidence linked." in said


def test_related_studies_are_shown_apart_and_are_not_linked_ones(client):
    context = client.get("/statements/bcbsma-292/net/").context
    linked = {
        group.title for part in context["view"].evidence for group in (*part.supports, *part.opposes, *part.context)
    }
    assert linked
    assert not linked & {str(study) for study in context["related_studies"]}


def test_a_criterion_shows_its_printed_path_its_place_and_its_statements_position(client):
    said = text(page(client, "/criteria/med140/i/b/3/a/"))
    assert "Criterion I.B.3.a" in said
    assert "Position of its statement ● Medically necessary" in said


def test_a_letter_names_payer_policy_version_dates_criteria_definitions_and_references(client):
    answer = client.get("/letters/bcbsma-292/net/")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    letter = answer.content.decode()
    for expected in (
        "Blue Cross Blue Shield of Massachusetts",
        "Policy 292",
        "Next review: not stated",
        "Effective: not stated",
        "Position: Medically necessary",
        "Position when criteria are not met: Not stated",
        "All of:",
        "Definitions",
        "Patient selection",
        "Key references, in support",
        "Key references, against",
        "King 2008",
        "PMID 18618495",
    ):
        assert expected in letter, expected
    assert "<" not in letter


def test_a_letter_on_a_residual_says_of_what_it_is_the_rest_and_what_it_excepts(client):
    letter = client.get("/letters/med140/iv/").content.decode()
    assert "Rest of: " in letter
    assert "Takes in: other indications and unmet criteria" in letter
    assert "Except: Statement I (med140/i)" in letter


def test_a_letter_gives_the_basis_of_each_indication_and_the_place_of_each_definition(client):
    letter = client.get("/letters/med140/i/").content.decode()
    assert "Basis: Published evidence; Intrahepatic cholangiocarcinoma: rarity without alternatives" in letter
    assert "diffuse (in I.B.3.a.i" in letter
    assert "diffuse (in I.B.3.b.i" in letter


def test_a_criterion_shows_only_the_evidence_its_branch_is_about(client):
    def told(address):
        return [part.indication.key for part in client.get(address).context["view"].evidence]

    assert told("/criteria/med140/i/b/3/a/") == ["re-net"]
    assert told("/criteria/med140/i/b/3/a/i/") == ["re-net"]
    assert "re-hcc" not in told("/criteria/med140/i/b/3/")


def test_a_criterion_shows_only_the_disagreements_and_conclusions_its_branch_is_about(client):
    def told(address):
        return text(page(client, address))

    hcc, icc = told("/criteria/med140/i/b/1/"), told("/criteria/med140/i/b/4/")
    assert "holangiocarcinoma" not in hcc.split("Why the statement is held")[1].split("Supports")[0]
    assert "Explained by: rarity without alternatives" in icc
    assert "Melanoma: Uveal" not in icc


def test_a_disagreement_with_the_evidence_is_of_one_indication(client):
    """292 on colorectal metastases: as much against as for; on melanoma and breast nothing against."""
    view = client.get("/statements/bcbsma-292/metastases/").context["view"]
    told = [each.sentence for each in view.disagreements if "linked results" in each.sentence]
    part = next(part for part in view.evidence if part.indication.key == "re-colorectal")
    counted = [sum(len(group.items) for group in side) for side in (part.opposes, part.supports)]
    assert told == [
        f"Colorectal liver metastases: {counted[0]} of the linked results oppose the position, {counted[1]} support it."
    ]


def test_context_is_counted_on_the_statement_and_told_on_a_page_of_its_own(client):
    statement = client.get("/statements/med140/i/")
    part = next(part for part in statement.context["view"].evidence if part.context_elsewhere)
    assert f"Context: {part.context_elsewhere} result" in statement.content.decode()
    assert part.context == []
    own = client.get("/context/med140/i/").context["parts"]
    shown = next(each for each in own if each.key == part.key)
    assert sum(len(group.items) for group in shown.context) == part.context_elsewhere
    of_one = client.get(f"/context/med140/i/?indication={part.key}", headers={"HX-Request": "true"})
    assert [each.key for each in of_one.context["parts"]] == [part.key]
    assert "<html" not in of_one.content.decode()


def test_computed_labels_continue_the_printed_ones_and_collide_with_none(client):
    criteria = Criterion.objects.filter(statement__key="med140/i")
    computed = dict(criteria.values_list("key", "computed_label"))
    assert computed["med140/i/b/1"] == "I.B.1"
    assert computed["med140/i/b/3/a/i"] == "I.B.3.a.i"
    assert len(set(computed.values())) == len(computed)


def test_survival_comes_before_response_and_harms(client):
    for part in client.get("/statements/med140/i/").context["view"].evidence:
        for group in part.supports:
            ranks = [item.rank for item in group.items]
            assert ranks == sorted(ranks)


def test_evidence_linked_to_a_criterion_shows_its_bearing_there_and_on_the_statement(client):
    link = EvidenceLink.objects.filter(statement__isnull=False).first()
    EvidenceLink.objects.filter(pk=link.pk).update(
        statement=None, indication=None, criterion=Criterion.objects.get(key="med140/i/b/4"), bearing="opposes"
    )
    assert "Opposes" in page(client, "/criteria/med140/i/b/4/")
    context = client.get("/statements/med140/i/").context
    assert [part.name for part in context["view"].evidence][-1] == "Its criteria"


def test_a_policy_reads_from_statements_to_numbered_references(client):
    html = page(client, "/policies/bcbsma-292/")
    said = text(html)
    for heading in (
        "Statements and their positions",
        "Patient selection",
        "Codes",
        "Prior authorization",
        "Regulatory facts",
        "Evidence conclusions",
        "History",
        "References",
    ):
        assert heading in said, heading
    numbers = re.findall(r'<span class="number">\W*(\w+)', html)
    assert [number for number in numbers if number.isdigit()] == [str(number) for number in range(1, 108)]
    assert {number[0] for number in numbers if not number.isdigit()} == {"L"}  # linked here, not printed there
    assert "pubmed.ncbi.nlm.nih.gov/34541864/" in html
    assert "Next review not stated" in said


def test_a_position_is_told_by_sign_and_word_not_by_colour_alone(client):
    html = page(client, "/policies/bcbsma-292/")
    assert html.count("●") >= 5
    assert html.count("◇") >= 2


@pytest.mark.parametrize(
    "address", ["/policies/med140/", "/statements/med140/i/", "/criteria/med140/i/b/3/a/", "/letters/med140/i/"]
)
def test_a_draft_is_not_there_for_a_reader_and_is_for_a_reviewer(client, account, address):
    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    assert client.get(address).status_code == 404
    client.force_login(account("Reader"))
    assert client.get(address).status_code == 404
    client.force_login(account("Reviewer"))
    assert client.get(address).status_code == 200


def test_a_draft_leaks_through_no_evidence_page(client):
    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    for address in (
        "/",
        "/policies/",
        "/studies/mulcahy-2021/",
        "/references/mulcahy-2021/",
        "/conditions/hcc/",
        "/interventions/radioembolization/",
        "/devices/therasphere/",
        "/documents/",
        "/documents/med140/",
    ):
        html = page(client, address)
        assert "/statements/med140/" not in html, address
        assert "/policies/med140/" not in html, address


def test_a_payer_with_only_drafts_is_told_to_members_alone(client, account):
    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    assert client.get("/api/v1/payers/payer-med140/").status_code == 404
    assert "payer-med140" not in client.get("/api/v1/payers/").content.decode()
    client.force_login(account("Reviewer"))
    assert client.get("/api/v1/payers/payer-med140/").status_code == 200
