"""Whether more or fewer cases meet a tree, against trying every case one by one."""

from itertools import product

import pytest
from hypothesis import given

from policies.versions import truth_tables
from policies.versions.truth_tables import effect
from policies.versions.values import Node
from tests.policies.version_values import group, trees


def is_met(node: Node, case: dict[str, bool]) -> bool:
    if not node.children:
        return case[node.key]
    count = sum(is_met(child, case) for child in node.children)
    wanted = {"all": len(node.children), "any": 1, "none": 1, "at_least": node.minimum}[node.logic]
    return (count >= wanted) != (node.logic == "none")


def tried_one_by_one(before: Node, after: Node) -> int | None:
    keys = sorted({node.key for tree in (before, after) for node in tree.all() if not node.children})
    cases = [dict(zip(keys, values, strict=True)) for values in product([False, True], repeat=len(keys))]
    old, new = ([is_met(tree, case) for case in cases] for tree in (before, after))
    gained = any(now and not was for was, now in zip(old, new, strict=True))
    lost = any(was and not now for was, now in zip(old, new, strict=True))
    return None if gained and lost else int(gained) - int(lost)


@given(trees(), trees())
def test_it_agrees_with_trying_every_case(before, after):
    assert effect(before, after) == tried_one_by_one(before, after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (group("all", "r", "a", "b"), group("any", "r", "a", "b"), 1),
        (group("all", "r", "a", "b"), group("all", "r", "a", group("any", "g", "b", "c")), 1),
        (group("all", "r", "a", "b", "c"), group("all", "r", "a", group("any", "g", "b", "c")), 1),
        (group("all", "r", "a", "b"), group("all", "r", group("all", "g", "a", "b")), 0),
        (group("all", "r", "a"), group("all", "r", "b"), None),
        (None, group("all", "r", "a"), -1),
        (group("all", "r", "a"), None, 1),
        (None, None, 0),
    ],
)
def test_what_changes_how_many_cases_are_let_through(before, after, expected):
    assert effect(before, after) == expected


def test_beyond_what_can_be_tried_it_is_not_told():
    wide = group("all", "r", *(f"c{n}" for n in range(truth_tables.MOST_CONDITIONS)))
    assert effect(wide, wide) == 0
    wider = group("all", "r", *(f"c{n}" for n in range(truth_tables.MOST_CONDITIONS + 1)))
    assert effect(wide, wider) is None
