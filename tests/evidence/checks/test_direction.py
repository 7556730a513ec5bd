import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.values import About, Comparison, Estimated, Measured
from tests.evidence.checks.asking import found, grades

FOR, AGAINST, NONE = "favours_intervention", "favours_comparator", "no_difference"


def effect(endpoint, direction, estimate="", measure="HR", **fields):
    return Estimated(measure=measure, estimate=estimate, direction=direction, about=About(endpoint=endpoint), **fields)


@given(st.floats(0.1, 0.98), st.booleans())
def test_a_hazard_below_one_favours_the_arm_on_top(ratio, above):
    printed = f"{1 / ratio if above else ratio:.2f}"
    assert found("direction_agrees", effect("os", AGAINST if above else FOR, printed)) == []
    assert grades("direction_agrees", effect("os", FOR if above else AGAINST, printed)) == ["unlikely"]


@pytest.mark.parametrize(
    ("endpoint", "measure", "estimate", "direction", "wrong"),
    [
        ("orr", "OR", "4.5", FOR, False),
        ("orr", "OR", "4.5", AGAINST, True),
        ("adverse_event", "RR", "0.02", FOR, False),
        ("adverse_event", "RR", "1.8", FOR, True),
        ("os", "RR", "0.87", FOR, False),  # deaths or survivors: nobody says
        ("os", "OR", "1.92", FOR, False),
        ("os", "HR", "1.00", FOR, False),
        ("os", "HR", "1.4", "not_stated", False),
    ],
)
def test_the_direction_of_a_ratio_follows_what_it_counts(endpoint, measure, estimate, direction, wrong):
    assert bool(found("direction_agrees", effect(endpoint, direction, estimate, measure))) == wrong


def test_words_on_a_difference_agree_with_the_interval():
    def told(direction, lower, upper):
        return effect("os", direction, "0.8", ci_lower=lower, ci_upper=upper)

    assert grades("difference_agrees_with_interval", told(NONE, "0.65", "0.95")) == ["look_again"]
    assert grades("difference_agrees_with_interval", told(FOR, "0.55", "1.25")) == ["look_again"]
    assert grades("difference_agrees_with_interval", told(FOR, "0.70", "1.00")) == []
    assert grades("difference_agrees_with_interval", told(NONE, "0.55", "1.25")) == []


def compared(endpoint, direction, one, other, statistic="median", unit="months", stated=""):
    about = About(endpoint=endpoint, stated=stated)
    arms = ("study/re", "Radioembolization"), ("study/deb-tace", "Drug-eluting bead TACE")
    figures = [
        Measured(value, statistic, unit, arm=arm, arm_name=name, about=about)
        for value, (arm, name) in zip((one, other), arms, strict=True)
    ]
    return Comparison(Estimated(direction=direction, about=about), *figures)


def test_the_arm_that_is_favoured_has_the_better_figure():
    rule = "direction_agrees_with_figures"
    assert grades(rule, compared("os", FOR, "19.9", "4.8")) == []
    assert grades(rule, compared("os", FOR, "4.8", "19.9")) == ["unlikely"]
    assert grades(rule, compared("os", AGAINST, "4.8", "19.9")) == []
    assert grades(rule, compared("adverse_event", FOR, "31", "49", "proportion", "percent")) == []
    assert grades(rule, compared("adverse_event", FOR, "49", "31", "proportion", "percent")) == ["unlikely"]
    assert grades(rule, compared("baseline", FOR, "49", "31", "proportion", "percent")) == []


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Said to be more frequent with DEB-TACE.", ["unlikely"]),
        ("More frequent with radioembolization than with DEB-TACE.", []),
        ("Less frequent with DEB-TACE.", []),
        ("Less frequent with radioembolization.", ["unlikely"]),
        ("More frequent with surgery.", []),
        ("Told without a test.", []),
    ],
)
def test_the_arm_called_more_frequent_has_the_larger_share(stated, expected):
    told = compared("baseline", "not_stated", "68.8", "42.2", "proportion", "percent", stated)
    assert grades("direction_agrees_with_figures", told) == expected
