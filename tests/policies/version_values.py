"""Small criteria trees for the tests of comparisons, and Hypothesis's ways to make more."""

from hypothesis import strategies as st

from policies.versions.values import Node, StatementTree, VersionTree

NECESSARY, INVESTIGATIONAL = "medically_necessary", "investigational"
GROUPS = ("all", "any", "at_least", "none")


def leaf(key: str, text: str = "", **more) -> Node:
    return Node(key, text=text or key, **more)


def group(logic: str, key: str, *children: Node | str, minimum: int | None = None, **more) -> Node:
    made = tuple(leaf(child) if isinstance(child, str) else child for child in children)
    return Node(key, logic, minimum=minimum, children=made, **more)


def statement(tree: Node | None = None, *, key: str = "s", position: str = NECESSARY, **more) -> StatementTree:
    return StatementTree(key, f"Statement {key}", position, tree=tree, **more)


def version(*statements: StatementTree, **more) -> VersionTree:
    return VersionTree(more.pop("key", "v"), "V", statements=statements, **more)


@st.composite
def trees(draw, keys=tuple("abcdefgh"), logics=GROUPS):
    """A tree with the root "root" over some of the keys; the same key may stand elsewhere in another draw."""
    left = list(draw(st.permutations(keys)))[: draw(st.integers(1, len(keys)))]

    def grow(key: str, depth: int) -> Node:
        wanted = draw(st.integers(1, 3)) if left and depth < 3 and (depth == 0 or draw(st.booleans())) else 0
        taken = [left.pop() for _ in range(min(wanted, len(left)))]
        if not taken:
            return leaf(key, draw(st.sampled_from([key, f"{key} more"])))
        logic = draw(st.sampled_from(logics))
        minimum = draw(st.integers(1, len(taken))) if logic == "at_least" else None
        return Node(key, logic, minimum=minimum, children=tuple(grow(child, depth + 1) for child in taken))

    return grow("root", 0)
