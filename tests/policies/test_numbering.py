from hypothesis import given
from hypothesis import strategies as st

from policies.numbering import numbered


def test_numbers_are_as_the_document_prints_them():
    found = numbered([("7", 70), ("2", 20)], cited=[20, 70])
    assert found.entries == (("7", 70), ("2", 20))
    assert found.numbers == {70: "7", 20: "2"}


def test_a_work_that_the_document_does_not_number_is_told_apart():
    found = numbered([("1", 10), ("", 11)], cited=[30, 10, 30])
    assert found.entries == (("1", 10), ("L1", 11), ("L2", 30))
    assert found.has_ours


def test_without_printed_numbers_works_are_numbered_as_they_are_first_cited():
    found = numbered([], cited=[30, 10, 30, 20])
    assert found.entries == (("1", 30), ("2", 10), ("3", 20))
    assert not found.has_ours


def test_a_number_that_is_printed_for_two_works_stays_and_is_said():
    found = numbered([("11", 1), ("11", 2), ("12", 3)], cited=[])
    assert found.numbers == {1: "11", 2: "11", 3: "12"}
    assert found.shared == ["11"]


def test_of_two_numbers_of_one_work_the_first_is_cited():
    assert numbered([("3", 1), ("9", 1)], cited=[1]).numbers == {1: "3"}


WORKS = st.integers(1, 9)


@given(st.lists(st.tuples(st.sampled_from(["", "1", "2", "3"]), WORKS)), st.lists(WORKS))
def test_every_work_has_a_number_and_every_printed_number_stands(printed, cited):
    found = numbered(printed, cited)
    assert set(found.numbers) == {work for _, work in printed} | set(cited)
    assert [entry for entry in printed if entry[0]] == list(found.entries[: sum(1 for each in printed if each[0])])
    assert all(number for number, _ in found.entries)
