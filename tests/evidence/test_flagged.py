"""Lists of flags and their counts, against the slow obvious answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from evidence.flags import conflicts
from evidence.flags import reading as flagged
from evidence.flags.query import CONFLICT_FACETS, FLAG_FACETS, FlagQuery
from evidence.models import Flag, FlagAcceptance
from search.models import Change
from tests.evidence.flag_world import accept, figure, make_flag, make_world

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()

ADDRESSES = [
    "",
    "state=accepted",
    "state=all",
    "grade=impossible",
    "grade=impossible&grade=unlikely&rule=p_above_zero",
    "document=first",
    "document=first&document=second&state=all",
    "study=s1&grade=look_again&state=all",
    "document=third&study=s2&study=s3&rule=percent_of_count&state=all",
    "grade=nonsense",
    "policy=nowhere",
]


def values_of(flag: Flag, facet: str) -> set[str]:
    return {
        "grade": {flag.grade},
        "rule": {flag.rule},
        "document": {each["document"] for each in flag.figures},
        "policy": {flag.policy} - {""},
        "study": {flag.study.key} if flag.study else set(),
        "between": {f"{a}~{b}" for a in documents_of(flag) for b in documents_of(flag) if a < b},
    }[facet]


def documents_of(flag: Flag) -> list[str]:
    return [each["document"] for each in flag.figures]


def fits(flag: Flag, query: FlagQuery, but: str = "") -> bool:
    accepted = FlagAcceptance.objects.filter(fingerprint=flag.fingerprint).exists()
    if query.state != "all" and accepted != (query.state == "accepted"):
        return False
    return all(values_of(flag, facet) & set(values) for facet, values in query.chosen if facet != but)


def counted_slowly(flags: list[Flag], query: FlagQuery, facet: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for flag in flags:
        if fits(flag, query, but=facet):
            for value in values_of(flag, facet):
                numbers[value] = numbers.get(value, 0) + 1
    return numbers


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_list_and_its_counts_are_those_of_a_slow_loop(address):
    flags, query = make_world(), FlagQuery.from_params(QueryDict(address))
    expected = [flag.fingerprint for flag in flags if fits(flag, query)]
    assert [flag.fingerprint for flag in flagged.flags_of(query, NOBODY)] == expected
    assert flagged.page_of(query, NOBODY).paginator.count == len(expected)
    counts = flagged.counts(query, NOBODY)
    assert counts == {facet: counted_slowly(flags, query, facet) for facet in FLAG_FACETS}
    states = flagged.state_counts(query, NOBODY)
    for state, number in states.items():
        assert number == sum(fits(flag, query.in_state(state)) for flag in flags)


CONFLICT_ADDRESSES = [
    "",
    "state=all",
    "state=accepted",
    "between=first~second",
    "between=first~second&between=second~third&state=all",
    "study=s0&state=all",
    "study=s0&between=first~third&state=all",
    "between=first",
    "between=~",
]


@pytest.mark.parametrize("address", CONFLICT_ADDRESSES)
def test_conflicts_and_their_counts_are_those_of_a_slow_loop(address):
    flags = [flag for flag in make_world() if len(documents_of(flag)) > 1]
    query = FlagQuery.from_params(QueryDict(address), CONFLICT_FACETS)
    page = conflicts.page_of(query, NOBODY)
    shown = {row.flag.fingerprint for study in page for row in study.rows}
    assert shown == {flag.fingerprint for flag in flags if fits(flag, query)}
    counts = conflicts.counts(query, NOBODY)
    assert counts == {facet: counted_slowly(flags, query, facet) for facet in CONFLICT_FACETS}
    for state, number in conflicts.state_counts(query, NOBODY).items():
        assert number == sum(fits(flag, query.in_state(state)) for flag in flags)


def test_conflicts_stand_by_study_with_a_column_for_each_document():
    flags = make_world()
    query = FlagQuery.from_params(QueryDict("state=all"), CONFLICT_FACETS)
    page = list(conflicts.page_of(query, NOBODY))
    assert [study.study for study in page] == ["Study 0", "Of no one study"]
    assert page[0].documents == ["first", "second", "third"]
    row = next(row for row in page[0].rows if row.flag.fingerprint == flags[4].fingerprint)
    assert [cell.document for cell in row.cells] == ["first", "second", "third"]
    second, third = row.cells[1], row.cells[2]
    assert row.cells[0].figures == []
    assert [(place.text, pieces) for place, pieces in second.figures] == [("4.0", [("4.0", True)])]
    assert [(place.text, pieces) for place, pieces in third.figures] == [("4.1", [("4.1", True)])]


def test_figures_of_one_document_in_a_conflict_all_stand_in_its_column():
    study = make_world()[1].study
    figures = [figure("first", "12", about="Arms"), figure("first", "13"), figure("second", "26")]
    make_flag("sum", figures, study=study)
    query = FlagQuery.from_params(QueryDict("study=s1"), CONFLICT_FACETS)
    (found,) = conflicts.page_of(query, NOBODY)
    assert found.documents == ["first", "second"]
    assert [[place.text for place, _ in cell.figures] for cell in found.rows[0].cells] == [["12", "13"], ["26"]]


def test_by_rule_counts_open_flags_by_grade_and_the_accepted():
    flags = make_world()
    for rule, numbers in flagged.by_rule(NOBODY).items():
        of_rule = [flag for flag in flags if flag.rule == rule]
        accepted = [flag for flag in of_rule if fits(flag, FlagQuery(state="accepted"))]
        assert numbers.pop("accepted") == len(accepted)
        assert sum(numbers.values()) == len(of_rule) - len(accepted)


def test_the_last_run_says_whether_content_changed_since():
    assert flagged.last_run() is None
    make_world()
    assert flagged.last_run()["changed_since"] is False
    Change.objects.create(type="study", key="s1")
    assert flagged.last_run()["changed_since"] is True


def test_a_flag_whose_figures_changed_is_open_again():
    """An acceptance is held to the fingerprint: a run that finds other figures makes another one."""
    make_world()
    flag = Flag.objects.get(fingerprint="f01")
    accept(flag)
    assert not flagged.flags_of(FlagQuery(), NOBODY).filter(pk=flag.pk).exists()
    Flag.objects.filter(pk=flag.pk).update(fingerprint="f01-with-other-figures")
    assert flagged.flags_of(FlagQuery(), NOBODY).filter(pk=flag.pk).exists()
