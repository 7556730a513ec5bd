import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.health import citations
from policies.health.findings import Place
from tests.policies.health.world import HERE, citation, fact, guideline

LIST = [citation("1", "5, 100"), citation("2", "101"), citation("3", "7-8, 102")]
NEWER = Place("3.2024", "/guidelines/g/")


def test_a_work_that_stands_in_the_list_alone_is_cited_nowhere():
    (found,) = citations.cited_nowhere(LIST, "printed")
    assert (found.severity, found.sentence) == (
        "owed",
        "2. Author 2 stands in the list, and nothing in the text cites it.",
    )


def test_a_work_of_which_something_was_entered_is_used():
    assert citations.cited_nowhere([*LIST[:1], citation("2", "101", is_used=True)], "printed") == []


def test_a_document_without_a_list_has_each_work_in_its_text():
    assert citations.cited_nowhere([citation("1", "10"), citation("2", "30")], "not_printed") == []


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(0, 50)), min_size=1))
def test_lines_are_read_as_they_are_written(places):
    spans = [(start, start + more) for start, more in places]
    written = ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)
    assert citations.spans(written) == spans


@pytest.mark.parametrize("relation", list(citations.TOLD))
def test_a_version_that_was_overtaken_names_the_newer_one(relation):
    (found,) = citations.superseded([guideline(overtaken=((relation, NEWER),))])
    assert found.severity == "superseded"
    assert found.sentence.endswith(f"{citations.TOLD[relation]} 3.2024.")
    assert found.others == (NEWER,)


def test_the_newest_later_edition_held_here_is_named():
    editions = ((("", "002023", "000001"), HERE), (("", "002024", "000003"), NEWER), (("", "002021", "000009"), HERE))
    (found,) = citations.superseded([guideline(editions=editions)])
    assert found.others == (NEWER,)


@pytest.mark.parametrize(
    "row",
    [
        guideline(),
        guideline(editions=((("", "002021", "000009"), HERE),)),
        guideline(order=None, editions=((("", "002024", "000001"), HERE),)),
        guideline(editions=((("2024", "000000"), HERE),)),  # by year and by number: in no order
    ],
)
def test_the_newest_and_what_is_in_no_order_are_not_overtaken(row):
    assert citations.superseded([row]) == []


def test_a_version_that_is_only_linked_asks_for_a_look():
    (found,) = citations.superseded([guideline(is_cited=False, overtaken=(("replaces", NEWER),))])
    assert found.severity == "look again"


def approval(address="https://x.org/P200029B.pdf", title="Summary: Sphere", **values):
    return citation("21", "200", kind="regulatory", title=title, address=address, **values)


DEVICES = {"sphere": "Sphere", "other": "Other"}


def test_text_that_stops_before_the_approval_it_cites_is_out_of_date():
    (found,) = citations.regulation_behind([approval()], [fact("HDE", "2007")], DEVICES)
    assert found.severity == "out of date"
    assert "stops at the humanitarian device exemption of 2007" in found.sentence
    assert "file P200029, premarket approval, of 2020 or later" in found.sentence


def test_the_approval_in_the_text_is_enough():
    assert citations.regulation_behind([approval()], [fact("HDE", "2007"), fact("PMA", "2021-03-17")], DEVICES) == []
    assert citations.regulation_behind([approval()], [fact("HDE", reference="r21")], DEVICES) == []


def test_the_approval_of_another_device_is_not():
    facts = [fact("HDE", "2007"), fact("PMA", "2021", device="Other")]
    assert len(citations.regulation_behind([approval()], facts, DEVICES)) == 1


def test_a_printed_year_later_than_the_text_is_found_without_a_file_number():
    later = approval(address="", year="2019")
    assert len(citations.regulation_behind([later], [fact("PMA", "2010-05")], DEVICES)) == 1
    assert citations.regulation_behind([later], [fact("PMA", "2019")], DEVICES) == []


def test_nothing_is_said_where_nothing_is_known():
    assert citations.regulation_behind([approval(address="")], [fact("PMA")], DEVICES) == []
    assert citations.regulation_behind([citation("1", "9")], [fact("HDE", "1999")], DEVICES) == []


def test_a_policy_without_a_word_on_regulation_is_told_so():
    (found,) = citations.regulation_behind([approval()], [], DEVICES)
    assert "The text on Sphere states no approval" in found.sentence
