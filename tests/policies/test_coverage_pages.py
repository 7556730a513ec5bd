"""The coverage matrix of the starter base, checked by hand against the documents; its pages, files and API."""

import csv
import io
import json
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.coverage import reading
from policies.coverage.matrix import matrix
from policies.models import Policy, PolicyVersion, Statement

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)

# Read from the documents and from what is known in part, one row an indication:
# bcbsma, med140, Anthem, Excellus, Quartz, UnitedHealthcare. `+` medically necessary with criteria, `*` for any
# indication, `N` investigational by name, `R` by a residual, `P` in another policy, `.` silent, `?` not seen.
MATRIX = """\
re-liver-tumours        R R + R ? ?
re-hcc                  + + + + + +
re-hcc-bridge           + + + + + ?
re-icc                  + + + R ? +
re-icc-resectable       R N + R ? ?
re-other-primary-liver  R R + R ? ?
re-net                  + + + + ? +
re-colorectal           + + + + ? +
re-melanoma             + + + R ? ?
re-breast               + N + R ? ?
re-pancreatic           R N + R ? ?
re-other-metastases     R R + R ? ?
re-outside-liver        R * ? ? ? ?
tae-any                 . * ? ? ? ?
tace-any                P * ? ? ? ?
"""
SIGNS = {
    "medically_necessary_with_criteria": "+",
    "medically_necessary_any_indication": "*",
    "investigational_by_name": "N",
    "investigational_by_residual": "R",
    "not_medically_necessary": "X",
    "in_another_policy": "P",
    "silent": ".",
    "not_seen": "?",
}
SHORT = {
    ("re-hcc", "bcbsma"): "unresectable; limited to the liver",
    ("re-hcc", "payer-med140"): "unresectable",
    ("re-hcc", "anthem"): "unresectable",
    ("re-hcc", "excellus"): "unresectable; limited to the liver",
    ("re-hcc", "quartz"): "(unresectable, not for transplantation) or inoperable",
    ("re-hcc-bridge", "bcbsma"): "as a bridge to liver transplantation",
    ("re-hcc-bridge", "payer-med140"): "as a bridge to transplantation",
    ("re-hcc-bridge", "anthem"): "as a bridge to transplantation",
    ("re-net", "bcbsma"): "diffuse disease; symptomatic disease; systemic therapy failed to control symptoms",
    ("re-net", "payer-med140"): "unresectable; liver-dominant disease; diffuse disease; symptomatic disease; "
    "systemic therapy failed to control symptoms or not a candidate for systemic therapy",
    ("re-net", "anthem"): "for palliation; systemic therapy failed",
    ("re-net", "excellus"): "diffuse disease; symptomatic disease",
    ("re-melanoma", "bcbsma"): "unresectable hepatic metastases; progressive disease; diffuse disease; liver-dominant "
    "disease; refractory to chemotherapy or not a candidate for chemotherapy or other systemic therapies",
    ("re-melanoma", "payer-med140"): "unresectable; liver-dominant disease; progressive disease; diffuse disease",
    ("re-breast", "anthem"): "symptoms from tumour bulk",
}
ANSWERS = {
    ("re-icc-resectable", "bcbsma"): "bcbsma-292/other",
    ("re-icc-resectable", "payer-med140"): "med140/summary-resectable-icc",
    ("re-pancreatic", "bcbsma"): "bcbsma-292/other-metastases",
    ("re-other-primary-liver", "payer-med140"): "med140/iv",
    ("re-breast", "payer-med140"): "med140/summary-other-tumours",
    ("re-breast", "anthem"): "anthem-rad-00033/bulk",
    ("re-net", "anthem"): "anthem-rad-00033/net",
}
OTHERWISE = {
    ("re-hcc", "payer-med140"): ("investigational", "med140/iv"),
    ("re-net", "payer-med140"): ("investigational", "med140/summary-neuroendocrine"),
    ("re-colorectal", "payer-med140"): ("investigational", "med140/summary-colorectal"),
    ("re-melanoma", "payer-med140"): ("investigational", "med140/summary-melanoma"),
    ("re-hcc", "bcbsma"): ("not_stated", None),
    ("re-hcc", "anthem"): ("investigational", None),
    ("re-hcc", "excellus"): ("not_stated", None),
    ("re-outside-liver", "payer-med140"): ("not_stated", None),
}
AS_OF = {
    "bcbsma": ("last_review", "2024-09"),
    "payer-med140": None,
    "anthem": ("effective", "2015-07-07"),
    "excellus": None,
    "quartz": ("last_review", "2021-03-17"),
    "unitedhealthcare-commercial": ("effective", "2021-08-01"),
}


@pytest.fixture
def found(starter_base):
    base = reading.read(AnonymousUser())
    return matrix(base.payers, base.guidelines, base.words, DAY)


@pytest.fixture
def cells(found):
    return {
        (line.row.indication, payer.key): cell
        for line in found.lines
        for payer, cell in zip(found.payers, line.cells, strict=True)
    }


def test_matrix_of_the_starter_base_is_as_read_by_hand(found):
    assert [payer.key for payer in found.payers] == list(AS_OF)
    told = [f"{line.row.indication:23} {' '.join(SIGNS[cell.kind] for cell in line.cells)}\n" for line in found.lines]
    assert "".join(told) == MATRIX


def test_conditions_in_short_are_those_of_the_documents(cells):
    assert {where: cells[where].in_short for where in SHORT} == SHORT


def test_the_statement_that_answers_is_the_right_one(cells):
    assert {where: cells[where].said.key for where in ANSWERS} == ANSWERS


def test_what_holds_when_criteria_are_not_met(cells):
    told = {where: (cells[where].otherwise, cells[where].otherwise_by) for where in OTHERWISE}
    assert {where: (position, by and by.key) for where, (position, by) in told.items()} == OTHERWISE


def test_dates_and_what_is_stale(cells):
    for (_, payer), cell in cells.items():
        if cell.said:
            assert (cell.as_of and (cell.as_of.kind, cell.as_of.on)) == AS_OF[payer]
            assert cell.is_stale
        else:
            assert not cell.is_stale


def test_rows_where_payers_differ(found):
    same = {"re-hcc", "re-hcc-bridge", "re-net", "re-colorectal", "tae-any", "tace-any"}
    assert {line.row.indication for line in found.lines if not line.differs} == same


def test_tace_is_in_another_policy_that_is_named(cells):
    assert [other.number for other in cells["tace-any", "bcbsma"].elsewhere] == ["634"]


def test_nice_and_acr_stand_beside_with_what_replaced_them(found):
    said = {
        line.row.indication: {each.key: each.changed_by for of in line.guidelines for each in of}
        for line in found.lines
    }
    assert found.bodies == ("NICE", "ACR")
    assert said["re-icc"]["nice-ipg459-page/icc"] == "replaced by IPG630, 2018"
    assert said["re-colorectal"]["nice-ipg401-page/treated"] == "replaced by IPG672, 2020"
    assert said["re-colorectal"]["nice-ipg672-page/refractory"] == ""
    assert said["re-hcc"]["nice-ta688-page/quiremspheres"] == "partly updated by TA985"
    assert not any(key.startswith("med140/") for of in said.values() for key in of)


def test_compound_entries_are_split_by_indication(starter_base):
    of = Statement.objects.filter(version__policy__key="excellus-sirt", kind="named")
    assert set(of.values_list("statement_indications__indication__key", flat=True)) == {
        "re-hcc",
        "re-net",
        "re-hcc-bridge",
        "re-colorectal",
    }
    assert set(Policy.objects.filter(versions__document__completeness="in_part").values_list("key", flat=True)) == {
        "anthem-rad-00033",
        "excellus-sirt",
        "quartz-c-6-24",
        "unitedhealthcare-2021t0445s",
    }


def page(client, address, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def rows(answer) -> list[dict]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_page_has_a_cell_for_every_payer_and_none_is_blank(client, starter_base):
    html = page(client, "/coverage/")
    assert html.count('<td data-label="Anthem">') == 15
    assert html.count("≠ Payers differ") == 9 + 1  # and the key to the signs
    assert "known in part" in html


@pytest.mark.parametrize(
    ("question", "indications"),
    [
        ("condition=net-liver-metastases", ["re-net"]),
        ("intervention=tace", ["tace-any"]),
        ("intervention=y90-radioembolization&condition=hcc", ["re-hcc", "re-hcc-bridge"]),
        ("intervention=tace&condition=hcc", []),
    ],
)
def test_rows_are_chosen_by_terms_in_the_address(client, starter_base, question, indications):
    html = page(client, f"/coverage/?{question}")
    assert [each for each in indications if f"/coverage/{each}/" not in html] == []
    answer = client.get(f"/api/v1/coverage-matrix/?{question}").json()
    assert [row["indication"] for row in answer["results"]] == indications
    assert ("Show all rows" in html) == (not indications)


@pytest.mark.parametrize("value", ["nothing", "%00", "9" * 400, "é"])
def test_a_term_that_is_not_there_is_told_in_a_sentence(client, starter_base, value):
    assert "No row is about" in page(client, f"/coverage/?condition={value}", 400)
    assert client.get(f"/api/v1/coverage-matrix/?condition={value}").status_code == 400


def test_the_file_holds_every_cell_with_document_and_place(client, starter_base):
    told = rows(client.get("/coverage/?format=csv"))
    payers = [row for row in told if row["source"] == "payer"]
    assert len(payers) == 15 * 6
    hcc = next(row for row in payers if (row["indication"], row["payer"]) == ("re-hcc", "payer-med140"))
    assert (hcc["document"], hcc["location"], hcc["statement"]) == ("med140", "lines 22-51", "med140/i")
    assert all(row["document"] for row in payers)
    assert {row["payer"] for row in told if row["source"] == "guideline"} == {"NICE", "ACR"}
    assert rows(client.get("/api/v1/coverage-matrix/?format=csv")) == told


def test_the_api_says_what_the_page_shows(client, starter_base, found):
    answer = client.get("/api/v1/coverage-matrix/").json()
    kinds = [[cell["position_kind"] for cell in row["cells"]] for row in answer["results"]]
    assert kinds == [[str(cell.kind) for cell in line.cells] for line in found.lines]
    assert answer["count"] == 15
    assert json.dumps(answer).count('"not_seen"') == sum(line.count("?") for line in MATRIX.splitlines())


def test_an_indication_shows_criteria_side_by_side(client, starter_base):
    html = page(client, "/coverage/re-net/")
    for criterion in ("bcbsma-292/net/symptomatic", "med140/i/b/3/a/i/symptomatic", "excellus-sirt/net/symptomatic"):
        assert f'href="/criteria/{criterion}/"' in html
    assert "med140/i/b/1/hcc" not in html
    assert "Symptoms that come of excess hormone production" in html
    assert "Quartz" in html.partition("Who takes no position")[2]
    told = rows(client.get("/coverage/re-net/?format=csv"))
    assert {"payer": "anthem", "text": "For palliation"}.items() <= told[
        [r["text"] for r in told].index("For palliation")
    ].items()


def test_an_indication_on_a_narrower_intervention_has_a_page_too(client, starter_base):
    assert "Medically necessary" in page(client, "/coverage/y90-hcc/")


def test_a_page_of_a_policy_known_in_part_says_so_and_claims_no_silence(client, starter_base):
    html = page(client, "/policies/excellus-sirt/")
    assert "<b>Known in part:</b>" in html
    assert "Not stated" not in html
    assert "not stated" not in html
    assert "Evidence owed" not in html
    assert "prints no history" not in html
    assert "Evidence owed" not in page(client, "/statements/quartz-c-6-24/hcc/")
    assert "<b>Known in part:</b>" not in page(client, "/policies/med140/")
    assert "<b>Known in part:</b>" in page(client, "/documents/nice-ta688-page/")


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


@pytest.mark.parametrize("address", ["/coverage/", "/coverage/re-hcc/", "/compare/policies/?ids=bcbsma-292,med140"])
def test_the_number_of_queries_does_not_grow(client, starter_base, address):
    page(client, address)
    before = queries(client, address)
    for number in range(3):
        policy = Policy.objects.create(
            key=f"p{number}", payer_id=Policy.objects.first().payer_id, number="1", title="P"
        )
        document = PolicyVersion.objects.get(policy__key="med140").document
        version = PolicyVersion.objects.create(key=f"v{number}", policy=policy, status="published", document=document)
        intervention = Statement.objects.get(key="med140/i").intervention
        Statement.objects.create(
            key=f"s{number}", version=version, intervention=intervention, position="investigational", text="t"
        )
    assert queries(client, address) == before <= 45


def test_policies_that_were_read_whole_come_before_those_known_in_part(client, starter_base):
    page = client.get("/policies/").content.decode()
    places = [page.index(f'href="/policies/{key}/"') for key in ("bcbsma-292", "med140", "anthem-rad-00033")]
    assert places == sorted(places)
