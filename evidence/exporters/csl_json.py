"""References as CSL-JSON, which reference managers read and citation styles are applied to.

What is not known is left out: no date is completed, no name taken apart that is not printed as a person's.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evidence.exporters.lines import LinesRenderer
from evidence.exporters.names import person
from evidence.vocabulary import ReferenceKind

MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
DATES = (  # "May 18 2002", "June 5, 2024", "July, 2013"; "18 May 2002"; "2013"
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.?(?: (?P<day>\d{1,2}))?,? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})"),
)
FULL_MONTHS = "january february march april may june july august september october november december".split()
TEXTS = {
    "title": "title",
    "container-title": "journal",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "publisher": "publisher",
    "DOI": "doi",
    "PMID": "pmid",
    "URL": "url",
    "abstract": "abstract",
}


def date(text: str) -> dict[str, Any]:
    """As year, month and day, as far as they are printed; in a manner not known here as the text it is; {} of ""."""
    plain = " ".join(text.split())
    for pattern in DATES:
        if found := pattern.fullmatch(plain):
            named = found.groupdict()
            month = _month(named.get("month") or "")
            if named.get("month") and not month:
                break
            day = int(named.get("day") or 0)
            if day > 31:
                break
            return {"date-parts": [[part for part in (int(named["year"]), month, day) if part]]}
    return {"literal": plain} if plain else {}


def _month(name: str) -> int:
    lower = name.lower()
    return MONTHS.get(lower[:3], 0) if lower in MONTHS or lower in FULL_MONTHS or lower == "sept" else 0


def issued(reference: Mapping) -> dict[str, Any]:
    """The printed date where it is of the reference's year; else that year, or the online one."""
    printed, year = date(reference["published"]), reference["year"] or reference["online_year"]
    parts = printed.get("date-parts")
    if parts and str(parts[0][0]) == (reference["year"] or str(parts[0][0])):
        return printed
    return date(year) or printed


def author(name: str) -> dict[str, str]:
    found = person(name)
    if found is None:
        return {"literal": " ".join(name.split())}
    # A space after each initial: styles take "GA" for one name and keep its first letter alone.
    told = {"family": found.family, "given": " ".join(re.findall(r"-?[^-]", found.initials)), "suffix": found.suffix}
    return {part: value for part, value in told.items() if value}


def kind(reference: Mapping) -> str:
    if reference["journal"]:
        return "article-journal"
    if reference["kind"] in (ReferenceKind.ASSESSMENT, ReferenceKind.GUIDELINE) and not reference["url"]:
        return "report"
    return "webpage" if reference["url"] else "document"


def item(reference: Mapping) -> dict[str, Any]:
    """`reference` as the API tells it. That the printed authors end in "et al" stands under `custom`."""
    told = {name: " ".join(reference[field].split()) for name, field in TEXTS.items()}
    online = date(reference["online_year"]) if reference["year"] else {}
    found = {
        "id": reference["key"],
        "type": kind(reference),
        "author": [author(name) for name in reference["authors"] if name.strip()],
        "issued": issued(reference),
        "available-date": online,
        "accessed": date(reference["accessed"]),
        "keyword": ", ".join(reference["keywords"]),
        "custom": {"authors_et_al": True} if reference["authors_et_al"] else {},
        **told,
    }
    return {name: value for name, value in found.items() if value}


def lines(references: Iterable[Mapping]) -> Iterator[str]:
    yield "["
    for number, reference in enumerate(references):
        yield (",\n" if number else "\n") + json.dumps(item(reference), ensure_ascii=False)
    yield "\n]\n"


class CslJsonRenderer(LinesRenderer):
    media_type = "application/vnd.citationstyles.csl+json"
    format = "csl-json"
    extension = "json"

    def lines(self, rows, columns):
        return lines(rows)
