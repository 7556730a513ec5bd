"""The computed labels of a criteria tree. Pure.

In a tree that prints labels, the path of printed labels is kept, and a node without one is told by its place in
brackets: I.B.3.a and, of what stands unlabelled under I.B, I.B(2). So no computed label is another criterion's printed
one. A tree that prints none is labelled A, A.1, A.1.a, A.1.a.i.
"""

from collections.abc import Iterator

STYLES = ("upper", "decimal", "lower", "roman")


def computed_labels(root) -> list[tuple[int, str]]:
    """(order, label) of every node, depth first, for a tree of nodes with `children` and `printed_label`.

    The root bears the statement's own label where one is printed, else none.
    """
    own = root.printed_label.rstrip(".")
    labels = _beside_printed(root, own, own) if _prints_labels(root) else _by_level(root, own, 0)
    return list(enumerate(labels))


def _prints_labels(root) -> bool:
    return any(child.printed_label or _prints_labels(child) for child in root.children)


def _by_level(node, label: str, depth: int) -> Iterator[str]:
    yield label
    for number, child in enumerate(node.children, start=1):
        own = numeral(number, STYLES[depth % len(STYLES)])
        yield from _by_level(child, f"{label}.{own}" if label else own, depth + 1)


def _beside_printed(node, label: str, printed: str) -> Iterator[str]:
    """`printed` is the path of printed labels down to the node."""
    yield label
    for number, child in enumerate(node.children, start=1):
        own = child.printed_label.rstrip(".")
        if own:
            path = f"{printed}.{own}" if printed else own
            yield from _beside_printed(child, path, path)
        else:
            yield from _beside_printed(child, f"{label}({number})", printed)


def last_part(label: str) -> str:
    """What tells the node from its siblings: "(2)" of I.B(2), "(a)" of A.1.a."""
    if label.endswith(")"):
        return label[label.rindex("(") :]
    own = label.rpartition(".")[2]
    return f"({own})" if own else ""


def numeral(number: int, style: str) -> str:
    """1 as A, 1, a or i. Letters go on with AA after Z."""
    if style == "decimal":
        return str(number)
    if style == "roman":
        return _roman(number)
    letters = _letters(number)
    return letters if style == "upper" else letters.lower()


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            text, number = text + sign, number - value
    return text
