"""A tree that asks for no more work than a second's: what is asked twice is asked once, what is too much is left out.

The work of a leaf is about how many entries of the index an engine reads for it. It grows with the index, so that a
small base never leaves anything out. How much an engine reads in a second, it tells itself (`Reader.pace`).
"""

from dataclasses import replace

from search.engines.base import Reader
from search.syntax import written
from search.tokens import Remark
from search.tree import All, Any, Everything, Most, Node, Not, Nothing, OneOf, Phrase, Weighted, Word


def bounded(tree: Node, reader: Reader, remarks: list[Remark]) -> Node:
    """Adds a remark where something was left out."""
    bounding = Bounding(reader)
    kept = bounding.bounded(tree)
    if bounding.left_out:
        first = ", ".join(bounding.left_out[:3]) + (" …" if len(bounding.left_out) > 3 else "")
        told = (
            f"{len(bounding.left_out)} of its parts were left out, because together they ask for too much work: {first}"
        )
        remarks.append(Remark("left out", told))
    return kept or Nothing()


class Bounding:
    def __init__(self, reader: Reader):
        self.reader = reader
        self.left = reader.pace.entries
        self.left_out: list[str] = []

    def bounded(self, node: Node) -> Node | None:
        """None where nothing of the node is left."""
        match node:
            case All(children) | Any(children) | Most(children, _):
                kept = tuple(child for each in dict.fromkeys(children) if (child := self.bounded(each)) is not None)
                return replace(node, children=kept) if kept else None
            case Not(child) | Weighted(child, _):
                inner = self.bounded(child)
                return replace(node, child=inner) if inner is not None else None
        work = self.work_of(node)
        if work > self.left:
            self.left_out.append(written(node))
            return None
        self.left -= work
        return node

    def work_of(self, leaf: Node) -> int:
        match leaf:
            case Word(text, fields) | Phrase(text, fields):
                held = [self.reader.frequency(word) for word, _ in self.reader.tokens(text)]
                entries = min(held, default=0) * (self.reader.pace.position if len(held) > 1 else 1)
            case OneOf(words, fields):
                entries = sum(map(self.reader.frequency, words))
            case Everything():
                return self.reader.count()
            case _:
                return 0
        return entries * len(fields)
