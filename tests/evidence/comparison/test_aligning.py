import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import vocabulary as words
from evidence.comparison.aligning import Aligned, agreement, name_of, only_differences, statistic_of, time_of
from evidence.comparison.values import Caveat, Column, Comparison, Entry, Figure, RowKey

COLUMNS = tuple(Column(key, key.upper(), f"/studies/{key}/", "RCT") for key in "abc")


@pytest.mark.parametrize(
    ("printed", "time"),
    [
        ("one year", "12 months"),
        ("1 year", "12 months"),
        ("12 months", "12 months"),
        ("at 6 months", "6 months"),
        ("six-month", "6 months"),
        ("90 days", "2.96 months"),
        ("end of study", "end of study"),
        ("several months", "several months"),
        ("", ""),
    ],
)
def test_times_that_mean_the_same_stand_in_one_row(printed, time):
    assert time_of(printed) == time


@given(st.text())
def test_any_time_can_be_read_and_reading_it_twice_changes_nothing(text):
    assert time_of(time_of(text)) == time_of(text)


@pytest.mark.parametrize(
    ("endpoint", "name", "told"),
    [
        ("os", "median survival", ""),
        ("os", "Overall survival", ""),
        ("pfs", "overall progression-free survival", ""),
        ("os", "survival after transplantation", "survival after transplantation"),
        ("orr", "", ""),
    ],
)
def test_a_name_that_says_no_more_than_the_endpoint_is_none(endpoint, name, told):
    assert name_of(endpoint, name) == told


def test_a_time_to_an_event_of_no_stated_kind_stands_with_the_medians():
    assert statistic_of("os", "value", "months") == "median"
    assert statistic_of("os", "value", "percent") == "value"
    assert statistic_of("radiation_dose", "value", "days") == "value"
    assert statistic_of("os", "mean", "months") == "mean"


def cell(*texts: str) -> tuple[Entry, ...]:
    return tuple(Entry(text) for text in texts)


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ([cell("428"), cell("428")], "same"),
        ([cell("Overall  Survival"), cell("overall survival")], "same"),
        ([cell("428", "430"), cell("430", "428")], "same"),
        ([cell("428"), cell("430")], "differs"),
        ([cell("428"), cell("430"), cell()], "differs"),
        ([cell("428"), cell()], "incomplete"),
        ([cell("428"), cell("428"), cell()], "incomplete"),
        ([cell("428")], "same"),
    ],
)
def test_how_the_studies_of_a_row_agree(cells, state):
    assert agreement(cells) == state


def figure(study: str, text: str, **said) -> Entry:
    return Entry(text, figure=Figure(study=study, study_name=study.upper(), text=text, key=text, **said))


def sections_of(rows, pairs=()):
    aligned = Aligned(COLUMNS, pairs)
    for key, study, entry in rows:
        aligned.add(key, study, entry, "Median", ())
    return aligned.sections(f"row-{number}" for number in range(1, 1000))


OS = RowKey("os", "median")


def test_main_endpoints_come_first_and_adverse_events_are_folded():
    rows = [
        (RowKey("baseline", "median", "age"), "a", figure("a", "61")),
        (RowKey("adverse_event", "proportion", "nausea"), "a", figure("a", "5%")),
        (RowKey("transplant", "proportion"), "a", figure("a", "6%")),
        (RowKey("orr", "proportion"), "a", figure("a", "7%")),
        (OS, "a", figure("a", "8 months")),
    ]
    told = sections_of(rows)
    assert [(section.name, section.folded) for section in told] == [
        ("outcomes", False),
        ("other", True),
        ("adverse", True),
        ("population", True),
    ]
    assert [group.title for group in told[0].groups] == ["Overall survival", "Objective response"]


@given(st.sampled_from(words.Endpoint.values))
def test_no_endpoint_is_left_out(endpoint):
    told = sections_of([(RowKey(endpoint, "value"), "a", figure("a", "1"))])
    assert [row.endpoint for section in told for row in section.rows] == [endpoint]


def test_within_an_endpoint_all_patients_come_before_subgroups_and_what_most_studies_tell_before_the_rest():
    rows = [
        (RowKey("os", "median", subgroup="men"), "a", figure("a", "9", of_subgroup=True)),
        (RowKey("os", "HR"), "a", figure("a", "0.8")),
        (RowKey("os", "proportion", time="12 months"), "a", figure("a", "50%")),
        (RowKey("os", "proportion", time="6 months"), "a", figure("a", "60%")),
        (RowKey("os", "mean"), "a", figure("a", "7")),
        (RowKey("os", "mean"), "b", figure("b", "8")),
    ]
    told = [[entry.text for cell in row.cells for entry in cell] for row in sections_of(rows)[0].rows]
    assert told == [["7", "8"], ["60%"], ["50%"], ["0.8"], ["9"]]


def test_a_warning_stands_at_its_row():
    rows = [(OS, "a", figure("a", "8", line="first")), (OS, "b", figure("b", "9", line="later"))]
    row = sections_of(rows)[0].rows[0]
    assert [(caveat.rule, caveat.row) for caveat in row.caveats] == [("line_of_therapy", row.id)]


def test_a_subgroup_alone_is_warned_of_where_it_stands_and_not_where_it_does_not():
    rows = [
        (OS, "a", figure("a", "8")),
        (OS, "c", figure("c", "10")),
        (RowKey("os", "median", subgroup="men"), "b", figure("b", "9", of_subgroup=True)),
    ]
    whole, men = sections_of(rows)[0].rows
    assert [caveat.rule for caveat in whole.caveats] == []
    assert [(caveat.rule, caveat.studies) for caveat in men.caveats] == [("subgroup", ("a", "c", "b"))]


def test_studies_that_are_unlike_and_share_no_row_are_warned_of_at_their_rows():
    rows = [
        (RowKey("orr", "proportion", time="3 months"), "a", figure("a", "16%", criteria="RECIST")),
        (RowKey("orr", "proportion"), "b", figure("b", "88%", criteria="mRECIST")),
    ]
    told = sections_of(rows)[0].rows
    assert [[caveat.rule for caveat in row.caveats] for row in told] == [["response_criteria"], ["response_criteria"]]
    assert [row.caveats[0].row for row in told] == [row.id for row in told]


def test_what_holds_of_two_studies_stands_in_the_rows_where_both_are_told_of():
    pair = Caveat("includes", "overlap", "A includes B.", ("a", "b"))
    rows = [(OS, "a", figure("a", "8")), (OS, "b", figure("b", "9")), (RowKey("pfs", "HR"), "a", figure("a", "1"))]
    first, second = sections_of(rows, [pair])[0].rows
    assert [caveat.rule for caveat in first.caveats] == ["includes"]
    assert second.caveats == ()


def test_only_rows_that_differ_are_left_where_they_are_asked_for():
    rows = [
        (OS, "a", figure("a", "8")),
        (OS, "b", figure("b", "9")),
        (RowKey("pfs", "HR"), "a", figure("a", "1")),
        (RowKey("adverse_event", "count", "nausea"), "a", figure("a", "3")),
    ]
    comparison = Comparison(COLUMNS, tuple(sections_of(rows)))
    left = only_differences(comparison)
    assert [row.endpoint for row in left.rows] == ["os"]
    assert left.hidden == 2
    assert [section.name for section in left.sections] == ["outcomes"]
