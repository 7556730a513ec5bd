"""Which numbers of a source document no fixture row of that document holds. Pure.

A number counts as held on a line when some entry whose `lines` cover that line holds the same
number in any of its fields. An entry that names a work, a study or a guideline's version holds the numbers
of that identity too; the numbers in keys count for nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from evidence.fixture_files import ReadFile, holds_keys, parts

NUMBER = re.compile(r"\d+(?:[.,·]\d+)*")


@dataclass(frozen=True)
class UnreadNumber:
    line: int
    number: str
    text: str
    reason: str = ""  # why left out; empty: nobody has said


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def line_numbers(lines: str) -> Iterator[int]:
    """The lines a place such as "718-720, 725" covers."""
    for part in lines.split(","):
        first, _, last = part.strip().partition("-")
        yield from range(int(first), int(last or first) + 1)


def unread_numbers(source: str, document: str, files: list[ReadFile]) -> list[UnreadNumber]:
    held = held_numbers(document, files)
    reasons = left_out(document, files)
    unread = []
    for line, text in enumerate(source.splitlines(), start=1):
        for number in numbers(text):
            if number not in held.get(line, ()):
                reason = reasons.get((line, number)) or reasons.get((line, "")) or ""
                unread.append(UnreadNumber(line, number, text.strip(), reason))
    return unread


def held_numbers(document: str, files: list[ReadFile]) -> dict[int, set[str]]:
    contents = [file.content for file in files]
    identities: dict[str, dict[str, BaseModel]] = {
        "reference": {entry.key: entry for content in contents for entry in content.references},
        "study": {entry.key: entry for content in contents for entry in content.studies},
        "guideline_version": {
            entry.key: entry for content in contents for guideline in content.guidelines for entry in guideline.versions
        },
    }
    held: dict[int, set[str]] = {}
    for file in files:
        for part in parts(file.content):
            owner = getattr(part.entry, "document", None) or file.content.document
            lines = getattr(part.entry, "lines", None)
            if owner != document or not lines or type(part.entry).__name__ == "LeftOutEntry":
                continue
            found = set(_own_numbers(part.entry))
            for field, known in identities.items():
                if identity := known.get(getattr(part.entry, field, "")):
                    found |= set(_own_numbers(identity))
            for line in line_numbers(lines):
                held.setdefault(line, set()).update(found)
    return held


def left_out(document: str, files: list[ReadFile]) -> dict[tuple[int, str], str]:
    """The written reasons, by line and number; the number "" stands for all on the line."""
    reasons = {}
    for file in files:
        for entry in file.content.left_out:
            if entry.document == document:
                for line in line_numbers(entry.lines):
                    for number in entry.numbers or [""]:
                        reasons[line, number] = entry.reason
    return reasons


def _own_numbers(entry: BaseModel) -> Iterator[str]:
    """The numbers of an entry's fields, and of the entries in it that state no lines of their own."""
    for field in type(entry).model_fields:
        if field in ("lines", "key") or holds_keys(field):
            continue
        value = getattr(entry, field)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                if not getattr(item, "lines", None):
                    yield from _own_numbers(item)
            elif isinstance(item, str):
                yield from numbers(item)
