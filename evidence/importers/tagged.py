"""Files of lines that begin with a tag, cut into records. Pure."""

import re
from collections.abc import Iterator, Mapping

from evidence.importers.records import Place, Stretch
from evidence.importers.text import Line, Source

Tags = Mapping[str, list[str]]


class Cutter:
    """Where a record of a format begins and ends. `ends` None: only where the next begins."""

    def __init__(self, begins: re.Pattern, tag: re.Pattern, ends: re.Pattern | None = None):
        self._begins, self._tag, self._ends = begins, tag, ends

    def cut(self, source: Source, place: Place) -> Iterator[Stretch]:
        """What stands between records is left out, unless it is itself a record that lacks its first line."""
        held: list[Line] = []
        for line in source.lines(place):
            if held and self._begins.match(line.text):
                yield from self._unclosed(source, held, Place(line.offset, line.number))
                held = []
            if held or self._tag.match(line.text):
                held.append(line)
            if held and self._ends and self._ends.match(line.text):
                yield Stretch(held[0].number, source.decode(_joined(held)), source.behind(line))
                held = []
        if held:
            yield from self._unclosed(source, held, source.behind(held[-1]))

    def _unclosed(self, source: Source, held: list[Line], after: Place) -> Iterator[Stretch]:
        """Lines that no end line closes: a record, unless they are what Ovid writes behind one."""
        begun = self._begins.match(held[0].text) is not None
        if begun or sum(bool(self._tag.match(line.text)) for line in held) >= 3:
            yield Stretch(held[0].number, source.decode(_joined(held)), after)


def _joined(lines: list[Line]) -> str:
    return "".join(line.text for line in lines)


def first(tags: Tags, *names: str) -> str:
    """Of the first of these tags that says something, the text."""
    return next((text for name in names for text in tags.get(name, ()) if text), "")


def rest(tags: Tags, understood: set[str]) -> dict[str, tuple[str, ...]]:
    return {
        tag: kept
        for tag, texts in tags.items()
        if tag not in understood and (kept := tuple(text for text in texts if text))
    }
