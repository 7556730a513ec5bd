"""BibTeX files, entry by entry: cut at lines that begin one, each read by bibtexparser's splitter. Pure.

So one entry that is not closed takes none of its neighbours with it, a key used twice is no fault (nothing here goes
by keys), and a file of any size needs the memory of one entry.
"""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, DuplicateFieldKeyBlock, Entry, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from evidence.importers import fields, people
from evidence.importers.latex import decoded
from evidence.importers.records import FailedRecord, ParsedRecord, Place, Stretch, UnreadableRecord
from evidence.importers.text import Line, Source
from evidence.vocabulary import ReferenceKind

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would log, we tell by record

START = re.compile(r"\s*@\s*[A-Za-z]\w*[ \t]*[{(]")
LATER_START = re.compile(r"@[ \t]*[A-Za-z]\w*[ \t]*[{(]")
NO_ENTRIES = re.compile(r"\s*@\s*(?:string|preamble|comment)\b", re.IGNORECASE)
BRACE = re.compile(r"(?<!\\)[{}]")
ENTRY = re.compile(r"@(?P<type>\w+)\s*[{(](?P<key>[^,{}]*),")
FIELD = re.compile(r"^[ \t]*,?[ \t]*(?P<tag>[A-Za-z][\w+-]*)[ \t]*=[ \t]*(?=[{\"\w])", re.MULTILINE)
MONTHS = {name: name.capitalize() for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
KINDS = {kind.label.lower(): kind.value for kind in ReferenceKind}
WEB = {"online", "electronic", "www", "webpage"}
VERBATIM = {"doi", "url", "eprint", "file", "link", "links", "pdf"}
# Our field: the tags that fill it, the first that says something.
TEXTS = {
    "title": ("title", "booktitle", "maintitle"),
    "journal": ("journal", "journaltitle", "booktitle", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages", "eid", "articleno", "article-number"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "abstract": ("abstract",),
    "language": ("language", "langid"),
    "accessed": ("urldate",),
}
IDENTIFIERS = {"isbn": "isbn", "issn": "issn"}
UNDERSTOOD = {"author", "authors", "date", "year", "month", "doi", "url", "pmid", "pmcid", "pmc", "type"}
UNDERSTOOD |= {"keywords", "keyword", *IDENTIFIERS}


def cut(source: Source, place: Place) -> Iterator[Stretch]:
    """A stretch begins at a line that begins an entry and goes on up to the next such line.

    What @string defines is read on the way, and is known to all that follows.
    """
    strings = dict(place.strings)
    held: list[Line] = []
    for line in source.lines(place):
        if held and START.match(line.text):
            yield from _stretch(source, held, Place(line.offset, line.number), strings)
            held = []
        held.append(line)
    if held:
        yield from _stretch(source, held, source.behind(held[-1]), strings)


def _stretch(source: Source, held: list[Line], after: Place, strings: dict[str, str]) -> Iterator[Stretch]:
    text = source.decode("".join(line.text for line in held))
    if NO_ENTRIES.match(text):
        strings |= _defined_in(text, strings)
    yield Stretch(held[0].number, text, Place(after.offset, after.line, dict(strings)))


def _defined_in(text: str, strings: Mapping[str, str]) -> dict[str, str]:
    blocks = Splitter(text).split().blocks
    return {block.key.lower(): _resolved(block.value, strings) for block in blocks if isinstance(block, String)}


def read(stretch: Stretch) -> Iterator[ParsedRecord | FailedRecord]:
    """What the stretch holds: an entry; none, behind @string; several, where they stand on one line."""
    text = re.sub(r"^(\s*)@\s*", r"\1@", stretch.text)
    found = [(line, block) for line, block in _blocks(text, stretch.line) if _is_entry(block)]
    for number, (line, block) in enumerate(found, 1):
        after = stretch.after if number == len(found) else None
        raw = (stretch.text if isinstance(block, ParsingFailedBlock) else block.raw or "").rstrip()
        try:
            pairs, remarks = _pairs_of(block, raw)
            record = record_of(pairs, stretch.after.strings)
        except UnreadableRecord as error:
            yield FailedRecord(str(error), line, raw, after)
        else:
            yield ParsedRecord(**record, remarks=remarks, line=line, raw=raw, after=after)


def _is_entry(block: Block) -> bool:
    """An entry, what should be one, or text between entries that looks like one."""
    if isinstance(block, ImplicitComment):
        return len(FIELD.findall(LATER_START.split(block.comment)[0])) >= 2
    return isinstance(block, Entry | ParsingFailedBlock)


def _blocks(text: str, line: int) -> list[tuple[int, Block]]:
    """Each with the line it begins on; with the entries that begin on the line on which another ends."""
    found = [(line + max(0, block.start_line or 0), block) for block in Splitter(text).split().blocks]
    for at, block in list(found):
        if isinstance(block, ImplicitComment) and (start := LATER_START.search(block.comment)):
            before, after = block.comment[: start.start()], block.comment[start.start() :]
            found += _blocks(after, at + before.count("\n"))
    return found


def _pairs_of(block: Block, raw: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The entry's type, key and fields as they stand, and what is to be said of them."""
    remarks: tuple[str, ...] = ()
    if isinstance(block, ImplicitComment):
        raise UnreadableRecord("This text between the entries looks like one, but does not begin with @.")
    if isinstance(block, DuplicateFieldKeyBlock):
        twice = ", ".join(sorted(block.duplicate_keys))
        remarks = (f"Says more than once: {twice}. The first is taken, the others are kept beside.",)
    entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
    if isinstance(entry, Entry):
        pairs = [(field.key.strip().lower(), str(field.value)) for field in entry.fields]
        return [("entrytype", entry.entry_type.strip().lower()), ("key", entry.key), *pairs], remarks
    why = _why(block)
    if pairs := _line_by_line(raw):
        return pairs, (f"{why} Its fields were read line by line: look at them.",)
    raise UnreadableRecord(why)


def _why(block: Block) -> str:
    error = getattr(block, "error", None)
    told = getattr(error, "abort_reason", "") or str(error)
    if "end of file" in told or "closing" in told:
        return "A brace, a parenthesis or a quotation mark of this BibTeX entry is not closed."
    return f"This is not a whole BibTeX entry: {told.rstrip('. ').replace('`', '')}."


def _line_by_line(raw: str) -> list[tuple[str, str]]:
    """The fields of an entry whose braces do not match, each begun on its own line; none where no title is."""
    begin = ENTRY.match(raw)
    starts = list(FIELD.finditer(raw))
    if not begin or not any(start["tag"].lower() in ("title", "doi") for start in starts):
        return []
    ends = [start.start() for start in starts[1:]] + [len(raw)]
    pairs = [("entrytype", begin["type"].lower()), ("key", begin["key"].strip())]
    for start, end in zip(starts, ends, strict=True):
        value = raw[start.end() : end].strip().rstrip(",").strip()
        if end == len(raw):
            value = value.removesuffix("}").strip().rstrip(",").strip()
        bare = value[1:] if value[:1] in ("{", '"') else value
        pairs.append((start["tag"].lower(), bare.removesuffix("}" if value[:1] == "{" else '"').strip()))
    return pairs


def record_of(pairs: list[tuple[str, str]], strings: Mapping[str, str]) -> dict:
    """The fields of a ParsedRecord; refused where there is neither a title nor an identifier."""
    values: dict[str, list[str]] = {}
    for tag, value in pairs:
        resolved = value if tag in ("entrytype", "key") else _resolved(value, strings)
        if resolved:
            values.setdefault(tag, []).append(resolved)

    def first(tag: str) -> str:
        if tag not in values:
            return ""
        found = values[tag][0]
        return fields.plain(found if tag in VERBATIM else decoded(found))

    def told(tags: tuple[str, ...], taken: str = "") -> tuple[str, str]:
        return next(((tag, text) for tag in tags if tag != taken and (text := first(tag))), ("", ""))

    record: dict = {}
    used = set()
    for name, tags in TEXTS.items():
        tag, record[name] = told(tags, taken="booktitle" if "booktitle" in used else "")
        used.add(tag)
    record["authors"], record["authors_et_al"] = authors(first_raw(values, "author", "authors"))
    date, month, year = first("date"), first("month"), first("year")
    record["year"] = fields.year(year, date)
    record["published"] = date or (f"{MONTHS.get(month.lower()[:3], month)} {year}".strip() if month else "")
    if not record["year"] and year:
        record["published"] = record["published"] or year
    record["keywords"] = _keywords(first("keywords") or first("keyword"))
    record |= _identifiers(first)
    record["kind"], record["publication_types"] = _kind(first("entrytype"), first("type"))
    record["more"] = _more(values, used, record)
    return record


def first_raw(values: Mapping[str, list[str]], *tags: str) -> str:
    return next((values[tag][0] for tag in tags if tag in values), "")


def _identifiers(first) -> dict:
    eprint = first("eprint")
    type_of_eprint = (first("eprinttype") or first("archiveprefix")).lower()
    url = first("url")
    others = [(scheme, first(tag)) for tag, scheme in IDENTIFIERS.items() if first(tag)]
    if type_of_eprint == "arxiv" and eprint:
        others.append(("arxiv", eprint))
    return {
        "doi": fields.doi([first("doi"), url]),
        "pmid": fields.pmid(
            [first("pmid"), eprint if type_of_eprint == "pubmed" else "", url if "pubmed" in url else ""]
        ),
        "pmcid": fields.pmcid([first("pmcid"), first("pmc")]),
        "url": url,
        "identifiers": tuple(others),
    }


def _kind(entry_type: str, said: str) -> tuple[str, tuple[str, ...]]:
    """The exporter writes the kind as `type`."""
    kind = KINDS.get(said.lower(), ReferenceKind.WEB.value if entry_type in WEB else ReferenceKind.ARTICLE.value)
    return kind, tuple(text for text in (entry_type, said) if text)


def _keywords(text: str) -> tuple[str, ...]:
    return fields.several([text], ";" if ";" in text else ",")


def _more(values: Mapping[str, list[str]], used: set[str], record: Mapping) -> dict[str, tuple[str, ...]]:
    more = {}
    for tag, texts in values.items():
        understood = tag in used or tag in UNDERSTOOD or tag == "entrytype"
        rest = texts[1:] if understood else texts
        if tag in ("doi", "pmid", "pmcid", "pmc") and not record[tag.replace("pmc", "pmcid") if tag == "pmc" else tag]:
            rest = texts  # what it says is none
        if rest:
            more[tag] = tuple(fields.plain(text if tag in VERBATIM else decoded(text)) for text in rest)
    return more


def authors(text: str) -> tuple[tuple[str, ...], bool]:
    if not text:
        return (), False
    names, et_al = people.without_et_al(split_multiple_persons_names(" ".join(text.split())))
    return tuple(found for name in names if (found := _author(name))), et_al


def _author(name: str) -> str:
    """A name in braces is a group's and stays whole."""
    if name.startswith("{") and name.endswith("}") and _closes_at_the_end(name):
        return fields.plain(decoded(name))
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return fields.plain(decoded(name))
    family, given, suffix = (
        fields.plain(decoded(" ".join(words))) for words in ([*parts.von, *parts.last], parts.first, parts.jr)
    )
    return people.together(family, given, suffix)


def _closes_at_the_end(text: str) -> bool:
    """Whether the brace it begins with is closed by its last character."""
    depth = 0
    for found in BRACE.finditer(text):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(text)
    return False


def _resolved(value: str, strings: Mapping[str, str]) -> str:
    """Without its enclosure, abbreviations replaced, "#" put together; an abbreviation nobody defined stays."""
    value = value.strip()
    if value.startswith("{") and value.endswith("}") and _closes_at_the_end(value):
        return value[1:-1].strip()
    if len(value) > 1 and value.startswith('"') and value.endswith('"') and '"' not in value[1:-1].replace('{"}', ""):
        return value[1:-1].strip()
    parts = _concatenated(value)
    return "".join(_part(part.strip(), strings) for part in parts).strip()


def _part(part: str, strings: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (('"', '"'), ("{", "}")):
        return part[1:-1]
    return strings.get(part.lower(), MONTHS.get(part.lower(), part))


def _concatenated(value: str) -> list[str]:
    """ "a # {b # c}" -> ["a", "{b # c}"]."""
    parts, depth, quoted, start = [], 0, False, 0
    for position, character in enumerate(value):
        if character == '"' and depth == 0:
            quoted = not quoted
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == "#" and depth == 0 and not quoted:
            parts.append(value[start:position])
            start = position + 1
    return [*parts, value[start:]]
