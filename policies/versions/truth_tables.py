"""Whether one criteria tree lets more cases through than another, decided over all cases there can be. Pure.

Every condition is true or false of a case. A column of the truth table is one integer, a bit for each case, so that
"all of" is `&` and "any of" is `|`.
"""

from policies.versions.values import Node
from policies.vocabulary import CriterionLogic

MOST_CONDITIONS = 16  # 65,536 cases


def effect(before: Node | None, after: Node | None) -> int | None:
    """1 where more cases meet the tree after than before, -1 fewer, 0 the same ones.

    None where neither holds (some are gained and some lost), or where there are too many conditions to tell. Without a
    tree every case meets it.
    """
    leaves = {node.key for tree in (before, after) if tree for node in tree.all() if not node.lead}
    if len(leaves) > MOST_CONDITIONS:
        return None
    columns = _columns(sorted(leaves))
    everything = (1 << (1 << len(leaves))) - 1
    old = _met(before, columns, everything) if before else everything
    new = _met(after, columns, everything) if after else everything
    if old == new:
        return 0
    if old & new == old:
        return 1
    return -1 if old & new == new else None


def _columns(leaves: list[str]) -> dict[str, int]:
    """For each leaf the cases in which it is true: every second, every second pair, and so on."""
    everything = (1 << (1 << len(leaves))) - 1
    found = {}
    for place, key in enumerate(leaves):
        half = 1 << place
        block = ((1 << half) - 1) << half
        found[key] = block * (everything // ((1 << (2 * half)) - 1))
    return found


def _met(node: Node, columns: dict[str, int], everything: int) -> int:
    if not node.lead:
        return columns[node.key]
    children = [_met(child, columns, everything) for child in node.children]
    if node.logic == CriterionLogic.ALL:
        return _at_least(len(children), children, everything)
    if node.logic == CriterionLogic.AT_LEAST:
        return _at_least(node.minimum or 0, children, everything)
    met = _at_least(1, children, everything)
    return met if node.logic == CriterionLogic.ANY else everything & ~met


def _at_least(wanted: int, children: list[int], everything: int) -> int:
    """The cases in which `wanted` of the children or more are met."""
    counts = [everything] + [0] * wanted
    for child in children:
        for count in range(wanted, 0, -1):
            counts[count] |= counts[count - 1] & child
    return counts[wanted]
