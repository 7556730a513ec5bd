"""The computed labels of a criteria tree: I.B.3.a.ii. Pure."""

from collections.abc import Iterator

STYLES = ("upper", "decimal", "lower", "roman")


def computed_labels(root) -> list[tuple[int, str]]:
    """(order, label) of every node, depth first, for a tree of nodes with `children` and `printed_label`.

    The root bears the statement's own label where one is printed, else none; below it the levels
    run A, 1, a, i and then begin anew.
    """
    return [(order, label) for order, (label, _) in enumerate(_walk(root, root.printed_label.rstrip("."), 0))]


def _walk(node, label: str, depth: int) -> Iterator[tuple[str, object]]:
    yield label, node
    for number, child in enumerate(node.children, start=1):
        own = numeral(number, STYLES[depth % len(STYLES)])
        yield from _walk(child, f"{label}.{own}" if label else own, depth + 1)


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
