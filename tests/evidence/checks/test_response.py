from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.findings import Place
from evidence.checks.values import About, Account, Measured
from tests.evidence.checks.asking import found, grades

RULES = ("orr_is_cr_plus_pr", "dcr_is_orr_plus_sd", "categories_add_up")


def rate(endpoint, value="", events="", participants="", **fields):
    about = About(endpoint=endpoint, **{k: fields.pop(k) for k in ("criteria", "timepoint", "name") if k in fields})
    statistic, unit = ("proportion", "percent") if value else ("count", "participants")
    counts = {"events": events, "participants": participants}
    return Measured(value=value or events, statistic=statistic, unit=unit, about=about, **counts, **fields)


def account(*figures, design="case_series"):
    return Account(measured=figures, design=design)


@given(
    st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(sum),
    st.integers(0, 2),
    st.sets(st.sampled_from(range(6))),
)
def test_rates_of_whole_people_are_never_flagged_whichever_are_told(counts, places, told):
    total, (cr, pr, sd, pd) = sum(counts), counts
    all_of = {"cr": cr, "pr": pr, "sd": sd, "pd": pd, "orr": cr + pr, "dcr": cr + pr + sd}
    figures = [
        rate(endpoint, f"{100 * count / total:.{places}f}", str(count), str(total))
        for place, (endpoint, count) in enumerate(all_of.items())
        if place in told
    ]
    assert [finding for rule in RULES for finding in found(rule, account(*figures))] == []


@given(st.integers(0, 30), st.integers(0, 30), st.integers(3, 30))
def test_an_objective_response_that_is_not_the_sum_is_impossible(cr, pr, off):
    figures = (rate("cr", str(cr)), rate("pr", str(pr)), rate("orr", str(cr + pr + off)))
    assert grades("orr_is_cr_plus_pr", account(*figures)) == ["impossible"]


def test_a_whole_is_at_least_what_is_told_of_it():
    assert grades("orr_is_cr_plus_pr", account(rate("pr", "60.5"), rate("orr", "63.2"))) == []
    assert grades("orr_is_cr_plus_pr", account(rate("pr", "60.5"), rate("orr", "50"))) == ["impossible"]
    assert grades("dcr_is_orr_plus_sd", account(rate("orr", "63.2"), rate("sd", "22.7"), rate("dcr", "65.1"))) == [
        "impossible"
    ]


def test_categories_make_at_most_100_percent():
    told = [rate(endpoint, value) for endpoint, value in (("cr", "39"), ("pr", "39"), ("sd", "52"), ("pd", "9"))]
    assert grades("categories_add_up", account(*told)) == ["impossible"]


def test_rounding_explains_99_and_101_and_a_gap_is_looked_at_again():
    def told(*values):
        return account(
            *(rate(endpoint, value) for endpoint, value in zip(("cr", "pr", "sd", "pd"), values, strict=True))
        )

    assert grades("categories_add_up", told("0", "8", "52", "39")) == []
    assert grades("categories_add_up", told("0", "56", "35", "10")) == []
    assert grades("categories_add_up", told("5.1", "45.8", "30.5", "6.8")) == ["look_again"]


def test_those_not_evaluable_explain_a_gap():
    unknown = rate("other", "12", name="response unknown")
    told = (rate("cr", "0"), rate("pr", "40"), rate("sd", "40"), rate("pd", "8"))
    assert grades("categories_add_up", account(*told, unknown)) == []


def test_medians_of_studies_and_other_criteria_are_not_added():
    medians = [
        Measured(value=v, statistic="median", unit="percent", about=About(endpoint=e))
        for e, v in (("cr", "60"), ("pr", "70"))
    ]
    assert grades("categories_add_up", account(*medians)) == []
    apart = (rate("orr", "15.7", criteria="RECIST 1.1"), rate("pr", "60", criteria="mRECIST"))
    assert grades("orr_is_cr_plus_pr", account(*apart)) == []
    first = rate("pd", "49", name="initial progression within the liver")
    assert grades("categories_add_up", account(rate("orr", "63"), first)) == []


def test_counts_of_the_four_make_the_number_evaluated():
    counts = [rate(e, events=n, participants="51") for e, n in (("cr", "6"), ("pr", "14"), ("sd", "14"), ("pd", "17"))]
    assert grades("categories_add_up", account(*counts)) == []
    assert "impossible" in grades("categories_add_up", account(*counts[:3], rate("pd", events="27", participants="51")))
    assert "look_again" in grades("categories_add_up", account(*counts[:3], rate("pd", events="7", participants="51")))


def test_a_category_told_alone_is_no_part_of_another_group():
    both = rate("other", "81", name="progressive disease and stable disease")
    assert grades("category_once", account(both, rate("pd", "19"))) == ["impossible"]
    assert (
        grades(
            "category_once", account(rate("other", "81", name="partial response and stable disease"), rate("pd", "19"))
        )
        == []
    )


def told_with(text, endpoint="dcr", value="65.1"):
    return account(rate(endpoint, value, place=Place(text=text)))


def test_brackets_behind_a_rate_name_its_own_categories():
    assert grades("dcr_is_orr_plus_sd", told_with("65.1% (60.5% PR; 4.9% PD)")) == ["unlikely"]
    assert "make 65.4%" in found("dcr_is_orr_plus_sd", told_with("65.1% (60.5% PR; 4.9% PD)"))[0].message
    assert grades("dcr_is_orr_plus_sd", told_with("65.1% (60.5% PR; 4.6% SD)")) == []
    assert grades("orr_is_cr_plus_pr", told_with("63% (60% PR; 3% SD)", "orr", "63")) == ["unlikely"]
    assert "make" not in found("orr_is_cr_plus_pr", told_with("63% (60% PR; 3% SD)", "orr", "63"))[0].message
    whole = "63% (3% CR, 60% PR, 30% SD, 7% PD)"
    assert grades("orr_is_cr_plus_pr", told_with(whole, "orr", "63")) == []
