"""Notice and the drafted texts: pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policies.publishing import drafting
from policies.publishing.drafting import ChangeTold, Publication
from policies.publishing.notice import notice_of
from policies.vocabulary import ChangeClass, ChangeKind

DAYS = {"tightened": 60, "indication_removed": 30, "clarified": 0}
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("classes", "days", "because"),
    [
        ([], 0, ""),
        (["clarified", "editorial"], 0, ""),
        (["indication_removed", "clarified"], 30, "indication_removed"),
        (["indication_removed", "tightened"], 60, "tightened"),
    ],
)
def test_the_longest_notice_of_one_change_is_that_of_all(classes, days, because):
    notice = notice_of(classes, DAYS)
    assert (notice.days, notice.because) == (days, because)


@given(some.lists(some.sampled_from(sorted(DAYS))), some.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_is_early_where_fewer_days_lie_between_than_the_longest(classes, day):
    asked = max([DAYS[each] for each in classes], default=0)
    too_early = bool(asked) and (day - TODAY).days < asked
    assert bool(notice_of(classes, DAYS).objection(TODAY, day)) == too_early


def test_the_objection_names_the_class_and_the_earliest_day():
    assert notice_of(["tightened"], DAYS).objection(TODAY, date(2026, 12, 25)) == (
        "A change classed “Tightened” asks for 60 days of notice; 2026-12-25 gives 30. The earliest day is 2027-01-24."
    ).replace("“Tightened”", "“tightened”")


def change(change_class: str, before="Old words.", after="New words."):
    return ChangeTold(ChangeKind.TEXT, "Statement I", before, after, change_class)


def about(*changes, **values) -> Publication:
    told = {"payer": "A plan", "policy": "Livers (policy 1)", "purpose": "revision", "reason": "", **values}
    return Publication(**told, changes=changes)


@pytest.mark.parametrize(
    ("publication", "text"),
    [
        (about(change("tightened"), change("clarified"), change("clarified")), "Revised: tightened 1, clarified 2."),
        (about(change("")), "Revised: not classed yet 1."),
        (about(), "Revised; no statement or criterion changed."),
        (about(purpose="reaffirmation"), "Reviewed; no change."),
        (about(purpose="new"), "New policy."),
        (
            about(change("editorial"), purpose="correction", reason="A typo."),
            "Corrected: editorial, intent unchanged 1. A typo.",
        ),
        (
            about(purpose="retirement", reason="Merged.", ends_on="2027-02-01", replaced_by="Tumours (policy 2)"),
            "Retired on 2027-02-01, replaced by Tumours (policy 2). Merged.",
        ),
        (about(purpose="reaffirmation", effective_on="2027-01-01"), "Reviewed; no change. Effective 2027-01-01."),
    ],
)
def test_the_history_row_says_what_kind_of_publication_it_is(publication, text):
    assert drafting.history_text(publication) == text


def test_the_summary_tells_each_change_from_what_to_what():
    told = drafting.change_summary(about(change("tightened"), change("editorial", before="")))
    assert told.splitlines() == [
        "- Statement I: text changed (tightened). Before: Old words. Now: New words",
        "- Statement I: text changed (editorial, intent unchanged). Now: New words",
    ]


def test_the_bulletin_tells_what_matters_and_counts_the_rest():
    told = drafting.bulletin(
        about(change("tightened"), change("editorial"), effective_on="2027-01-24"), "https://x/p/", "us"
    )
    assert told.startswith("A plan: Livers (policy 1)\n\nEffective 2027-01-24.\n")
    assert "1 other change of form alone." in told
    assert "https://x/p/" in told
    assert "Questions: us." in told
    assert told.count("- Statement I") == 1


@given(some.text(max_size=2000), some.sampled_from(ChangeClass.values))
def test_a_long_text_is_quoted_in_part_on_one_line(text, change_class):
    line = drafting.line(change(change_class, after=text))
    assert "\n" not in line
    assert len(line) < 2 * drafting.LONGEST_QUOTED + 100
