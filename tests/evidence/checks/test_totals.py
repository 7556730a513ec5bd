import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.findings import Place
from evidence.checks.totals import as_many_values_as_categories
from evidence.checks.values import About, Account, Measured, Size
from tests.evidence.checks.asking import found, grades


def arm(name, participants="", evaluable="", role="intervention"):
    return Size(name, name, role, participants, evaluable)


def account(participants, *sizes, measured=(), design="rct"):
    return Account(whole=Size("", "", "", participants), sizes=sizes, measured=measured, design=design)


@given(st.lists(st.integers(1, 900), min_size=2, max_size=4), st.integers(-50, 50))
def test_arms_are_flagged_exactly_where_they_do_not_add_up(sizes, off):
    total = sum(sizes) + off
    told = account(str(total), *(arm(str(i), str(size)) for i, size in enumerate(sizes)))
    assert grades("arms_add_up", told) == ([] if off == 0 else ["unlikely" if off < 0 else "look_again"])


def test_subgroups_and_arms_without_a_size_need_not_add_up():
    assert (
        grades("arms_add_up", account("207", arm("bridged", "169", role="subgroup"), arm("x", "3", role="subgroup")))
        == []
    )
    assert grades("arms_add_up", account("207", arm("a", "100"), arm("b", "50"), arm("c"))) == []
    assert grades("arms_add_up", account("1,103", arm("a", "549"), arm("b", "554"))) == []
    assert grades("arms_add_up", account("23", arm("a", "", "10"), arm("b", "", "10"))) == []


def test_no_more_are_evaluable_than_took_part():
    assert grades("evaluable_within_participants", account("40", arm("a", "30", "31"))) == ["impossible"]
    assert grades("evaluable_within_participants", account("40", arm("a", "41"))) == ["impossible"]
    assert grades("evaluable_within_participants", account("40", arm("a", "30", "30"))) == []


@pytest.mark.parametrize(
    ("events", "participants", "text", "expected"),
    [
        ("12", "", "12 patients", ["unlikely"]),
        ("2", "26", "2 of 26", ["unlikely"]),
        ("2", "10", "2 of 10", []),
        ("25", "26", "25 of 26 tumors", []),  # a patient may have several
        ("40", "58", "40 of 58 procedures", []),
    ],
)
def test_a_count_of_people_is_not_larger_than_its_group(events, participants, text, expected):
    figure = Measured(value=events, statistic="count", unit="participants", events=events, participants=participants)
    placed = Measured(**{**{f: getattr(figure, f) for f in figure.__slots__}, "place": Place(text=text)})
    assert grades("count_within_group", account("10", measured=(placed,))) == expected
    assert grades("count_within_group", account("10", measured=(placed,), design="review_mixed")) == []


def listed(name, value="", events="", participants=""):
    statistic, unit = ("proportion", "percent") if value else ("count", "participants")
    about = About(endpoint="baseline", name=name)
    return Measured(value or events, statistic, unit, events=events, participants=participants, about=about)


def test_categories_of_one_list_are_known_by_their_names():
    over = (listed("treated with resin spheres", "64"), listed("treated with glass spheres", "46"))
    assert grades("categories_add_up", account("59", measured=over)) == ["look_again"]
    sound = (listed("treated with resin spheres", "64"), listed("treated with glass spheres", "36"))
    assert grades("categories_add_up", account("59", measured=sound)) == []
    overlapping = (listed("prior chemotherapy", "64"), listed("prior surgery", "46"))
    assert grades("categories_add_up", account("59", measured=overlapping)) == []


def test_counts_of_a_list_with_one_total_make_that_total():
    grades_of_primary = [
        listed(f"{grade} primary among those resected", "", n, "31")
        for grade, n in (("low", "15"), ("mid", "7"), ("high", "7"))
    ]
    assert grades("categories_add_up", account("58", measured=grades_of_primary)) == ["look_again"]
    sound = [*grades_of_primary[:2], listed("high primary among those resected", "", "9", "31")]
    assert grades("categories_add_up", account("58", measured=sound)) == []


def test_names_and_values_told_in_a_row_are_as_many():
    assert list(as_many_values_as_categories(["a", "b"], ["1", "2"], Place())) == []
    assert len(list(as_many_values_as_categories(["a", "b", "c"], ["1", "2"], Place()))) == 1


def counted(arm_name, outcome="cohorts"):
    about = About(endpoint="baseline", outcome=outcome)
    return Measured("15", "count", "cohorts", arm=arm_name, arm_name=arm_name, about=about)


def test_the_one_group_without_a_number_of_people_is_seen():
    sizes = (arm("a", "645"), arm("b", "541"), arm("c", "331"))
    told = account("", *sizes, measured=[counted(name) for name in "abcd"])
    assert grades("as_many_values_as_categories", told) == ["look_again"]
    assert found("as_many_values_as_categories", account("", *sizes, measured=[counted(name) for name in "abc"])) == []
    assert found("as_many_values_as_categories", account("", measured=[counted(name) for name in "abc"])) == []


def test_symptoms_get_better_in_no_more_than_had_them():
    affected = listed("symptoms of carcinoid syndrome", "", "24")
    better = Measured(
        "55", "proportion", "percent", events="18", participants="33", about=About(endpoint="symptom_response")
    )
    fewer = Measured(
        "75", "proportion", "percent", events="18", participants="24", about=About(endpoint="symptom_response")
    )
    assert grades("response_within_those_affected", account("34", measured=(affected, better))) == ["look_again"]
    assert grades("response_within_those_affected", account("34", measured=(affected, fewer))) == []


def test_an_arm_is_no_larger_than_its_share():
    share = listed("treated with Resin", "64")
    told = Measured("3", "count", "participants", arm="x", arm_name="Resin", events="3", participants="51")
    assert grades("share_agrees_with_arm", account("59", measured=(share, told))) == ["unlikely"]
    fewer = Measured("3", "count", "participants", arm="x", arm_name="Resin", events="3", participants="38")
    assert grades("share_agrees_with_arm", account("59", measured=(share, fewer))) == []
