"""Answers for days, worked out by hand from the documents; and against an implementation that tries every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.days.answers import answer
from policies.days.texts import HistoryRow, Stretch, Text, history_row, stretch
from policies.vocabulary import AnswerKind, StatementEffect

TODAY = date(2026, 11, 25)
HELD, INFERRED, THAT_MONTH, NOT_HELD = AnswerKind


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(texts, when: str):
    return answer(texts, day(when), TODAY)


# Policy 292, as lines 146 to 162 of its document print it.
HISTORY_292 = [
    history_row("9/2024", "2024-09", "", "", "unchanged"),
    history_row("9/2023", "2023-09", "", "", "reworded"),
    *(history_row(f"9/{year}", f"{year}-09", "", "", "unchanged") for year in range(2022, 2017, -1)),
    history_row("8/2017", "2017-08", "", "", "not_said"),
    history_row("8/2016", "2016-08", "", "", "changed"),
    history_row("11/2015", "2015-11", "", "2015-11-01", "changed"),
    history_row("5/2014", "2014-05", "", "2015-10", "not_said"),
    history_row("5/2014", "2014-05", "", "2014-05-01", "changed"),
    history_row("1/2014", "2014-01", "", "", "not_said"),
    history_row("9/2013", "2013-09", "", "2013-09-01", "changed"),
    history_row("11/2011-4/2012", "2011-11", "2012-04", "", "unchanged"),
    history_row("12/1/2011", "2011-12-01", "", "", "changed"),
    history_row("4/1/2011", "2011-04-01", "", "2011-04-01", "changed"),
]
POLICY_292 = Text(
    "292",
    "Review of September 2024",
    "published",
    dates=(
        ("origin", "2011-04-01"),
        ("literature_searched_through", "2024-06-05"),
        ("last_review", "2024-09"),
        ("effective", ""),
    ),
    history=tuple(HISTORY_292),
    held_since=day("2026-11-01"),
)
MED140 = Text("140", "Undated", "published", dates=(("origin", "2010-12"),), held_since=day("2026-11-01"))
ANTHEM = Text(
    "anthem",
    "",
    "published",
    dates=(("last_review", "2015-05-07"), ("effective", "2015-07-07")),
    history=(history_row("2014-01-01", "", "", "2014-01-01"),),
)
QUARTZ = Text("quartz", "", "published", dates=(("last_review", "2021-03-17"),))
UNITED = Text("united", "", "published", dates=(("effective", "2021-08-01"),))


@pytest.mark.parametrize(
    ("when", "kind", "told"),
    [
        ("2011-03-31", NOT_HELD, "did not begin before 2011-04-01"),
        ("2011-04-01", NOT_HELD, "reworded in 9/2023"),
        ("2011-12-15", NOT_HELD, "reworded in 9/2023"),
        ("2015-11-01", NOT_HELD, "reworded in 9/2023"),
        ("2016-08-15", NOT_HELD, "reworded in 9/2023"),
        ("2018-09-15", NOT_HELD, "reworded in 9/2023"),
        ("2023-08-31", NOT_HELD, "reworded in 9/2023, their intent unchanged; the words of before are not held"),
        ("2023-09-01", THAT_MONTH, "reworded in 9/2023, on a day that is not told"),
        ("2023-09-15", THAT_MONTH, "reworded in 9/2023, on a day that is not told"),
        ("2023-09-29", THAT_MONTH, "reworded in 9/2023, on a day that is not told"),
        ("2023-09-30", INFERRED, "not changed in 9/2024"),  # on the last day of the month it had happened
        ("2023-10-01", INFERRED, "not changed in 9/2024"),
        ("2024-05-03", INFERRED, "summary, references and codes of that day are not held"),
        ("2024-09-15", INFERRED, "not changed in 9/2024"),
        ("2024-09-30", HELD, "that of 2024-09 (last review)"),
        ("2026-11-25", HELD, "No later one is held"),
        ("2030-01-01", HELD, "No later one is held"),
    ],
)
def test_policy_292_on_a_day(when, kind, told):
    found = on([POLICY_292], when)
    assert (found.kind, found.text) == (kind, "292")
    assert told in found.sentence


@pytest.mark.parametrize(
    ("text", "when", "kind", "told"),
    [
        (MED140, "2009-01-01", NOT_HELD, "states no date. It is held here since 2026-11-01"),
        (MED140, "2022-06-30", NOT_HELD, "states no date. It is held here since 2026-11-01"),
        (MED140, "2026-10-31", NOT_HELD, "what was in force before is not told"),
        (MED140, "2026-11-01", HELD, "states no date; it is held here since 2026-11-01"),
        (MED140, "2026-11-25", HELD, "states no date"),
        (ANTHEM, "2013-12-31", NOT_HELD, "Nothing tells what was in force on 2013-12-31"),
        (ANTHEM, "2014-06-01", NOT_HELD, "Nothing tells what was in force"),
        (ANTHEM, "2015-05-07", NOT_HELD, "Nothing tells what was in force"),
        (ANTHEM, "2015-07-06", NOT_HELD, "Nothing tells what was in force"),
        (ANTHEM, "2015-07-07", HELD, "that of 2015-07-07 (effective)"),
        (QUARTZ, "2021-03-16", NOT_HELD, "Nothing tells"),
        (QUARTZ, "2021-03-17", HELD, "2021-03-17 (last review)"),
        (UNITED, "2021-07-31", NOT_HELD, "Nothing tells"),
        (UNITED, "2021-08-01", HELD, "2021-08-01 (effective)"),
    ],
)
def test_the_other_policies_of_the_starter_base_on_a_day(text, when, kind, told):
    found = on([text], when)
    assert (found.kind, found.text) == (kind, text.key)
    assert told in found.sentence


def rows(*printed: tuple[str, str]) -> tuple[HistoryRow, ...]:
    return tuple(history_row(starts, starts, "", "", effect) for starts, effect in printed)


@pytest.mark.parametrize(
    ("history", "when", "kind", "told"),
    [
        ((("2024-09", "unchanged"), ("2022-03", "changed")), "2022-03-15", THAT_MONTH, "changed in 2022-03"),
        ((("2024-09", "unchanged"), ("2022-03", "changed")), "2022-03-31", INFERRED, "not changed in 2024-09"),
        ((("2024-09", "unchanged"), ("2022-03-10", "changed")), "2022-03-10", INFERRED, "2024-09"),
        ((("2024-09", "unchanged"), ("2022-03-10", "changed")), "2022-03-09", NOT_HELD, "a change of the statements"),
        ((("2024-09", "unchanged"), ("2022-03", "not_said")), "2022-03-15", NOT_HELD, "does not say whether 2022-03"),
        ((("2024-09", "unchanged"), ("2022", "changed")), "2022-03-15", NOT_HELD, "a change of the statements in 2022"),
        ((("2024-09", "unchanged"), ("2022-03", "unchanged")), "2022-03-01", INFERRED, "in 2024-09 and 2022-03"),
        ((("2024-09", "unchanged"), ("2022-03", "unchanged")), "2022-02-28", NOT_HELD, "no further than 2022-03"),
        ((("2024-09", "changed"), ("2022-03", "unchanged")), "2024-09-15", THAT_MONTH, "changed in 2024-09"),
        ((("2023-01", "unchanged"),), "2023-02-01", NOT_HELD, "Nothing tells"),  # what 9/2024 changed
        ((("2023-01", "unchanged"),), "2024-09-15", THAT_MONTH, "that month it began is not told"),
        ((), "2024-09-15", THAT_MONTH, "that month it began is not told"),
        ((), "2024-08-31", NOT_HELD, "Nothing tells"),
    ],
)
def test_history_is_followed_back_no_further_than_it_says_that_nothing_changed(history, when, kind, told):
    found = on([Text("t", "T", "published", dates=(("last_review", "2024-09"),), history=rows(*history))], when)
    assert found.kind == kind
    assert told in found.sentence


def test_a_text_without_dates_is_dated_by_the_newest_row_of_its_history():
    text = Text("t", "T", "published", history=rows(("2024-09", "unchanged"), ("2023-01", "unchanged")))
    assert on([text], "2024-10-01").kind == HELD
    assert on([text], "2023-06-01").kind == INFERRED
    assert on([text], "2022-12-31").kind == NOT_HELD


# Version 1 read from a document and closed, 2 in force, 3 upcoming, a draft; and what was withdrawn or retired.
ONE = Text("1", "One", "published", ends=day("2025-03-01"), dates=(("last_review", "2024-09"),))
TWO = Text("2", "Two", "published", begins=day("2025-03-01"), ends=day("2027-01-01"))
THREE = Text("3", "Three", "published", begins=day("2027-01-01"))
DRAFT = Text("4", "Four", "draft")
WITHDRAWN = Text("w", "W", "withdrawn", begins=day("2025-03-01"), withdrawn=day("2025-06-01"))
NEVER = Text("n", "N", "withdrawn", begins=day("2025-03-01"), withdrawn=day("2025-02-01"))
RETIRED = Text(
    "r", "R", "published", day("2025-03-01"), day("2026-01-01"), purpose="retirement", replaced_by="Policy 9"
)


@pytest.mark.parametrize(
    ("texts", "when", "kind", "text", "told"),
    [
        ([ONE, TWO, THREE, DRAFT], "2025-02-28", HELD, "1", "2024-09 (last review)"),
        ([ONE, TWO, THREE, DRAFT], "2025-03-01", HELD, "2", "in force from 2025-03-01"),
        ([ONE, TWO, THREE, DRAFT], "2026-11-25", HELD, "2", "until the day before 2027-01-01"),
        ([ONE, TWO, THREE, DRAFT], "2026-12-31", HELD, "2", "until the day before 2027-01-01"),
        ([ONE, TWO, THREE, DRAFT], "2027-01-01", HELD, "3", "Nothing held here ends it before"),
        ([DRAFT], "2026-11-25", NOT_HELD, "", "No published text"),
        ([], "2026-11-25", NOT_HELD, "", "No published text"),
        ([TWO], "2025-02-28", NOT_HELD, "2", "takes effect on 2025-03-01; none of before is held"),
        ([ONE, WITHDRAWN], "2025-05-31", HELD, "w", "until the day before 2025-06-01"),
        ([ONE, WITHDRAWN], "2025-06-01", NOT_HELD, "w", "W was withdrawn on 2025-06-01"),
        ([ONE, WITHDRAWN], "2026-11-25", NOT_HELD, "w", "No text was in force on 2026-11-25"),
        ([ONE, NEVER], "2025-03-01", NOT_HELD, "1", "One ended with the day before 2025-03-01"),
        ([ONE, RETIRED], "2025-12-31", HELD, "r", "in force from 2025-03-01"),
        ([ONE, RETIRED], "2026-01-01", NOT_HELD, "r", "retired from 2026-01-01 on; Policy 9 takes its place"),
    ],
)
def test_versions_published_here_answer_for_their_exact_days(texts, when, kind, text, told):
    for order in (texts, texts[::-1]):
        found = on(order, when)
        assert (found.kind, found.text) == (kind, text)
        assert told in found.sentence


def test_between_two_texts_read_from_documents_neither_is_said_to_hold():
    old = Text("old", "Old", "published", dates=(("effective", "2020-01-01"),))
    new = Text("new", "New", "published", dates=(("effective", "2024-01-01"),))
    assert on([new, old], "2020-01-01").text == "old"
    assert on([new, old], "2022-01-01").kind == NOT_HELD
    assert "is not told" in on([new, old], "2022-01-01").sentence
    assert on([new, old], "2024-01-01").text == "new"


@pytest.mark.parametrize("on", ["", "x", "2024-13", "2024-02-30", "2024-09-", "0000"])
def test_what_is_no_date_is_passed_over(on):
    assert stretch(on) is None
    assert answer([Text("t", "T", "published", dates=(("last_review", on),))], TODAY, TODAY).kind == NOT_HELD


START = date(2024, 1, 1)
ALL_DAYS = [START + timedelta(days=number) for number in range(121)]  # four months
EFFECTS = st.sampled_from(list(StatementEffect))
DATED = st.sampled_from(["2024-01", "2024-02", "2024-03", "2024-04", "2024-02-10", "2024-03-01", "2024-03-20"])
HISTORIES = st.lists(st.tuples(DATED, EFFECTS), max_size=3)


def slow_kind(text: Text, when: date) -> AnswerKind:
    """Every day on which each thing may have happened is tried, one thing after the other."""
    happened = [(row.when, row.effect) for row in text.history]
    if not any(row.when.meets(text.own_date.when) for row in text.history):
        happened.append((text.own_date.when, StatementEffect.CHANGED))
    if all(each <= when for each in days_of(text.own_date.when)):
        return HELD
    certain, possible = False, []
    for span, effect in happened:
        if effect == StatementEffect.UNCHANGED:
            continue
        after = [each > when for each in days_of(span)]
        certain |= all(after)
        possible += [(span, effect)] if any(after) else []
    if certain:
        return NOT_HELD
    if not possible:
        return INFERRED if min(span.first for span, _ in happened) <= when else NOT_HELD
    _, effect = max(possible, key=lambda each: (each[0].last, each[0].first))
    return NOT_HELD if effect == StatementEffect.NOT_SAID else THAT_MONTH


def days_of(span: Stretch) -> list[date]:
    return [each for each in ALL_DAYS if span.first <= each <= span.last]


@given(HISTORIES, DATED)
def test_an_answer_is_what_trying_every_day_finds(history, own):
    text = Text("t", "T", "published", dates=(("last_review", own),), history=rows(*history))
    # Of two rows of one month the newest tells first; which of them is newer is not told.
    if len({row.when for row in text.history}) < len(text.history):
        return
    for when in ALL_DAYS:
        assert answer([text], when, TODAY).kind == slow_kind(text, when), when


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(st.lists(DAYS, min_size=2, max_size=6, unique=True), DAYS, DAYS)
def test_later_days_never_go_back_to_an_earlier_version(begins, one, other):
    begins = sorted(begins)
    texts = [
        Text(str(number), str(number), "published", begin, begins[number + 1] if number + 1 < len(begins) else None)
        for number, begin in enumerate(begins)
    ]
    sooner, later = sorted([one, other])
    first, second = answer(texts, sooner, TODAY), answer(texts, later, TODAY)
    assert int(first.text) <= int(second.text)
    if first.kind == HELD:
        assert second.kind == HELD
        assert begins[int(first.text)] <= sooner


@given(HISTORIES, DATED, st.sampled_from(ALL_DAYS))
def test_every_answer_has_one_plain_sentence_or_more_and_a_version(history, own, when):
    found = answer([Text("t", "T", "published", dates=(("effective", own),), history=rows(*history))], when, TODAY)
    assert found.text == "t"
    assert found.sentence.endswith(".")
    assert found.is_whole <= found.has_text
