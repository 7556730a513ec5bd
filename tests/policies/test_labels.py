"""The computed labels of a criteria tree."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.labels import STYLES, computed_labels, last_part, numeral


@dataclass
class Node:
    children: list["Node"] = field(default_factory=list)
    printed_label: str = ""


trees = st.recursive(st.builds(Node), lambda inner: st.builds(Node, st.lists(inner, max_size=5)), max_leaves=40)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def size(node: Node) -> int:
    return 1 + sum(size(child) for child in node.children)


def of_roman(text: str) -> int:
    values = [ROMAN[sign] for sign in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def of_letters(text: str) -> int:
    number = 0
    for sign in text:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number


@pytest.mark.parametrize(
    ("number", "style", "label"),
    [
        (1, "upper", "A"),
        (26, "upper", "Z"),
        (27, "upper", "AA"),
        (52, "lower", "az"),
        (703, "upper", "AAA"),
        (12, "decimal", "12"),
        (4, "roman", "iv"),
        (9, "roman", "ix"),
        (49, "roman", "xlix"),
        (1994, "roman", "mcmxciv"),
    ],
)
def test_numeral_is_written_in_its_style(number, style, label):
    assert numeral(number, style) == label


@given(st.integers(1, 3999))
def test_roman_numeral_can_be_read_back(number):
    text = numeral(number, "roman")
    assert of_roman(text) == number
    assert not any(sign * 4 in text for sign in ROMAN)


@given(st.integers(1, 10**6))
def test_letters_can_be_read_back(number):
    assert of_letters(numeral(number, "upper")) == number
    assert numeral(number, "lower") == numeral(number, "upper").lower()


def test_each_level_has_the_style_of_its_depth():
    deepest = Node()
    chain = Node([Node(), Node([Node(), Node([Node(), Node([Node(), Node([deepest])])])])])
    assert [label for _, label in computed_labels(chain)] == [
        "",
        "A",
        "B",
        "B.1",
        "B.2",
        "B.2.a",
        "B.2.b",
        "B.2.b.i",
        "B.2.b.ii",
        "B.2.b.ii.A",
    ]


def test_root_bears_the_label_of_its_statement():
    root = Node([Node(), Node([Node()])], printed_label="IV.")
    assert [label for _, label in computed_labels(root)] == ["IV", "IV.A", "IV.B", "IV.B.1"]


@given(trees)
def test_every_node_has_a_label_of_its_own_in_the_order_of_the_tree(tree):
    labels = computed_labels(tree)
    assert [order for order, _ in labels] == list(range(size(tree)))
    assert len({label for _, label in labels}) == len(labels)


def test_beside_printed_labels_a_node_without_one_is_told_by_its_place_in_brackets():
    sets = Node([Node(printed_label="1."), Node([Node(), Node()], printed_label="2.")])
    root = Node([Node(printed_label="A."), Node([Node(), sets], printed_label="B.")], printed_label="I.")
    assert [label for _, label in computed_labels(root)] == [
        "I",
        "I.A",
        "I.B",
        "I.B(1)",
        "I.B(2)",
        "I.B.1",
        "I.B.2",
        "I.B.2(1)",
        "I.B.2(2)",
    ]


@pytest.mark.parametrize(
    ("label", "last"), [("", ""), ("A", "(A)"), ("A.1.a", "(a)"), ("I.B(2)", "(2)"), ("(1)(12)", "(12)")]
)
def test_last_part_tells_a_node_from_its_siblings(label, last):
    assert last_part(label) == last


@given(trees)
def test_label_begins_with_that_of_the_parent(tree):
    labels = iter(computed_labels(tree))

    def check(node: Node, parent: list[str]):
        _, label = next(labels)
        parts = label.split(".") if label else []
        assert parts[:-1] == parent
        for child in node.children:
            check(child, parts)

    next(labels)
    for child in tree.children:
        check(child, [])


@given(st.integers(1, 30), st.sampled_from(STYLES))
def test_numerals_of_siblings_differ(count, style):
    assert len({numeral(number, style) for number in range(1, count + 1)}) == count
