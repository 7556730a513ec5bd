"""Fields that can be asked for by name, and PubMed's tags for them. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from search.tree import Named, Node, Value

YEARS = range(1800, 2101)


class LeftOut(Exception):
    """A part of the query that cannot be honoured; says why."""


@dataclass(frozen=True)
class Field:
    """`texts` are the text fields to look in; `read` makes a node of what was typed where it is no text."""

    tag: str = ""
    texts: tuple[str, ...] = ()
    read: Callable[[str], Node] | None = None
    whole: bool = False  # what was typed belongs together, with quotation marks or without

    def node(self, typed: str) -> Node | None:
        """None where it is to be read as words. LeftOut where nothing can be made of it."""
        return self.read(typed.strip()) if self.read else None


def folded(text: str) -> str:
    """In small letters, without accents: for comparing names."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def year(typed: str) -> Value:
    """ "2015..2020", "2015:2020", "2015-", "2018/01/01:3000": years, both ends included."""
    if match := re.fullmatch(r"(\d{4})?(?:/\d+){0,2}\s*(?:\.\.+|:|-|–)\s*(\d{4})?(?:/\d+){0,2}", typed):
        first, last = int(match[1] or YEARS[0]), int(match[2] or YEARS[-1])
    elif match := re.fullmatch(r"(\d{4})(?:/\d+){0,2}", typed):
        first = last = int(match[1])
    else:
        raise LeftOut(f'"{typed}" is no year; years are written 2015 or 2015..2020')
    found = tuple(str(each) for each in YEARS if first <= each <= last)
    if not found:
        raise LeftOut(f'"{typed}" holds no year')
    return Value("year", found)


def pmid(typed: str) -> Value:
    digits = tuple(re.findall(r"\d+", typed))
    if not digits:
        raise LeftOut(f'"{typed}" is no PMID; a PMID is a number')
    return Value("pmid", digits)


def doi(typed: str) -> Value:
    return Value("doi", (re.sub(r"^(https?://)?(dx\.)?doi\.org/", "", typed.lower()),))


def nct(typed: str) -> Value:
    return Value("nct", (typed.upper(),))


def named(field: str) -> Callable[[str], Node]:
    return lambda typed: Named(field, typed)


FIELDS = {
    "title": Field("ti", ("title",)),
    "abstract": Field("tiab", ("title", "text")),
    "anywhere": Field("tw", ("title", "names", "text")),
    "author": Field("au", read=named("author")),
    "journal": Field("ta", ("journal",), whole=True),
    "keyword": Field("mh", read=named("keyword")),
    "publication type": Field("pt", read=named("publication type")),
    "year": Field("dp", read=year),
    "pmid": Field("pmid", read=pmid),
    "doi": Field("doi", read=doi),
    "nct": Field("nct", read=nct),
    **{
        name: Field(read=named(name))
        for name in ("type", "condition", "intervention", "design", "endpoint", "body", "payer", "position")
    },
}
OF_ONE_WORD = ("year", "pmid", "doi", "nct")  # a tag for them belongs to the last word before it
BY_NAME = {name: name for name in FIELDS if " " not in name} | {"guideline": "body", "abstract": "abstract"}
TAGS = {
    tag: name
    for name, tags in {
        "title": "ti title",
        "abstract": "tiab title/abstract ab abstract",
        "anywhere": "tw all all_fields text_word text_words",
        "author": "au author 1au fau lastau author_-_first author_-_last author_full_name",
        "journal": "ta journal jour so",
        "keyword": "mh mesh mesh_terms mesh_major_topic majr mesh:noexp mh:noexp ot nm",
        "publication type": "pt publication_type",
        "year": "dp date_-_publication pdat edat crdt year",
        "pmid": "pmid uid",
        "doi": "doi aid lid",
        "nct": "nct si",
    }.items()
    for tag in tags.split()
}
NOT_HELD = {
    tag: reason
    for reason, tags in {
        "asks for the language, which is not held here": "la lang language",
        "is one of PubMed's own filters, which are not held here": "sb subset filter",
        "asks for the authors' addresses, which are not held here": "ad affiliation",
        "asks for a MeSH subheading, which is not held here": "sh mesh_subheading",
        "asks for a date of PubMed's, which is not held here": "mhda lr phst",
        "asks for grants, which are not held here": "gr grant_number",
    }.items()
    for tag in tags.split()
}


def plain_tag(tag: str) -> str:
    """ "Title/Abstract" and "tiab:~3" by the name in TAGS."""
    return re.sub(r":~\d+$", "", "_".join(tag.lower().split()))


def tag_of(within: tuple[str, ...]) -> str:
    """PubMed's tag for the text fields; "" where it is all of them."""
    return next((field.tag for field in FIELDS.values() if field.texts == within and field.tag != "tw"), "")


def values_written(name: str, values: tuple[str, ...]) -> str:
    if name == "year" and len(values) > 1:
        return f"{values[0]}..{values[-1]}"
    return ", ".join(values)
