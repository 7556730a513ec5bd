"""bcbsma-292 as read: its statements, trees, residuals, selection, codes and history, held to the document."""

import pytest

from policies.models import (
    Criterion,
    Definition,
    EvidenceConclusion,
    EvidenceLink,
    PatientSelection,
    Policy,
    PolicyCode,
    PolicyVersion,
    Statement,
    StatementIndication,
)
from tests.policies.outlines import dates, keys, outline, statements

pytestmark = pytest.mark.usefixtures("starter_base")
VERSION = "bcbsma-292/2024-09"
PRODUCTS = [
    "Commercial Managed Care (HMO and POS)",
    "Commercial PPO",
    "Commercial Indemnity",
    "Medicare HMO Blue",
    "Medicare PPO Blue",
]


@pytest.fixture
def version(starter_base):
    return PolicyVersion.objects.get(key=VERSION)


def test_policy_is_known_by_what_it_prints(version):
    policy = Policy.objects.get(key="bcbsma-292")
    assert (policy.payer.name, policy.number) == ("Blue Cross Blue Shield of Massachusetts", "292")
    assert policy.title == "Radioembolization for Primary and Metastatic Tumors of the Liver"
    assert policy.reference_number == "8.01.43"
    assert (version.status, version.document.key, version.products) == ("published", "bcbsma-292", PRODUCTS)
    assert not version.prints_citations


def test_imported_version_has_its_document_instead_of_a_publisher(version):
    assert (version.published_at, version.published_by) == (None, "")


def test_statements_hold_positions_and_indications():
    assert statements(VERSION) == (
        "- hcc named radioembolization: medically_necessary, not met not_stated, published_evidence; re-hcc\n"
        "- hcc-bridge named radioembolization: medically_necessary, not met not_stated, published_evidence; "
        "re-hcc-bridge\n"
        "- net named radioembolization: medically_necessary, not met not_stated, published_evidence; re-net\n"
        "- metastases named radioembolization: medically_necessary, not met not_stated, not_stated; "
        "re-colorectal re-melanoma re-breast\n"
        "- other-metastases residual radioembolization: investigational, not met not_stated, published_evidence; "
        "re-pancreatic re-other-metastases\n"
        "- icc named radioembolization: medically_necessary, not met not_stated, not_stated; re-icc\n"
        "- other residual radioembolization: investigational, not met not_stated, not_stated; "
        "re-other-primary-liver re-any\n"
    )


TREES = {
    "bcbsma-292/hcc": """\
ALL <root>
  Primary hepatocellular carcinoma <diagnosis>
  Unresectable <unresectable>
  Limited to the liver <limited-to-liver>
""",
    "bcbsma-292/hcc-bridge": """\
ALL <root>
  Primary hepatocellular carcinoma <diagnosis>
  As a bridge to liver transplantation <bridge>
""",
    "bcbsma-292/net": """\
ALL <root>
  Hepatic metastases of a neuroendocrine tumour, carcinoid and noncarcinoid included, by pathology report or WHO \
classification <diagnosis>
  Diffuse disease <diffuse>
  Symptomatic disease <symptomatic>
  Systemic therapy failed to control symptoms <systemic-failed>
""",
    "bcbsma-292/metastases": """\
ALL <root>
  Unresectable hepatic metastases <unresectable>
  ANY Primary tumour <primary>
    Colorectal carcinoma <colorectal>
    Melanoma, ocular or cutaneous <melanoma>
    Breast cancer <breast>
  Progressive disease <progressive>
  Diffuse disease <diffuse>
  Liver-dominant disease <liver-dominant>
  ANY Systemic treatment <systemic>
    Refractory to chemotherapy <refractory>
    Not a candidate for chemotherapy or other systemic therapies <not-a-candidate>
""",
    "bcbsma-292/icc": """\
ALL <root>
  Primary intrahepatic cholangiocarcinoma <diagnosis>
  Unresectable tumours <unresectable>
""",
}


@pytest.mark.parametrize("statement", TREES)
def test_tree_is_read_to_its_last_leaf(statement):
    assert outline(statement) == TREES[statement]


def test_no_other_statement_has_a_tree():
    assert set(
        Criterion.objects.filter(statement__version__key=VERSION).values_list("statement__key", flat=True)
    ) == set(TREES)


def test_no_label_is_printed():
    assert not Statement.objects.filter(version__key=VERSION).exclude(label="").exists()
    assert not Criterion.objects.filter(statement__version__key=VERSION).exclude(printed_label="").exists()


@pytest.mark.parametrize(
    ("residual", "scope", "exceptions"),
    [
        ("other-metastases", "Hepatic metastases", ["net", "metastases"]),
        (
            "other",
            "Any indication for radioembolization",
            ["hcc", "hcc-bridge", "net", "metastases", "other-metastases", "icc"],
        ),
    ],
)
def test_residual_has_a_scope_and_excepts_what_stands_before(residual, scope, exceptions):
    statement = Statement.objects.get(key=f"bcbsma-292/{residual}")
    assert (statement.kind, statement.scope, statement.covers) == ("residual", scope, "other_indications")
    assert keys(statement.exceptions) == [f"bcbsma-292/{key}" for key in exceptions]
    assert not statement.criteria.exists()


def test_symptomatic_is_defined_for_neuroendocrine_tumours_only():
    definition = Definition.objects.get(version__key=VERSION)
    assert (definition.term, definition.lines) == ("symptomatic", "47")
    assert "hormone" in definition.definition
    assert keys(definition.criteria) == ["bcbsma-292/net/symptomatic"]


def test_patient_selection_is_a_should_that_governs_every_statement(version):
    group = PatientSelection.objects.get(version=version)
    assert (group.strength, group.position_when_not_met, group.lines) == ("should", "not_stated", "57")
    assert set(keys(group.governs)) == set(keys(version.statements))
    assert [item.text for item in group.items.all()] == [
        "Adequate functional status, ECOG performance status 0-2",
        "Adequate liver function and reserve",
        "Child-Pugh A or B",
        "Liver-dominant metastases",
    ]
    assert [bool(item.applicability) for item in group.items.all()] == [False, False, False, True]
    assert "cannot apply to hepatocellular carcinoma" in group.items.last().applicability


def test_diagnosis_codes_count_with_the_procedure_code_only():
    codes = {code.code: code for code in PolicyCode.objects.filter(version__key=VERSION)}
    assert {code: [key.partition("/")[2] for key in keys(row.statements)] for code, row in codes.items()} == {
        "S2095": ["hcc", "hcc-bridge", "net", "metastases", "icc"],
        "C22.0": ["hcc", "hcc-bridge"],
        "C22.1": ["icc"],
        "C22.2": ["other"],
        "C22.3": ["other"],
        "C22.4": ["other"],
        "C22.7": ["other"],
        "C22.8": ["other"],
        "C78.7": ["metastases", "other-metastases"],
        "C7B.02": ["net"],
    }
    procedure = codes.pop("S2095")
    assert (procedure.system, procedure.applies_with, procedure.products) == ("HCPCS", [], PRODUCTS)
    assert {(row.system, *row.applies_with) for row in codes.values()} == {("ICD-10-CM", "S2095")}
    assert {row.status for row in (procedure, *codes.values())} == {"when_criteria_met"}


def test_code_list_says_that_it_is_not_complete(version):
    assert any("complete" in note and "(81)" in note for note in version.code_notes)
    assert any("contract" in note and "(77)" in note for note in version.code_notes)


def test_authorization_is_by_setting_and_product(version):
    rows = version.prior_authorizations.values_list("setting", "product", "requirement")
    assert list(rows) == [
        ("Inpatient", "All products", "required"),
        ("Outpatient", "Products of the table below", "might_be_required"),
        ("Outpatient", "Commercial Managed Care (HMO and POS)", "not_required"),
        ("Outpatient", "Commercial PPO and Indemnity", "not_required"),
        ("Outpatient", "Medicare HMO Blue", "not_required"),
        ("Outpatient", "Medicare PPO Blue", "not_required"),
    ]


def test_history_has_a_row_for_each_line(version):
    rows = version.history.values_list("date_as_printed", "starts", "ends", "effective_on", "change_class", "lines")
    assert list(rows) == [
        ("9/2024", "2024-09", "", "", "not_stated", "146"),
        ("9/2023", "2023-09", "", "", "editorial", "147"),
        ("9/2022", "2022-09", "", "", "not_stated", "148"),
        ("9/2021", "2021-09", "", "", "not_stated", "149"),
        ("9/2020", "2020-09", "", "", "not_stated", "150"),
        ("9/2019", "2019-09", "", "", "not_stated", "151"),
        ("9/2018", "2018-09", "", "", "not_stated", "152"),
        ("8/2017", "2017-08", "", "", "not_stated", "153"),
        ("8/2016", "2016-08", "", "", "clarified", "154"),
        ("11/2015", "2015-11", "", "2015-11-01", "new_indication", "155"),
        ("5/2014", "2014-05", "", "2015-10", "codes_only", "156"),
        ("5/2014", "2014-05", "", "2014-05-01", "clarified", "157"),
        ("1/2014", "2014-01", "", "", "codes_only", "158"),
        ("9/2013", "2013-09", "", "2013-09-01", "new_indication", "159"),
        ("11/2011-4/2012", "2011-11", "2012-04", "", "editorial", "160"),
        ("12/1/2011", "2011-12-01", "", "", "not_stated", "161"),
        ("4/1/2011", "2011-04-01", "", "2011-04-01", "not_stated", "162"),
    ]


def test_history_keeps_the_number_it_prints_and_says_what_was_unchanged(version):
    texts = {row.date_as_printed: row.text for row in version.history.all()}
    assert "June 5, 2024" in texts["9/2024"]
    assert "intent unchanged" in texts["9/2023"]
    for year in range(2018, 2025):
        assert ("statements not changed" in texts[f"9/{year}"]) == (year != 2023)


def test_dates_are_as_precise_as_printed(version):
    assert dates(version) == [
        ("origin", "2011-04-01", "4/1/2011", "day"),
        ("literature_searched_through", "2024-06-05", "June 5, 2024", "day"),
        ("last_review", "2024-09", "9/2024", "month"),
        ("effective", "", "", "not stated"),
        ("next_review", "", "", "not stated"),
    ]


def test_regulation_stops_at_the_humanitarian_exemption(version):
    rows = version.regulatory_facts.values_list("device__key", "pathway", "on", "lines")
    assert list(rows) == [
        ("sir-spheres", "PMA", "", "119"),
        ("therasphere", "HDE", "", "119"),
        ("therasphere", "HDE", "2007", "119"),
    ]
    assert "P200029" in version.regulatory_facts.last().note
    assert version.document.citations.get(number="21").reference.key == "fda-p200029"


def test_summary_draws_five_conclusions_with_the_outcomes_it_names(version):
    found = {
        row.key.partition("/")[2]: (row.conclusion, keys(row.indications), keys(row.statements), row.lines)
        for row in EvidenceConclusion.objects.filter(version=version)
    }
    assert found == {
        "conclusion-hcc": (
            "sufficient_improves",
            ["re-hcc", "re-hcc-bridge"],
            ["bcbsma-292/hcc", "bcbsma-292/hcc-bridge"],
            "131",
        ),
        "conclusion-icc": ("insufficient", ["re-icc"], ["bcbsma-292/icc"], "133"),
        "conclusion-net": ("sufficient_improves", ["re-net"], ["bcbsma-292/net"], "135"),
        "conclusion-colorectal": ("sufficient_improves", ["re-colorectal"], ["bcbsma-292/metastases"], "137"),
        "conclusion-other-cancers": (
            "insufficient",
            ["re-breast", "re-melanoma", "re-other-metastases", "re-pancreatic"],
            ["bcbsma-292/metastases", "bcbsma-292/other-metastases"],
            "139-141",
        ),
    }
    outcomes = ["overall survival", "functional outcomes", "quality of life", "treatment-related morbidity"]
    assert all(row.outcomes == outcomes for row in version.evidence_conclusions.all())


def test_related_policies_bear_their_numbers(version):
    assert list(version.related_policies.values_list("number", "lines")) == [
        ("259", "32"),
        ("633", "33"),
        ("634", "34"),
        ("286", "35"),
    ]


def test_coverage_determinations_are_printed_as_not_applicable(version):
    rows = version.coverage_determinations.values_list("system", "number", "lines")
    assert list(rows) == [("NCD", "", "28"), ("LCD", "", "28")]


def test_each_statement_and_indication_has_a_link_or_a_reason():
    pairs = StatementIndication.objects.filter(statement__version__key=VERSION)
    assert pairs.count() == 11
    for pair in pairs:
        linked = EvidenceLink.objects.filter(statement=pair.statement, indication=pair.indication).exists()
        assert linked != bool(pair.no_evidence_reason), pair.key


def test_every_link_is_a_curators_inference_with_its_ground():
    links = EvidenceLink.objects.filter(document__key="bcbsma-292")
    assert links.count() > 150
    assert set(links.values_list("ground", flat=True)) == {"inferred"}
    assert not links.filter(ground_note="").exists()
    assert not links.filter(note="").exists()
