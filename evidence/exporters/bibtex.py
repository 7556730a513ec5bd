"""References as BibTeX, written by bibtexparser.

The text is UTF-8 with LaTeX's own signs escaped. `url` and `doi` stand as they are: readers take them verbatim.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import bibtexparser
from bibtexparser.middlewares.parsestack import default_unparse_stack
from bibtexparser.model import Entry, Field

from evidence.exporters.lines import LinesRenderer
from evidence.exporters.names import person
from evidence.vocabulary import ReferenceKind

# Braces are named, since BibTeX counts those that are escaped too.
SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
SIGN = re.compile(r"[\\{}~^&%$#_]")
LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')|[!?](?=`)")  # LaTeX sets these pairs as one sign


def escape(text: str) -> str:
    named = SIGN.sub(lambda found: SIGNS[found[0]], " ".join(text.split()))
    return LIGATURE.sub(r"\g<0>{}", named)


def author(name: str) -> str:
    """ "van Hazel GA" as "van Hazel, GA". Whatever else stands in braces: a group's name may hold "and" or commas."""
    found = person(name)
    if found is None:
        return f"{{{escape(name)}}}"
    return escape(", ".join(part for part in (found.family, found.suffix, found.initials) if part))


def authors(reference: Mapping) -> str:
    names = [author(name) for name in reference["authors"]]
    if reference["authors_et_al"]:
        names.append("others")
    return " and ".join(names)


def verbatim(address: str) -> str:
    """With the signs that would end the field percent-encoded."""
    return re.sub(r"[\\{}\s]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)


def entry(reference: Mapping) -> Entry:
    """`reference` as the API tells it."""
    kind = ReferenceKind(reference["kind"])
    report = kind == ReferenceKind.ASSESSMENT and not reference["journal"]
    fields = {
        "author": authors(reference),
        "title": escape(reference["title"]),
        "journal": escape(reference["journal"]),
        "year": escape(reference["year"] or reference["online_year"]),
        "volume": escape(reference["volume"]),
        "number": escape(reference["issue"]),
        "pages": escape(reference["pages"]),
        "institution" if report else "publisher": escape(reference["publisher"]),
        "type": "" if kind == ReferenceKind.ARTICLE else escape(kind.label),
        "pmid": escape(reference["pmid"]),
        "doi": verbatim(reference["doi"]),
        "url": verbatim(reference["url"]),
        "urldate": escape(reference["accessed"]),
        "abstract": escape(reference["abstract"]),
        "keywords": escape("; ".join(reference["keywords"])),
    }
    return Entry(
        entry_type="article" if reference["journal"] else "techreport" if report else "misc",
        key=entry_key(reference["key"]),
        fields=[Field(name, value) for name, value in fields.items() if value],
    )


def entry_key(key: str) -> str:
    """The reference's key; signs BibTeX does not take in one are written as their code, so that keys stay distinct."""
    return re.sub(r"[^A-Za-z0-9.:/+-]", lambda found: f"_{ord(found[0]):x}_", key)


def lines(references: Iterable[Mapping]) -> Iterator[str]:
    stack = default_unparse_stack(allow_inplace_modification=True)
    for number, reference in enumerate(references):
        library = bibtexparser.Library([entry(reference)])
        yield ("\n" if number else "") + bibtexparser.write_string(library, unparse_stack=stack)


class BibTeXRenderer(LinesRenderer):
    media_type = "application/x-bibtex"
    format = "bibtex"
    extension = "bib"

    def lines(self, rows, columns):
        return lines(rows)
