import pytest

from evidence.checks.findings import Place
from evidence.checks.registry import (
    ACTIVITY_OF_SPHERES,
    CRITERIA_AS_PUBLISHED,
    DENSITY_POSSIBLE,
    FORMULA_IS_WHOLE,
    PRODUCTS_AGREE,
    THRESHOLDS_AGREE,
)
from evidence.checks.values import About, Account, Characteristic, Definition, Expression, Measured, Threshold
from tests.evidence.checks.asking import grades


def told(document, device, value, name="Base material", unit=""):
    return Characteristic(
        device, device.title(), name, value, unit, Place(key=f"{document}{device}", document=document)
    )


def asked(rule, value):
    return [str(finding.grade) for finding in rule.check(value)]


def test_words_told_of_the_other_product_are_told_the_other_way_round():
    one = (told("a", "thera", "glass"), told("a", "sir", "resin"))
    swapped = (told("b", "thera", "insoluble resin"), told("b", "sir", "insoluble glass"))
    assert asked(PRODUCTS_AGREE, (*one, *swapped)) == ["unlikely", "unlikely"]
    assert asked(PRODUCTS_AGREE, (*one, told("b", "thera", "Glass, insoluble"), told("b", "sir", "resin"))) == []


def test_numbers_and_words_that_differ_are_looked_at_again():
    assert asked(PRODUCTS_AGREE, (told("a", "x", "100", "dose", "Gy"), told("b", "x", "120", "dose", "Gy"))) == [
        "look_again"
    ]
    assert asked(PRODUCTS_AGREE, (told("a", "x", "100", "dose", "Gy"), told("b", "x", "100", "dose", "Gy"))) == []
    assert asked(PRODUCTS_AGREE, (told("a", "x", "MDS Nordion"), told("b", "x", "Boston Scientific"))) == ["look_again"]
    assert asked(PRODUCTS_AGREE, (told("a", "x", "Sirtex Medical Ltd"), told("b", "x", "Sirtex, Sydney"))) == []
    assert asked(PRODUCTS_AGREE, (told("a", "x", "yttrium-90"), told("b", "x", "Y90"))) == []


def limit(document, bound, value, selects=True, name="Bilirubin", unit="mg/dL"):
    return Threshold(name, bound, value, unit, selects, Place(document=document))


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        (limit("a", ">", "2", selects=False), limit("b", ">", "3.0", selects=False, name="Baseline bilirubin"), True),
        (limit("a", "≤", "2"), limit("b", ">", "2", selects=False), False),
        (limit("a", "≤", "2"), limit("b", "≥", "3"), False),
        (limit("a", "≤", "2"), limit("a", "≤", "3"), False),
        (limit("a", "≤", "2"), limit("b", "≤", "3", unit="µmol/L"), False),
        (limit("a", "≤", "2"), limit("b", "≤", "3", name="Albumin"), False),
    ],
)
def test_limits_of_one_quantity_agree_between_documents(one, other, wrong):
    assert bool(asked(THRESHOLDS_AGREE, (one, other))) == wrong


@pytest.mark.parametrize(
    ("text", "symbols", "wrong"),
    [
        ("D × M / [50 × (1 − LSF)]", ("D", "M", "LSF"), False),
        ("Dn T/N × Mt + Mn = 50 × (1 − LSF)", ("Dn", "LSF"), True),
        ("D × M / [50 × (1 − LSF]", ("D",), True),
        ("D × M / 50", ("D", "LSF"), True),
    ],
)
def test_a_formula_is_one_expression(text, symbols, wrong):
    assert bool(asked(FORMULA_IS_WHOLE, Expression("MIRD", text, "A", symbols))) == wrong


def test_criteria_have_the_limits_they_were_published_with():
    assert asked(CRITERIA_AS_PUBLISHED, Definition("RECIST", "PD", "up by > 20%")) == ["look_again"]
    assert asked(CRITERIA_AS_PUBLISHED, Definition("RECIST", "PD", "up by ≥ 20%")) == []
    assert asked(CRITERIA_AS_PUBLISHED, Definition("RECIST", "PR", "down by ≥ 30%")) == []
    assert asked(CRITERIA_AS_PUBLISHED, Definition("EASL", "PR", "down by ≥ 10%")) == []


def test_no_solid_is_lighter_than_air_allows():
    assert asked(DENSITY_POSSIBLE, told("a", "x", "3.6", "Density", "g/dL")) == ["impossible"]
    assert asked(DENSITY_POSSIBLE, told("a", "x", "3.6", "Density", "g/mL")) == []
    assert asked(DENSITY_POSSIBLE, told("a", "x", "3.6", "Energy density", "kJ")) == []


@pytest.mark.parametrize(("gbq", "expected"), [("0.82", []), ("8.2", ["unlikely"])])
def test_one_activity_in_two_units_is_one(gbq, expected):
    figures = tuple(Measured(v, unit=u, about=About(outcome="o")) for v, u in ((gbq, "GBq"), ("22.2", "mCi")))
    assert grades("units_agree", Account(measured=figures)) == expected


def spheres(*vials, each="50", number="44 ± 2.6 million in each vial"):
    named = [("Activity per microsphere at calibration", each, "Bq"), ("Spheres per vial", number, "")]
    named += [("Vials, day of calibration", vial, "GBq") for vial in vials]
    return tuple(told("a", "sir", value, name, unit) for name, value, unit in named)


def test_a_vial_holds_the_activity_of_its_spheres():
    assert asked(ACTIVITY_OF_SPHERES, spheres("3.0")) == ["unlikely"]
    assert asked(ACTIVITY_OF_SPHERES, spheres("3.0", each="68")) == []
    assert asked(ACTIVITY_OF_SPHERES, spheres("2.2")) == []
    assert asked(ACTIVITY_OF_SPHERES, spheres("3.0", number="many")) == []
    assert asked(ACTIVITY_OF_SPHERES, (*spheres(), told("a", "sir", "3", "Vials, 1 day precalibration", "GBq"))) == []
    assert asked(ACTIVITY_OF_SPHERES, (*spheres("3.0")[:1], *spheres("3.0", number="")[2:])) == []


def test_spheres_told_per_gbq_make_one_gbq():
    assert asked(ACTIVITY_OF_SPHERES, spheres(each="2,500", number="About 400,000 per GBq")) == []
    assert asked(ACTIVITY_OF_SPHERES, spheres(each="50", number="About 400,000 per GBq")) == ["unlikely"]


@pytest.mark.parametrize(
    ("category", "text", "wrong"),
    [
        ("2B", "Uniform consensus on lower-level evidence", True),
        ("2b", "Consensus that is not uniform", False),
        ("2B", "Consensus on lower-level evidence", False),
        ("2A", "Uniform consensus on lower-level evidence", False),
        ("2A", "Non-uniform consensus", True),
        ("3", "Uniform consensus", False),
    ],
)
def test_a_category_of_consensus_is_told_as_published(category, text, wrong):
    assert asked(CRITERIA_AS_PUBLISHED, Definition("NCCN", category, text)) == ["unlikely"] * wrong
