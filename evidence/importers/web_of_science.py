"""Web of Science's tagged text (FN, VR, then PT ... ER for each record, EF); each record read by rispy. Pure."""

import re
from collections.abc import Iterator

from rispy import WokParser

from evidence.importers import fields, people
from evidence.importers.records import FailedRecord, ParsedRecord, Place, Stretch
from evidence.importers.ris import EveryTag
from evidence.importers.tagged import Cutter, Tags, first, rest
from evidence.importers.text import Source

BEGINS = re.compile(r"PT [A-Z]\s*$")
ENDS = re.compile(r"ER\s*$")
TAG = re.compile(r"(?!FN |VR |EF\s*$)[A-Z][A-Z0-9](?: |\s*$)")
LISTS = {"AU", "AF", "BA", "BF", "CA", "CR", "C1", "BE"}  # a line each; elsewhere a line goes on with the one above
UNDERSTOOD = set("PT ER AU CA GP TI SO PY PD VL IS BP EP AR AB DE ID LA DT DI PM PU SN EI BN UT".split())
_cutter = Cutter(BEGINS, TAG, ENDS)


class EveryWokTag(WokParser):
    def __init__(self) -> None:
        super().__init__(mapping=EveryTag.Itself(), list_tags=EveryTag.All())

    def _add_tag(self, record: dict, tag: str, content: str, extend_multiline: bool = False) -> None:
        if tag is not None:
            super()._add_tag(record, tag, content)


_parser = EveryWokTag()


def cut(source: Source, place: Place) -> Iterator[Stretch]:
    return _cutter.cut(source, place)


def read(stretch: Stretch) -> Iterator[ParsedRecord | FailedRecord]:
    lines = [line for line in stretch.text.split("\n") if line.strip()]
    remarks = []
    if not BEGINS.match(lines[0]):
        lines.insert(0, "PT ")
        remarks.append("Its first line (PT) is missing.")
    if not any(ENDS.match(line) for line in lines):
        lines.append("ER")
        remarks.append("Its last line (ER) is missing.")
    (tags,) = _parser.parse_lines(iter(lines))
    record = record_of({tag: [value] if isinstance(value, str) else value for tag, value in tags.items()})
    raw = stretch.text.rstrip()
    yield ParsedRecord(**record, remarks=tuple(remarks), line=stretch.line, raw=raw, after=stretch.after)


def record_of(tags: Tags) -> dict:
    whole = {tag: fields.plain(" ".join(texts)) for tag, texts in tags.items() if tag not in LISTS}

    def said(*names: str) -> str:
        return next((whole[name] for name in names if whole.get(name)), "")

    groups = [said(tag) for tag in ("CA", "GP") if said(tag)] + list(tags.get("CA", ()))
    year = fields.year(said("PY"), said("EA"))
    return {
        "title": said("TI"),
        "authors": tuple(dict.fromkeys([*(people.printed(name) for name in tags.get("AU", ()) if name), *groups])),
        "journal": said("SO", "JI", "J9"),
        "published": f"{said('PD')} {year}".strip() if said("PD") else "",
        "year": year,
        "volume": said("VL"),
        "issue": said("IS"),
        "pages": fields.pages(first(tags, "BP"), first(tags, "EP")) or said("AR"),
        "publisher": said("PU"),
        "abstract": said("AB"),
        "keywords": tuple(dict.fromkeys(word for tag in ("DE", "ID") for word in fields.several([said(tag)]))),
        "doi": fields.doi([said("DI")]),
        "pmid": fields.pmid([said("PM")]),
        "identifiers": _identifiers(said),
        "language": said("LA"),
        "publication_types": fields.several([said("DT")]),
        "more": rest(tags, UNDERSTOOD),
    }


def _identifiers(said) -> tuple[tuple[str, str], ...]:
    schemes = (("SN", "issn"), ("EI", "issn"), ("BN", "isbn"), ("UT", "wos"))
    return tuple((scheme, said(tag).removeprefix("WOS:")) for tag, scheme in schemes if said(tag))
