"""med140 as read: its statements with the residuals of the summary, the whole tree, codes and conclusions."""

import pytest

from policies.models import (
    Criterion,
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
VERSION = "med140/undated"


@pytest.fixture
def version(starter_base):
    return PolicyVersion.objects.get(key=VERSION)


def test_payer_is_not_named(version):
    policy = Policy.objects.get(key="med140")
    assert policy.number == "140"
    assert policy.payer.name.startswith("Payer not named")
    assert (version.status, version.document.key, version.prints_citations) == ("published", "med140", True)


def test_statements_hold_positions_and_indications():
    assert statements(VERSION) == (
        "I i named radioembolization: medically_necessary, not met investigational, published_evidence; "
        "re-outside-liver re-hcc re-hcc-bridge re-net re-colorectal re-melanoma re-icc\n"
        "II ii named bland-embolization: medically_necessary, not met not_stated, published_evidence; tae-any\n"
        "III iii named tace: medically_necessary, not met not_stated, published_evidence; tace-any\n"
        "IV iv residual radioembolization: investigational, not met not_stated, published_evidence; "
        "re-liver-tumours\n"
        "- summary-colorectal summary radioembolization: investigational, not met not_stated, published_evidence; "
        "re-colorectal\n"
        "- summary-neuroendocrine summary radioembolization: investigational, not met not_stated, "
        "published_evidence; re-net\n"
        "- summary-melanoma summary radioembolization: investigational, not met not_stated, published_evidence; "
        "re-melanoma\n"
        "- summary-resectable-icc summary radioembolization: investigational, not met not_stated, "
        "accepted_standard; re-icc-resectable\n"
        "- summary-other-tumours summary radioembolization: investigational, not met not_stated, "
        "published_evidence; re-breast re-pancreatic re-other-metastases\n"
    )


def test_first_statement_is_read_to_its_last_leaf():
    assert (
        outline("med140/i")
        == """\
I. ANY <.>
  A. Location other than the liver <a>
  B. ALL <b>
    Primary or metastatic liver tumour <b/liver-tumour>
    ANY <b/any>
      1. ALL <b/1>
        Unresectable <b/1/unresectable>
        Primary liver tumour, hepatocellular carcinoma <b/1/hcc>
      2. ALL <b/2>
        Primary hepatocellular carcinoma <b/2/hcc>
        As a bridge to transplantation <b/2/bridge>
      3. ALL <b/3>
        Unresectable <b/3/unresectable>
        Hepatic metastases <b/3/hepatic-metastases>
        ANY <b/3/any>
          a. ALL <b/3/a>
            Neuroendocrine tumour, carcinoid and noncarcinoid included <b/3/a/net>
            i. ALL <b/3/a/i>
              Liver-dominant disease <b/3/a/i/liver-dominant>
              Diffuse disease <b/3/a/i/diffuse>
              Symptomatic disease <b/3/a/i/symptomatic>
            ii. ANY <b/3/a/ii>
              Systemic therapy failed to control symptoms <b/3/a/ii/failed>
              Not a candidate for systemic therapy <b/3/a/ii/not-a-candidate>
          b. ALL <b/3/b>
            Colorectal tumour of any histology, adenocarcinoma being one <b/3/b/colorectal>
            i. ALL <b/3/b/i>
              Liver-dominant disease <b/3/b/i/liver-dominant>
              Progressive disease <b/3/b/i/progressive>
              Diffuse disease <b/3/b/i/diffuse>
            ii. ANY <b/3/b/ii>
              Refractory to chemotherapy <b/3/b/ii/refractory>
              Not a candidate for chemotherapy <b/3/b/ii/not-a-candidate>
          c. ALL <b/3/c>
            Melanoma, ocular (uveal) or cutaneous <b/3/c/melanoma>
            Liver-dominant disease <b/3/c/liver-dominant>
            Progressive disease <b/3/c/progressive>
            Diffuse disease <b/3/c/diffuse>
      4. ALL <b/4>
        Unresectable <b/4/unresectable>
        Primary intrahepatic cholangiocarcinoma <b/4/icc>
"""
    )


@pytest.mark.parametrize(("statement", "label"), [("med140/ii", "II."), ("med140/iii", "III.")])
def test_embolization_without_radiation_carries_no_condition(statement, label):
    assert outline(statement) == f"{label} Any indication <.>\n"


def test_residuals_have_no_tree():
    held = Criterion.objects.filter(statement__version__key=VERSION).values_list("statement__key", flat=True)
    assert set(held) == {"med140/i", "med140/ii", "med140/iii"}


def test_leaves_name_the_terms_they_test():
    tested = {
        criterion.key.removeprefix("med140/i/"): keys(criterion.conditions)
        for criterion in Criterion.objects.filter(statement__key="med140/i")
        if criterion.conditions.exists()
    }
    assert tested == {
        "a": ["tumours-outside-liver"],
        "b/liver-tumour": ["liver-tumours"],
        "b/1/hcc": ["hcc"],
        "b/2/hcc": ["hcc"],
        "b/3/hepatic-metastases": ["liver-metastases"],
        "b/3/a/net": ["net-liver-metastases"],
        "b/3/b/colorectal": ["colorectal-liver-metastases"],
        "b/3/c/melanoma": [
            "cutaneous-melanoma-liver-metastases",
            "melanoma-liver-metastases",
            "uveal-melanoma-liver-metastases",
        ],
        "b/4/icc": ["icc"],
    }


RESIDUALS = [
    ("iv", "Primary and metastatic tumours of the liver", "both", "58-60"),
    ("summary-colorectal", "Unresectable hepatic metastases of colorectal cancer", "unmet_criteria", "1440-1443"),
    ("summary-neuroendocrine", "Hepatic metastases of neuroendocrine tumours", "unmet_criteria", "1456-1459"),
    ("summary-melanoma", "Hepatic metastases of melanoma", "unmet_criteria", "1471-1474"),
    ("summary-resectable-icc", "Resectable primary intrahepatic cholangiocarcinoma", "unmet_criteria", "1486-1487"),
    (
        "summary-other-tumours",
        "Metastatic tumours in the liver other than of colorectal carcinoma, melanoma or neuroendocrine tumours",
        "other_indications",
        "1491-1496",
    ),
]


@pytest.mark.parametrize(("residual", "scope", "covers", "lines"), RESIDUALS)
def test_residual_says_of_what_it_is_the_rest(residual, scope, covers, lines):
    statement = Statement.objects.get(key=f"med140/{residual}")
    assert (statement.scope, statement.covers, statement.lines) == (scope, covers, lines)
    assert keys(statement.exceptions) == ["med140/i"]


def test_diffuse_is_defined_for_two_tumours_and_symptomatic_for_none(version):
    assert [(row.term, keys(row.criteria), row.lines) for row in version.definitions.all()] == [
        ("diffuse", ["med140/i/b/3/a/i/diffuse"], "35-36"),
        ("diffuse", ["med140/i/b/3/b/i/diffuse"], "43-45"),
        ("neuroendocrine tumors", ["med140/i/b/3/a/net"], "66-83"),
    ]
    assert {row.definition for row in version.definitions.filter(term="diffuse")} == {
        "Tumour tissue spread through the whole of the affected organ."
    }


def test_patient_selection_of_the_background_governs_nothing(version):
    group = PatientSelection.objects.get(version=version)
    assert (group.strength, keys(group.governs), group.lines) == ("descriptive", [], "172-174")
    assert [item.text for item in group.items.all()] == [
        "Adequate functional status, ECOG 0-2",
        "Adequate liver function and reserve",
        "Child-Pugh A or B",
        "Liver-dominant metastases",
    ]


def test_codes_have_neither_a_position_nor_a_diagnosis(version):
    rows = PolicyCode.objects.filter(version=version)
    assert [(row.system, row.code, row.status, keys(row.statements)) for row in rows] == [
        ("CPT", "37242", "other_use", []),
        ("CPT", "37243", "listed", ["med140/i", "med140/ii", "med140/iii"]),
        ("CPT", "75894", "listed", []),
        ("CPT", "77399", "listed", []),
        ("CPT", "77778", "listed", []),
        ("CPT", "79445", "listed", []),
        ("HCPCS", "C2616", "listed", ["med140/i"]),
        ("HCPCS", "S2095", "listed", ["med140/i"]),
    ]
    assert {(*row.applies_with, *row.products) for row in rows} == {()}


def test_which_codes_need_authorization_stands_on_an_external_list(version):
    rows = version.prior_authorizations.values_list("setting", "product", "requirement", "lines")
    assert list(rows) == [("Not stated", "Not stated", "external_list", "1501-1505")]


def test_documentation_is_asked_for_liver_tumours(version):
    rows = version.documentation.values_list("applies_to", "lines")
    liver = "Requests for primary or metastatic liver tumours"
    assert list(rows) == [
        ("All requests", "91-94"),
        (liver, "96-99"),
        (liver, "96, 101-108"),
        (liver, "96, 109-111"),
        (f"{liver}, where there were any", "96, 112"),
        (liver, "96, 113-115"),
        ("Requests for hepatocellular carcinoma", "96, 116-118"),
    ]
    assert [len(row.parts) for row in version.documentation.all()] == [0, 2, 3, 0, 0, 0, 0]


def test_cross_references_name_section_and_number(version):
    assert list(version.related_policies.values_list("section", "number", "lines")) == [
        ("Medicine", "49", "121"),
        ("Surgery", "92", "122"),
        ("Surgery", "132", "123"),
        ("Surgery", "139", "124-126"),
        ("Surgery", "189", "127"),
        ("Surgery", "204", "128"),
    ]


def test_regulation_holds_the_approval_of_2021(version):
    rows = version.regulatory_facts.values_list("device__key", "pathway", "on", "lines")
    assert list(rows) == [
        ("sir-spheres", "PMA", "", "317-319"),
        ("therasphere", "HDE", "", "319-321"),
        ("therasphere", "HDE", "2007-01", "321-322"),
        ("therasphere", "PMA", "2021-03-17", "322-326"),
    ]
    use = version.regulatory_facts.last().labelled_use
    assert "one to eight cm" in use
    assert "Child-Pugh A" in use
    assert "5-floxuridine" in version.regulatory_facts.first().labelled_use


def test_one_date_is_stated(version):
    assert dates(version) == [
        ("origin", "2010-12", "December 2010", "month"),
        ("effective", "", "", "not stated"),
        ("last_review", "", "", "not stated"),
        ("next_review", "", "", "not stated"),
    ]
    assert not version.history.exists()
    assert not version.coverage_determinations.exists()


CONCLUSIONS = [
    ("tae", "sufficient_improves", "enough research", ["tae-any"], ["ii"]),
    ("tace", "sufficient_improves", "enough research", ["tace-any"], ["iii"]),
    ("hcc", "other_wording", "comparable to TACE", ["re-hcc", "re-hcc-bridge"], ["i"]),
    ("colorectal", "other_wording", "may lead to prolonged survival", ["re-colorectal"], ["i"]),
    ("colorectal-unmet", "insufficient", "insufficient evidence", ["re-colorectal"], ["summary-colorectal"]),
    ("neuroendocrine", "other_wording", "symptom relief in some patients", ["re-net"], ["i"]),
    ("neuroendocrine-unmet", "insufficient", "insufficient evidence", ["re-net"], ["summary-neuroendocrine"]),
    ("melanoma", "other_wording", "predict good tumor response", ["re-melanoma"], ["i"]),
    ("melanoma-unmet", "insufficient", "insufficient evidence", ["re-melanoma"], ["summary-melanoma"]),
    ("icc", "other_wording", "limited, but consistently beneficial", ["re-icc"], ["i"]),
    ("icc-too-limited", "insufficient", "too limited to draw meaningful conclusions", ["re-icc"], ["i"]),
    (
        "other-tumours",
        "insufficient",
        "too limited to draw meaningful conclusions",
        ["re-breast", "re-other-metastases", "re-pancreatic"],
        ["summary-other-tumours"],
    ),
]


@pytest.mark.parametrize(("name", "conclusion", "wording", "indications", "held"), CONCLUSIONS)
def test_summary_concludes_in_its_own_words(name, conclusion, wording, indications, held):
    row = EvidenceConclusion.objects.get(key=f"med140/conclusion-{name}")
    assert (row.conclusion, row.wording) == (conclusion, wording)
    assert keys(row.indications) == indications
    assert keys(row.statements) == [f"med140/{key}" for key in held]


def test_summary_concludes_nothing_else(version):
    assert keys(version.evidence_conclusions) == [f"med140/conclusion-{name}" for name, *_ in CONCLUSIONS]
    named = {row.key.removeprefix("med140/conclusion-"): row.outcomes for row in version.evidence_conclusions.all()}
    assert named["hcc"] == named["melanoma"] == ["tumor response", "overall survival"]
    assert named["neuroendocrine"] == ["survival", "symptom relief"]
    assert named["icc-too-limited"] == named["colorectal-unmet"] == []


def test_melanoma_is_symptomatic_in_the_summary_and_progressive_in_the_criteria():
    assert "symptomatic" in EvidenceConclusion.objects.get(key="med140/conclusion-melanoma").text
    assert not Criterion.objects.filter(key__startswith="med140/i/b/3/c", text__icontains="symptom").exists()


def test_each_statement_and_indication_has_a_link_or_a_reason():
    pairs = StatementIndication.objects.filter(statement__version__key=VERSION)
    assert pairs.count() == 17
    for pair in pairs:
        linked = EvidenceLink.objects.filter(statement=pair.statement, indication=pair.indication).exists()
        assert linked != bool(pair.no_evidence_reason), pair.key


def test_cholangiocarcinoma_is_argued_from_its_rarity():
    pairs = StatementIndication.objects.filter(statement__version__key=VERSION).exclude(basis="")
    assert list(pairs.values_list("statement__key", "indication__key", "basis")) == [("med140/i", "re-icc", "rarity")]


def test_what_was_not_reviewed_bears_a_reason_and_no_link():
    reasons = StatementIndication.objects.filter(statement__version__key=VERSION).exclude(no_evidence_reason="")
    reasoned = set(reasons.values_list("indication__key", flat=True))
    assert {"tae-any", "tace-any", "re-outside-liver"} <= reasoned


def test_figures_of_epoch_are_linked_apart_since_they_differ_in_direction():
    links = EvidenceLink.objects.filter(statement__key="med140/i", indication__key="re-colorectal")
    of_epoch = {
        link.effect_estimate.outcome.endpoint: (link.bearing, link.comparison)
        for link in links.filter(effect_estimate__key__startswith="med140/mulcahy-2021/")
    }
    assert of_epoch["pfs"] == of_epoch["hpfs"] == ("supports", "superior")
    assert of_epoch["os"][0] != "supports"
    assert not links.filter(study__key="mulcahy-2021").exists()


def test_first_line_trial_is_indirect_for_refractory_disease():
    links = EvidenceLink.objects.filter(statement__key="med140/i", indication__key="re-colorectal")
    sirflox = links.filter(effect_estimate__key__startswith="med140/van-hazel-2016/")
    assert sirflox.exists()
    for link in sirflox:
        assert (link.directness, "population" in link.indirect_in) == ("indirect", True)
