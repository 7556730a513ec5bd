"""PubMed's own format (nbib, "MEDLINE"), which writes one record after a blank line. Pure."""

import re
from collections.abc import Iterator

from evidence.importers import fields
from evidence.importers.records import FailedRecord, ParsedRecord, Place, Stretch
from evidence.importers.tagged import Cutter, Tags, first, rest
from evidence.importers.text import Source
from evidence.vocabulary import ReferenceKind

TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}- ?")
BEGINS = re.compile(r"PMID ?- ?")
LISTED = re.compile(r"(?P<value>.+?)\s*\[(?P<scheme>doi|pii|bookaccession|pubmed|pmc)\]")
GUIDELINES = {"guideline", "practice guideline"}
UNDERSTOOD = {"PMID", "TI", "AU", "TA", "DP", "VI", "IP", "PG", "AB", "MH", "OT", "LA", "PT", "PMC", "IS", "ISBN", "PB"}
_cutter = Cutter(BEGINS, TAG)


def cut(source: Source, place: Place) -> Iterator[Stretch]:
    return _cutter.cut(source, place)


def tags_of(text: str) -> dict[str, list[str]]:
    """Lines that begin with blanks go on with the value above."""
    tags: dict[str, list[str]] = {}
    values: list[str] = []
    for line in text.split("\n"):
        found = None if line.startswith("  ") else TAG.match(line)
        if found:
            values = tags.setdefault(found["tag"], [])
            values.append(line[found.end() :].strip())
        elif values and line.strip():
            values[-1] = f"{values[-1]} {line.strip()}"
    return tags


def read(stretch: Stretch) -> Iterator[ParsedRecord | FailedRecord]:
    record = record_of(tags_of(stretch.text))
    yield ParsedRecord(**record, line=stretch.line, raw=stretch.text.rstrip(), after=stretch.after)


def record_of(tags: Tags) -> dict:
    types = fields.several(tags.get("PT", ()), "")
    record: dict = {
        "title": fields.plain(first(tags, "TI", "BTI", "CTI", "TT")),
        "authors": _authors(tags),
        "journal": fields.plain(first(tags, "TA", "JT", "BTI")),
        "published": fields.plain(first(tags, "DP")),
        "year": fields.year(first(tags, "DP"), first(tags, "DEP")),
        "volume": first(tags, "VI"),
        "issue": first(tags, "IP"),
        "pages": first(tags, "PG"),
        "publisher": first(tags, "PB"),
        "abstract": fields.plain(first(tags, "AB", "OAB")),
        "keywords": fields.several([text.replace("*", "") for tag in ("MH", "OT") for text in tags.get(tag, ())], ""),
        "language": first(tags, "LA"),
        "publication_types": types,
        "kind": kind_of(types),
    }
    if record["journal"] == record["title"]:
        record["journal"] = ""
    record |= _identifiers(tags)
    understood = UNDERSTOOD | ({"FAU"} if tags.get("AU") else set()) | ({"JT"} if not tags.get("TA") else set())
    record["more"] = rest(tags, understood | {tag for tag in ("CN",) if tag in tags})
    return record


def kind_of(publication_types: tuple[str, ...]) -> str:
    guideline = GUIDELINES & {text.lower() for text in publication_types}
    return (ReferenceKind.GUIDELINE if guideline else ReferenceKind.ARTICLE).value


def _authors(tags: Tags) -> tuple[str, ...]:
    """PubMed's own form, "Casbon JA"; then the groups."""
    names = tags.get("AU") or [name.replace(",", "") for name in tags.get("FAU", ())]
    return tuple(dict.fromkeys(fields.plain(name) for name in [*names, *tags.get("CN", ())] if name))


def _identifiers(tags: Tags) -> dict:
    listed = [found for tag in ("LID", "AID") for text in tags.get(tag, ()) if (found := LISTED.fullmatch(text))]
    others = [
        ("isbn" if tag == "ISBN" else "issn", text.split(" ")[0])
        for tag in ("IS", "ISBN")
        for text in tags.get(tag, ())
    ]
    registered = [("nct", found.upper()) for text in tags.get("SI", ()) for found in fields.NCT.findall(text)]
    return {
        "pmid": fields.pmid(tags.get("PMID", ())),
        "doi": fields.doi(found["value"] for found in listed if found["scheme"] == "doi"),
        "pmcid": fields.pmcid(tags.get("PMC", ())),
        "identifiers": tuple(dict.fromkeys([*others, *registered])),
    }
