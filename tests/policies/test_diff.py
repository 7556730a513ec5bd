"""What changed between two versions, and what each change is proposed as: structure and polarity."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.versions import trees as diff_trees
from policies.versions import truth_tables
from policies.versions.change_classes import text_changed
from policies.versions.diff import compare
from policies.versions.particulars import particulars
from policies.versions.values import DefinitionText, Listed, Node, SelectionGroup
from tests.policies.version_values import INVESTIGATIONAL, NECESSARY, group, leaf, statement, trees, version

REVERSED = {"tightened": "loosened", "loosened": "tightened"}


def changes(before: Node | None, after: Node | None, position: str = NECESSARY) -> list[tuple[str, str, str]]:
    """(kind, about, proposed class) of each change of one statement."""
    found = compare(version(statement(before, position=position)), version(statement(after, position=position)))
    return [(each.kind.value, each.about, each.proposal.change_class.value) for each in found.changes]


AB, ABC = ("a", "b"), ("a", "b", "c")
STRUCTURE = [
    # before, after, kind, about, class under a medically necessary statement
    (group("all", "r", *AB), group("any", "r", *AB), "logic", "r", "loosened"),
    (group("any", "r", *AB), group("all", "r", *AB), "logic", "r", "tightened"),
    (group("all", "r", *AB), group("all", "r", *ABC), "added", "c", "tightened"),
    (group("all", "r", *ABC), group("all", "r", *AB), "removed", "c", "loosened"),
    (group("any", "r", *AB), group("any", "r", *ABC), "added", "c", "loosened"),
    (group("any", "r", *ABC), group("any", "r", *AB), "removed", "c", "tightened"),
    (group("at_least", "r", *ABC, minimum=1), group("at_least", "r", *ABC, minimum=2), "logic", "r", "tightened"),
    (group("at_least", "r", *ABC, minimum=3), group("at_least", "r", *ABC, minimum=2), "logic", "r", "loosened"),
    (group("at_least", "r", *AB, minimum=1), group("at_least", "r", *ABC, minimum=1), "added", "c", "loosened"),
    (group("any", "r", *ABC), group("at_least", "r", *ABC, minimum=2), "logic", "r", "tightened"),
    (group("all", "r", *ABC), group("at_least", "r", *ABC, minimum=2), "logic", "r", "loosened"),
    (group("any", "r", *ABC), group("at_least", "r", *ABC, minimum=1), "logic", "r", "reorganised"),
    (group("all", "r", *ABC), group("at_least", "r", *ABC, minimum=3), "logic", "r", "reorganised"),
    (group("any", "r", "a"), group("all", "r", "a"), "logic", "r", "reorganised"),
    (group("none", "r", *AB), group("none", "r", *ABC), "added", "c", "tightened"),
    (group("none", "r", *ABC), group("none", "r", *AB), "removed", "c", "loosened"),
    (None, group("all", "r", *AB), "added", "r", "tightened"),
    (group("all", "r", *AB), None, "removed", "r", "loosened"),
]


@pytest.mark.parametrize(("before", "after", "kind", "about", "expected"), STRUCTURE)
def test_structure_and_polarity_tell_the_class(before, after, kind, about, expected):
    assert changes(before, after) == [(kind, about, expected)]
    other = REVERSED.get(expected, expected)
    for position in (INVESTIGATIONAL, "not_medically_necessary"):
        assert changes(before, after, position) == [(kind, about, other)]
    open_to_all = expected if expected == "reorganised" else "not_stated"
    assert changes(before, after, "not_stated") == [(kind, about, open_to_all)]


@pytest.mark.parametrize("depth", range(4))
@pytest.mark.parametrize(("before", "after", "kind", "about", "expected"), STRUCTURE[:16])
def test_each_none_of_above_reverses_the_sense(before, after, kind, about, expected, depth):
    for level in range(depth):
        before, after = (group("none", f"n{level}", tree) for tree in (before, after))
    wanted = REVERSED.get(expected, expected) if depth % 2 else expected
    assert changes(before, after) == [(kind, about, wanted)]


def test_the_reason_says_it_in_words():
    found = compare(
        version(statement(group("none", "n", group("all", "r", *AB)), position=INVESTIGATIONAL)),
        version(statement(group("none", "n", group("any", "r", *AB)), position=INVESTIGATIONAL)),
    )
    assert found.changes[0].proposal.reason == (
        '"all of" became "any of". Inside a "none of" the sense reverses. Fewer cases fall under the statement, which '
        "holds them investigational: the sense reverses."
    )


def test_criteria_gathered_into_a_group_are_judged_by_all_cases_together():
    """Naively a group added under "all of" would tighten; here two conditions became alternatives."""
    before = group("all", "r", *ABC)
    after = group("all", "r", "a", group("any", "g", "b", "c"))
    assert changes(before, after) == [
        ("added", "g", "loosened"),
        ("moved", "b", "loosened"),
        ("moved", "c", "loosened"),
    ]
    same = group("all", "r", "a", group("all", "g", "b", "c"))
    assert {each for _, _, each in changes(before, same)} == {"reorganised"}


def test_order_and_labels_alone_are_reorganised():
    before = group("all", "r", leaf("a", label="1."), "b")
    after = group("all", "r", "b", leaf("a", label="2."))
    assert changes(before, after) == [("reordered", "r", "reorganised"), ("relabelled", "a", "reorganised")]


def test_a_condition_that_became_a_group_has_to_be_read():
    before = group("all", "r", leaf("a"))
    after = group("all", "r", group("any", "a", "x", "y", text="a"))
    assert changes(before, after) == [
        ("logic", "a", "not_stated"),
        ("added", "x", "not_stated"),
        ("added", "y", "not_stated"),
    ]


def test_other_terms_have_to_be_read():
    before, after = (group("all", "r", leaf("a", terms=terms)) for terms in (("Melanoma",), ("Breast cancer",)))
    assert changes(before, after) == [("terms", "a", "not_stated")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Unresectable disease", "unresectable  disease.", "editorial"),
        ("disease, diffuse", "diffuse disease", "editorial"),
        ("A neuroendocrine tumour", "A neuroendocrine tumour, carcinoid and noncarcinoid", "clarified"),
        ("ECOG 0-2", "ECOG 0-1", "not_stated"),
        ("Liver-dominant disease", "Liver-dominant disease, not progressive", "not_stated"),
        ("Refractory to chemotherapy", "Refractory to systemic therapy", "not_stated"),
        ("Diffuse, symptomatic disease", "Diffuse disease", "not_stated"),
        ("", "A new text", "not_stated"),
        ("A text", "", "not_stated"),
    ],
)
def test_words_never_tell_tightened_from_loosened(before, after, expected):
    assert text_changed(before, after).change_class == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (NECESSARY, INVESTIGATIONAL, "tightened"),
        (INVESTIGATIONAL, NECESSARY, "loosened"),
        (NECESSARY, "not_medically_necessary", "tightened"),
        ("not_medically_necessary", NECESSARY, "loosened"),
        (INVESTIGATIONAL, "not_medically_necessary", "not_stated"),
        ("not_stated", NECESSARY, "not_stated"),
        (INVESTIGATIONAL, "not_stated", "not_stated"),
    ],
)
def test_a_position_that_changed(before, after, expected):
    found = compare(version(statement(position=before)), version(statement(position=after)))
    assert [(each.kind, each.proposal.change_class) for each in found.changes] == [("position", expected)]


def test_criteria_under_a_position_that_changed_too_are_left_to_the_reader():
    found = compare(
        version(statement(group("all", "r", *AB))),
        version(statement(group("any", "r", *AB), position=INVESTIGATIONAL)),
    )
    assert [each.proposal.change_class for each in found.changes] == ["tightened", "not_stated"]


HCC, ICC = ("hcc", "HCC"), ("icc", "ICC")


def test_new_and_removed_indications_and_those_that_only_moved():
    one = version(statement(key="one", indications=(HCC,)))
    both = version(statement(key="one", indications=(HCC,)), statement(key="two", indications=(ICC,)))
    joined = version(statement(key="one", indications=(HCC, ICC)))

    def told(before, after):
        return [(c.kind.value, c.about, c.proposal.change_class.value) for c in compare(before, after).changes]

    assert told(one, both) == [("statement_added", "two", "new_indication")]
    assert told(both, one) == [("statement_removed", "two", "indication_removed")]
    assert told(one, joined) == [("indication_added", "one/icc", "new_indication")]
    assert told(joined, one) == [("indication_removed", "one/icc", "indication_removed")]
    assert told(both, joined) == [
        ("indication_added", "one/icc", "reorganised"),
        ("statement_removed", "two", "reorganised"),
    ]


def test_an_exception_more_takes_cases_out_of_an_investigational_rest():
    rest = statement(key="rest", kind="residual", position=INVESTIGATIONAL, scope="All", covers="other_indications")
    wider, narrower = replace(rest, covers="both"), replace(rest, exceptions=("one",))
    for after, expected in ((wider, "tightened"), (narrower, "loosened"), (replace(rest, scope="Liver"), "not_stated")):
        found = compare(version(rest), version(after)).changes
        assert [(each.kind, each.proposal.change_class) for each in found] == [("remainder", expected)]


def test_what_a_reconstructed_version_does_not_hold_is_not_known_and_no_change():
    older = version(statement(group("all", "r", leaf("a", "a")), key="one"), complete=False)
    newer = version(
        statement(group("all", "r", leaf("a", "a and b")), key="one"),
        statement(key="two", indications=(ICC,)),
        codes=(Listed("c", "C22", "listed"),),
    )
    for first, second in ((older, newer), (newer, older)):
        found = compare(first, second, particulars(first, second))
        assert [each.about for each in found.changes] == ["a"]
        assert [each.key for each in found.not_known] == ["two"]


def test_what_stands_outside_the_statements():
    older = version(
        definitions=(DefinitionText("d", "Diffuse", "In both lobes"),),
        selection=(SelectionGroup("g", "Reserved for", "should", (("ECOG 0-2", ""),), frozenset({NECESSARY})),),
        codes=(Listed("c", "C22.0", "when met"), Listed("gone", "C22.1", "when met")),
        dates=(Listed("origin", "Origin", "2011"),),
        references=(Listed("a-2020", "A 2020", "One"),),
    )
    newer = version(
        definitions=(DefinitionText("d", "Diffuse", "In both lobes of the liver"),),
        selection=(
            SelectionGroup(
                "g", "Reserved for", "must", (("ECOG 0-1", ""), ("Adequate reserve", "")), frozenset({NECESSARY})
            ),
        ),
        codes=(Listed("c", "C22.0", "listed"), Listed("new", "C22.9", "when met")),
        dates=(Listed("origin", "Origin", "2012"),),
        references=(Listed("a-2020", "A 2020", "One"), Listed("b-2021", "B 2021", "Two")),
    )
    found = [(c.kind.value, c.about, c.proposal.change_class.value) for c in particulars(older, newer)]
    assert found == [
        ("definition", "d", "clarified"),
        ("selection", "g/strength", "tightened"),
        ("selection", "g/1", "not_stated"),
        ("selection", "g/2", "tightened"),
        ("code", "c", "codes_only"),
        ("code", "new", "codes_only"),
        ("code", "gone", "codes_only"),
        ("date", "origin", "editorial"),
        ("reference", "b-2021", "editorial"),
    ]
    assert particulars(older, older) == ()


def told_of(found) -> set[tuple[str, str]]:
    return {(each.about, each.proposal.change_class.value) for each in found.changes}


@given(trees(), st.sampled_from([NECESSARY, INVESTIGATIONAL]))
def test_a_version_compared_with_itself_has_no_change(tree, position):
    same = version(statement(tree, position=position, indications=(HCC,)))
    found = compare(same, same, particulars(same, same))
    assert (found.changes, found.not_known, found.statements[0].together) == ([], (), None)


@given(trees(), trees(), st.sampled_from([NECESSARY, INVESTIGATIONAL]))
def test_the_way_back_swaps_tightened_and_loosened(before, after, position):
    there, back = (version(statement(tree, position=position)) for tree in (before, after))
    forth, reverse = compare(there, back), compare(back, there)
    telling = {pair for pair in told_of(forth) if pair[1] in REVERSED}
    assert {(about, REVERSED[each]) for about, each in telling} == {
        pair for pair in told_of(reverse) if pair[1] in REVERSED
    }


@given(trees(), trees())
def test_every_difference_is_told_and_every_name_is_one_change(before, after):
    found = compare(version(statement(before)), version(statement(after)))
    assert bool(found.changes) == (before != after)
    names = [each.name for each in found.changes]
    assert len(names) == len(set(names))
    fingerprints = {each.fingerprint for each in found.changes}
    assert len(fingerprints) == len(names)


@given(trees(logics=("all", "any", "at_least")), st.data())
def test_one_criterion_more_is_judged_as_trying_every_case_judges_it(tree, data):
    """The rule is local; the truth table looks at the whole tree. They differ only where nothing changes at all."""
    groups = [node for node in tree.all() if node.children]
    if not groups:
        return
    chosen = data.draw(st.sampled_from(groups)).key
    after = with_child(tree, chosen, leaf("new"))
    [(kind, _, proposed)] = changes(tree, after)
    effect = truth_tables.effect(tree, after)
    assert kind == "added"
    assert effect == 0 or proposed == {1: "loosened", -1: "tightened"}[effect]


def with_child(node: Node, parent: str, child: Node) -> Node:
    children = tuple(with_child(each, parent, child) for each in node.children)
    return replace(node, children=(*children, child) if node.key == parent else children)


@given(trees(), trees())
def test_both_trees_are_aligned_whole_each_criterion_once(before, after):
    rows = diff_trees.aligned(before, after)
    assert sorted(old.key for _, old, _ in rows if old) == sorted({node.key for node in before.all()})
    assert [new.key for _, _, new in rows if new] == [node.key for node in after.all()]
    assert all(old is None or new is None or old.key == new.key for _, old, new in rows)
