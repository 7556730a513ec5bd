"""RIS as PubMed, Embase, Scopus, Ovid, EndNote, Zotero and others write it; each record read by rispy. Pure."""

import re
from collections.abc import Iterator

from rispy import RisParser

from evidence.importers import fields, people
from evidence.importers.records import FailedRecord, ParsedRecord, Place, Stretch
from evidence.importers.tagged import Cutter, Tags, first, rest
from evidence.importers.text import Source
from evidence.vocabulary import ReferenceKind

KNOWN = set(
    "A1 A2 A3 A4 AB AD AN AU AV C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ER ET ID IS J1 J2 JA JF JO"
    " KW L1 L2 L3 L4 LA LB LK LV M1 M2 M3 N1 N2 NV OP PB PM PP PY RI RN RP SE SN SP ST T1 T2 T3 TA TI TT TY U1 U2 U3"
    " U4 U5 UR VL VO Y1 Y2".split()
)
# Two blanks and a hyphen; some write a tab or one blank. Then nothing, or the value.
TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?:  |[ ]?\t[ ]?|(?P<narrow> ))-(?:[ \t]|(?=[\r\n]|$)|(?<=  -))")
BEGINS = re.compile(r"\s{0,3}TY(?: {0,2}|[ ]?\t[ ]?)-")
ENDS = re.compile(r"\s{0,3}ER(?: {0,2}|[ ]?\t[ ]?)-")
SAID = {
    "title": ("TI", "T1", "CT", "BT"),
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP"),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
    "accessed": ("Y2",),
}
JOURNAL = ("JF", "JO", "T2", "JA", "J2", "J1", "JI", "BT")
WEB = {"ELEC", "ICOMM", "BLOG", "WEB"}
ADDRESSES = ("UR", "L1", "L2", "L3", "LK")
UNDERSTOOD = {"TY", "ER", "AU", "A1", "PY", "Y1", "DA", "SP", "EP", "KW", "DO", "SN", "M3", "PM", "PB"}
UNDERSTOOD |= {tag for tags in SAID.values() for tag in tags if tag != "N2"}
PUBMED = re.compile(r"\b(?:nlm|pubmed|medline)\b", re.IGNORECASE)
EID = re.compile(r"\beid=(2-s2\.0-\d+)")
KINDS = {kind.label.lower(): kind.value for kind in ReferenceKind}


class EveryTag(RisParser):
    """rispy, told to keep every tag and every line under it, in their order."""

    class Itself(dict):
        def __missing__(self, tag: str) -> str:
            return tag

    class All:
        def __contains__(self, tag: object) -> bool:
            return True

    def __init__(self) -> None:
        super().__init__(mapping=self.Itself(), list_tags=self.All(), delimiter_tags_mapping={})

    def parse_line(self, line: str):
        found = tag_of(line)
        return (found, line[TAG.match(line).end() :].strip()) if found else (None, line.strip())  # type: ignore[union-attr]

    def _add_tag(self, record: dict, tag: str, content: str, extend_multiline: bool = False) -> None:
        """A line without a tag goes on with the one above; before the first there is none."""
        if tag is not None:
            super()._add_tag(record, tag, content)


def tag_of(line: str) -> str:
    found = TAG.match(line)
    if not found or (found["narrow"] and found["tag"] not in KNOWN):
        return ""
    return found["tag"]


_parser = EveryTag()
_cutter = Cutter(BEGINS, TAG, ENDS)


def cut(source: Source, place: Place) -> Iterator[Stretch]:
    return _cutter.cut(source, place)


def read(stretch: Stretch) -> Iterator[ParsedRecord | FailedRecord]:
    lines = [line.lstrip() if BEGINS.match(line) or ENDS.match(line) else line for line in stretch.text.split("\n")]
    remarks = []
    if not BEGINS.match(lines[0]):
        lines.insert(0, "TY  - ")
        remarks.append("Its first line (TY) is missing.")
    if not any(ENDS.match(line) for line in lines):
        lines.append("ER  - ")
        remarks.append("Its last line (ER) is missing.")
    (tags,) = _parser.parse_lines(iter(lines))
    tags["TY"] = [tags["TY"]] if isinstance(tags["TY"], str) else tags["TY"]
    record = record_of(tags)
    raw = stretch.text.rstrip()
    yield ParsedRecord(**record, remarks=tuple(remarks), line=stretch.line, raw=raw, after=stretch.after)


def record_of(tags: Tags) -> dict:
    """The fields of a ParsedRecord."""
    record: dict = {name: first_whole(tags, *names) for name, names in SAID.items()}
    if not record["title"]:
        record["title"] = first_whole(tags, "ST", "TT")
    record["journal"] = next(
        (text for tag in JOURNAL if (text := first_whole(tags, tag)) and text != record["title"]), ""
    )
    written = [*tags.get("AU", ()), *tags.get("A1", ())]
    names, record["authors_et_al"] = people.without_et_al([name for name in written if name])
    record["authors"] = tuple(dict.fromkeys(people.printed(fields.plain(name)) for name in names))
    record["publisher"] = fields.plain(first(tags, "PB"))
    record |= _dates(tags) | _identifiers(tags)
    record["pages"] = fields.pages(first(tags, "SP"), first(tags, "EP")) or (
        first(tags, "C7") if "SP" not in tags else ""
    )
    record["keywords"] = fields.several(tags.get("KW", ()))
    record["url"] = fields.plain(first(tags, "UR").split(" ")[0].rstrip(";"))
    kind = first(tags, "TY").upper()
    said = fields.several(tags.get("M3", ()), "")
    record["publication_types"] = (kind, *said) if kind else said
    record["kind"] = next((KINDS[text.lower()] for text in said if text.lower() in KINDS), "")
    record["kind"] = record["kind"] or (ReferenceKind.WEB.value if kind in WEB else ReferenceKind.ARTICLE.value)
    record["more"] = _more(tags, record)
    return record


def first_whole(tags: Tags, *names: str) -> str:
    """Of the first of these tags that says something, all its lines on one."""
    return next((text for name in names if (text := fields.plain(" ".join(tags.get(name, ()))))), "")


def _dates(tags: Tags) -> dict[str, str]:
    said = [fields.plain(first(tags, tag)).strip("/ ") for tag in ("DA", "Y1", "PY")]
    year = fields.year(*(first(tags, tag) for tag in ("PY", "Y1", "DA")))
    return {"year": year, "published": next((text for text in said if text and text != year), "")}


def _identifiers(tags: Tags) -> dict:
    addresses = [part for tag in ADDRESSES for text in tags.get(tag, ()) for part in re.split(r"[;\s]+", text)]
    numbers = tags.get("PM", [])
    database = " ".join([*tags.get("DP", ()), *tags.get("DB", ())])
    accession = first(tags, "AN")
    if PUBMED.search(database):
        numbers = [*numbers, accession]
    if "embase" in database.lower():
        numbers = [*numbers, first(tags, "C5")]
    others = [(("isbn" if len(re.sub(r"\W", "", text)) > 9 else "issn"), text) for text in _numbers(tags.get("SN", ()))]
    others += [("scopus", eid[1]) for text in addresses if (eid := EID.search(text))]
    if accession and accession not in numbers:
        others.append(("accession", accession))
    return {
        "doi": fields.doi([*tags.get("DO", ()), *tags.get("DI", ()), *addresses]),
        "pmid": fields.pmid([*numbers, *(text for text in addresses if "pubmed" in text)]),
        "pmcid": next((found for tag in ("C2", "PM") if (found := _pmc(first(tags, tag)))), ""),
        "identifiers": tuple(dict.fromkeys(others)),
    }


def _pmc(text: str) -> str:
    return fields.pmcid([text]) if text.upper().startswith("PMC") else ""


def _numbers(texts) -> list[str]:
    """ "1128-045X 1123-6337" and "2325-9671 (electronic)" as their numbers."""
    return [found for text in texts for found in re.findall(r"\b[\d-]{8,17}[\dXx]?\b", text) if len(found) >= 8]


def _more(tags: Tags, record: dict) -> dict[str, tuple[str, ...]]:
    understood = set(UNDERSTOOD)
    if not first(tags, "AB"):
        understood.add("N2")
    understood |= {tag for tag in JOURNAL if record["journal"] == first_whole(tags, tag)}
    understood |= {tag for tag in ("ST",) if record["title"] == first_whole(tags, tag)}
    understood |= {"UR"} if len(tags.get("UR", ())) == 1 and first(tags, "UR") == record["url"] else set()
    understood -= {"DO"} if not record["doi"] else set()
    understood -= {"SN"} if not any(scheme in ("isbn", "issn") for scheme, _ in record["identifiers"]) else set()
    understood |= {"AN"} if first(tags, "AN") else set()
    return rest(tags, understood)
