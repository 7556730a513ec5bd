"""The starter base held to the five documents: works, studies, guidelines, devices and limits."""

import hashlib
import re
from collections import defaultdict

import pytest
from django.conf import settings
from django.db.models import Count

from evidence.models import (
    Appraisal,
    Citation,
    DeviceCharacteristic,
    Document,
    EffectEstimate,
    Formula,
    GuidelineVersion,
    GuidelineVersionRelation,
    Identifier,
    Measurement,
    Outcome,
    Recommendation,
    Reference,
    ResponseDefinition,
    SelectionThreshold,
    Study,
    StudyAccount,
    Trial,
)
from evidence.models.terms import Condition, Intervention, ancestors
from evidence.vocabulary import StudyDesign

pytestmark = pytest.mark.usefixtures("starter_base")
ARTICLES = ["el-haddad-2021", "gaba-2017", "interventional-oncology"]
LISTS = {"bcbsma-292": 107, "el-haddad-2021": 86, "gaba-2017": 41}
LAST_LINES = {
    "bcbsma-292": 292,
    "med140": 1535,
    "el-haddad-2021": 327,
    "gaba-2017": 183,
    "interventional-oncology": 306,
}


def test_five_documents_were_read_and_twelve_are_known_in_part():
    assert set(Document.objects.filter(completeness="whole").values_list("key", flat=True)) == set(LAST_LINES)
    in_part = Document.objects.filter(completeness="in_part")
    assert (in_part.filter(kind="policy").count(), in_part.filter(kind="guideline").count()) == (4, 8)
    assert all(document.known and document.url.startswith("http") for document in in_part)


def test_a_document_known_in_part_has_no_lines():
    assert not Recommendation.objects.filter(document__completeness="in_part").exclude(lines="").exists()


@pytest.mark.parametrize(("document", "count"), LISTS.items())
def test_every_number_of_a_reference_list_is_one_work(document, count):
    citations = Citation.objects.filter(document__key=document)
    assert list(citations.values_list("number", flat=True)) == [str(number) for number in range(1, count + 1)]
    assert citations.values("reference").distinct().count() == count
    assert not citations.filter(reference__title="").exists()


def test_pmids_are_those_that_policy_292_prints():
    rows = Identifier.objects.filter(scheme="pmid").exclude(reference__key="acr-hepatic-malignancy-2012")
    pmids = sorted(rows.values_list("value", flat=True), key=int)
    assert len(pmids) == 97
    assert hashlib.sha256(" ".join(pmids).encode()).hexdigest() == (
        "3fe7fa7d9efcbf3a8902df73fc9e4154ca8069457c61ccfdfb50f1c91f488ac3"
    )
    named = Identifier.objects.filter(reference__citations__document__key="bcbsma-292")
    assert named.values("pk").distinct().count() == 97


def test_no_identifier_is_added_that_no_document_prints():
    assert set(Identifier.objects.values_list("scheme", flat=True)) == {"pmid"}
    assert dict(Document.objects.exclude(doi="").values_list("key", "doi")) == {
        "el-haddad-2021": "10.1055/s-0041-1729755",
        "gaba-2017": "10.1055/s-0037-1602590",
    }
    assert list(Trial.objects.values_list("number", "document__key")) == [("NCT01483027", "interventional-oncology")]
    assert list(Study.objects.filter(trials__number="NCT01483027").values_list("key", flat=True)) == ["mulcahy-2021"]


def test_work_in_several_lists_is_one_reference():
    lists = defaultdict(set)
    for reference, document in Citation.objects.filter(document__key__in=LISTS).values_list(
        "reference__key", "document__key"
    ):
        lists[reference].add(document)
    both = {"bcbsma-292", "el-haddad-2021"}
    articles = {"el-haddad-2021", "gaba-2017"}
    assert {reference: found for reference, found in lists.items() if len(found) > 1} == {
        "cao-2010": both,
        "chen-2017": articles,
        "devic-2014": both,
        "egger-2020": both,
        "engelman-2014": both,
        "frilling-2019": both,
        "kennedy-2008": set(LISTS),
        "kennedy-2015": articles,
        "king-2008": set(LISTS),
        "memon-2012": set(LISTS),
        "modlin-2003": articles,
        "rhee-2008": set(LISTS),
        "saxena-2010-b": articles,
        "wasan-2017": both,
    }


def test_no_two_references_have_one_title():
    titles = [re.sub(r"\W", "", title.lower()) for title in Reference.objects.values_list("title", flat=True) if title]
    titles = [title for title in titles if not title.startswith("ncclinicalpractice")]
    assert len(titles) == len(set(titles))


def test_work_in_no_list_has_no_more_than_what_is_printed():
    works = Reference.objects.filter(title="")
    assert works.count() >= 20
    assert not works.exclude(citations__document__key__in=["med140", "interventional-oncology"]).exists()
    for work in works:
        assert (work.journal, work.volume, work.pages, work.identifiers.count()) == ("", "", "", 0), work.key
        assert work.display_title == "Title not stated"


@pytest.mark.parametrize(
    ("reference", "issue", "online"),
    [
        ("gabr-2021", "2021", "2020"),
        ("xing-2017", "2017", "2014"),
        ("eldredge-hindy-2016", "2016", "2014"),
        ("edeline-2020", "2020", "2019"),
    ],
)
def test_work_cited_before_its_issue_has_two_years(reference, issue, online):
    work = Reference.objects.get(key=reference)
    assert (work.year, work.online_year) == (issue, online)
    assert work.citations.get(document__key="med140").year_as_printed == online


def test_year_that_is_neither_is_kept_as_printed():
    citation = Citation.objects.get(reference__key="kulik-2014", document__key="med140")
    assert (citation.year_as_printed, citation.reference.year, citation.number) == ("2104", "2014", "29")
    odd = Citation.objects.exclude(year_as_printed="").select_related("reference")
    odd = [row for row in odd if row.year_as_printed not in (row.reference.year, row.reference.online_year)]
    assert odd == [citation]
    assert StudyAccount.objects.get(study__key="kulik-2014").year == "2104"


def test_number_may_serve_two_works():
    works = defaultdict(list)
    for number, work in Citation.objects.filter(document__key="med140").values_list("number", "reference__key"):
        works[number].append(work)
    assert {number: sorted(found) for number, found in works.items() if len(found) > 1 and number.isdigit()} == {
        "11": ["abdel-rahman-2020", "padia-2017"],
        "14": ["salem-2016", "venerito-2020"],
        "16": ["kulik-2018", "tao-2017"],
        "17": ["facciorusso-2016", "ludwig-2017"],
        "33": ["gabr-2021", "jakobs-2008"],
        "34": ["bangash-2007", "zori-2020"],
        "45": ["coldwell-2007", "wasan-2017"],
    }
    assert works["83"] == ["haug-2012"]
    assert "1072-1081" in Citation.objects.get(reference__key="haug-2012").note


def test_studies_and_outcomes_are_as_many_as_the_documents_tell_of():
    told = StudyAccount.objects.filter(document__key="med140").values("study").distinct().count()
    outcomes = Outcome.objects.filter(account__document__key="med140").count()
    figures = Measurement.objects.filter(outcome__account__document__key="med140").count()
    assert told >= 85
    assert outcomes >= 460
    assert figures + EffectEstimate.objects.filter(outcome__account__document__key="med140").count() >= 600
    assert StudyAccount.objects.filter(document__key__in=ARTICLES).values("study").distinct().count() >= 60


def test_readme_of_the_fixtures_counts_what_they_hold():
    text = (settings.FIXTURES_DIR / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### ([a-z0-9-]+), .*: (\d+) accounts, (\d+) outcomes, (\d+) \+ (\d+)", text, re.MULTILINE)
    assert {document for document, *_ in headings} == set(LAST_LINES)
    for document, *counts in headings:
        held = (
            StudyAccount.objects.filter(document__key=document),
            Outcome.objects.filter(account__document__key=document),
            Measurement.objects.filter(outcome__account__document__key=document),
            EffectEstimate.objects.filter(outcome__account__document__key=document),
        )
        assert [str(rows.count()) for rows in held] == counts, document


def test_study_told_of_in_several_documents_is_one_study():
    several = Study.objects.annotate(told=Count("accounts__document", distinct=True)).filter(told__gt=1)
    assert {"mulcahy-2021": 3, "wasan-2017": 3, "van-hazel-2016": 2, "king-2008": 2, "edeline-2020": 2}.items() <= dict(
        several.values_list("key", "told")
    ).items()


def test_nothing_stands_beyond_the_last_line_of_its_document():
    read = Document.objects.filter(completeness="whole")
    for model in (Citation, StudyAccount, Recommendation, SelectionThreshold, DeviceCharacteristic):
        for document, lines in model.objects.filter(document__in=read).values_list("document__key", "lines"):
            assert 1 <= max(map(int, re.findall(r"\d+", lines))) <= LAST_LINES[document]


@pytest.mark.parametrize(
    ("study", "design"),
    [
        ("gonsalves-2019", "single_arm_trial"),
        ("salem-2021", "retrospective_cohort"),
        ("schartz-2022", "review_of_observational"),
        ("alexander-2022", "review_of_observational"),
        ("abdel-rahman-2020", "review_of_rcts"),
        ("ahrq-2013", "review_of_observational"),
        ("mulcahy-2021", "rct"),
        ("wasan-2017", "pooled_rcts"),
        ("facciorusso-2020", "matched_cohort"),
        ("bangash-2007", "case_series"),
    ],
)
def test_design_is_read_from_the_study(study, design):
    assert Study.objects.get(key=study).design == design


def test_review_of_case_series_weighs_less_than_a_trial():
    order = StudyDesign.values
    assert order.index("review_of_rcts") < order.index("rct") < order.index("review_of_observational")


def test_appraisals_name_whose_they_are_and_the_scale():
    rows = Appraisal.objects.filter(
        account__document__key="med140", account__study__key__in=["ahrq-2013", "abdel-rahman-2020"]
    )
    assert {(row.by, row.scale, row.judgement.split(" (")[0]) for row in rows} == {
        ("AHRQ", "AHRQ strength of evidence", "insufficient"),
        ("review authors", "risk of bias", "high"),
        ("review authors", "certainty of evidence", "low to very low"),
    }


def terms_above(model, key: str) -> set[str]:
    above = ancestors(model)[model.objects.get(key=key).pk]
    return set(model.objects.filter(pk__in=above).values_list("key", flat=True))


def test_terms_stand_under_their_broader_terms():
    assert {"y90-radioembolization", "radioembolization", "transarterial-therapy"} <= terms_above(
        Intervention, "y90-resin"
    )
    assert "y90-radioembolization" not in terms_above(Intervention, "ho166-radioembolization")
    assert "tace" in terms_above(Intervention, "ctace") & terms_above(Intervention, "deb-tace")
    assert "radioembolization" not in terms_above(Intervention, "bland-embolization")
    assert {"melanoma-liver-metastases", "liver-metastases"} <= terms_above(
        Condition, "uveal-melanoma-liver-metastases"
    )
    assert {"SIRT", "TARE"} <= set(Intervention.objects.get(key="radioembolization").synonyms)


def test_blanket_category_holds_for_the_recommendations_of_its_section_only():
    rows = Recommendation.objects.filter(document__key="med140", guideline_version__guideline__body__key="nccn")
    by_kind = defaultdict(set)
    for row in rows:
        by_kind[row.kind].add((row.category, row.category_origin))
    outside = rows.filter(guideline_version__key="nccn-unnamed/not-stated")
    assert by_kind.pop("option") == {("2A", "stated_for_group")}
    assert by_kind.pop("recommends") == {("2A", "stated_for_group"), ("", "not_stated")}
    assert [(row.category, row.lines) for row in outside] == [("", "85-89")]
    assert rows.filter(kind="recommends", category="").count() == 1
    assert by_kind == {kind: {("", "not_stated")} for kind in ("discussion", "silent", "insufficient")}


def test_categories_of_other_versions_stay_with_them():
    rows = Recommendation.objects.filter(category="2B")
    assert set(rows.values_list("document__key", "guideline_version__version", "category_origin")) == {
        ("el-haddad-2021", "2.2018", "stated"),
        ("gaba-2017", "2.2016", "stated"),
    }
    assert rows.count() == 4
    assert any("2A" in row.note for row in rows.filter(document__key="gaba-2017"))
    net = Recommendation.objects.filter(document__key="med140", guideline_version__key="nccn-net/1.2022")
    assert set(net.values_list("category", flat=True)) == {"2A"}


def test_guidelines_without_a_year_are_attached_to_no_edition():
    for key in (
        "acr-hepatic-malignancy/not-stated",
        "reboc-consensus/not-stated",
        "joint-practice-parameter/not-stated",
    ):
        version = GuidelineVersion.objects.get(key=key)
        assert (version.version, version.year, version.name) == ("", "", "version not stated")
        assert set(version.recommendations.values_list("document__key", flat=True)) == {"med140"}


def test_level_of_the_consortium_is_no_nccn_category():
    rows = Recommendation.objects.filter(category__startswith="level 2A")
    assert set(rows.values_list("guideline_version__guideline__body__key", flat=True)) == {"reboc"}
    assert not any(row.category_scheme == "NCCN" for row in rows)


def test_ratings_of_appropriateness_are_stated():
    rows = Recommendation.objects.filter(guideline_version__guideline__body__key="acr", document__key="med140")
    rows = rows.exclude(category="")
    assert set(rows.values_list("kind", "category", "category_origin")) == {
        ("option", "May be appropriate", "stated"),
        ("recommends", "Usually appropriate", "stated"),
    }


def test_silence_and_further_study_are_no_recommendations():
    kinds = dict(Recommendation.objects.filter(document__key="med140").values_list("guideline_version__key", "kind"))
    assert kinds["nccn-breast/4.2022"] == kinds["nccn-cutaneous-melanoma/3.2022"] == "silent"
    assert kinds["nccn-uveal-melanoma/2.2022"] == "insufficient"


def test_policy_292_lists_versions_and_tells_no_recommendation():
    assert not Recommendation.objects.filter(document__key="bcbsma-292").exists()
    cited = GuidelineVersion.objects.filter(reference__citations__document__key="bcbsma-292")
    assert {"1.2024", "3.2024"} <= set(cited.values_list("version", flat=True))
    assert not Recommendation.objects.filter(guideline_version__version__endswith="2024").exists()


def test_versions_relate_to_one_another():
    assert set(GuidelineVersionRelation.objects.values_list("version__key", "relation", "other__key")) == {
        ("nice-ta985/not-stated", "partly_updates", "nice-ta688/2021"),
        ("nice-ipg672/2020", "replaces", "nice-ipg401/2011"),
        ("nice-ipg401/2011", "replaces", "nice-ipg93/not-stated"),
        ("nice-ipg630/2018", "replaces", "nice-ipg459/2013"),
        ("nccn-hepatobiliary/not-stated", "splits_into", "nccn-hcc/not-stated"),
        ("nccn-hepatobiliary/not-stated", "splits_into", "nccn-biliary-tract/not-stated"),
    }


def test_partition_formula_is_stored_garbled_as_printed():
    formula = Formula.objects.get(key="el-haddad-2021/partition")
    assert formula.expression == "Dn (Gy) T/N × Mt (kg) + Mn (kg) = 50 (I/GBq) × (1 − LSF)"
    assert "no activity" in formula.note
    others = Formula.objects.exclude(pk=formula.pk).order_by("key").values_list("expression", flat=True)
    assert list(others) == [
        "[BSA (m^2) − 0.2] + Vt / (Vt + Vn)",
        "[target dose (Gy) × target liver mass (kg)] / [50 × (1 − LSF)]",
    ]


def test_matrix_of_the_products_is_stored_swapped_as_printed():
    table = DeviceCharacteristic.objects.filter(document__key="el-haddad-2021")
    for product, printed, other in (("therasphere", "resin", "glass"), ("sir-spheres", "glass", "resin")):
        (matrix,) = table.filter(device__key=product, name="Base material")
        assert matrix.value == f"Insoluble, biocompatible {printed}"
        assert other in matrix.note
    activities = table.filter(name__startswith="Mean radioactivity").values_list("device__key", "value", "unit")
    assert set(activities) == {("therasphere", "2,500", "Bq"), ("sir-spheres", "50", "Bq")}


def test_response_is_defined_by_three_systems():
    limits = dict(ResponseDefinition.objects.filter(category="PR").values_list("criteria", "definition"))
    assert {criteria: re.findall(r"\d+%", said) for criteria, said in limits.items()} == {
        "WHO": ["50%"],
        "RECIST": ["30%"],
        "mRECIST": ["30%"],
    }
    assert ResponseDefinition.objects.exclude(criteria="NCCN").count() == 15


@pytest.mark.parametrize(
    ("key", "kind", "bound", "value", "unit"),
    [
        ("el-haddad-2021/bilirubin", "exclusion", ">", "2", "mg/dL"),
        ("el-haddad-2021/transaminases", "exclusion", ">", "5", "times upper limit of normal"),
        ("el-haddad-2021/lung-dose-single", "absolute_contraindication", ">", "30", "Gy"),
        ("el-haddad-2021/platelets", "relative_contraindication", "<", "50", "× 10^9/L"),
        ("el-haddad-2021/tumor-dose-response", "dose_response", "≥", "191.3", "Gy"),
        ("el-haddad-2021/tumor-dose-no-response", "dose_response", "<", "72.8", "Gy"),
        ("gaba-2017/ecog", "selection", "≤", "2", ""),
        ("gaba-2017/bilirubin", "relative_contraindication", ">", "3.0", "mg/dL"),
        ("med140/joint-life-expectancy", "selection", "≥", "3", "months"),
        ("med140/hcc-re-tumor-size", "selection", ">", "3", "cm"),
    ],
)
def test_limit_of_selection_is_held_as_printed(key, kind, bound, value, unit):
    row = SelectionThreshold.objects.get(key=key)
    assert (row.kind, row.bound, row.value, row.unit) == (kind, bound, value, unit)
