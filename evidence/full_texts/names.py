"""The name of a file as it is shown, and the page that a place names. Pure."""

import re
import unicodedata

LONGEST = 150
# Control and format characters (U+202E turns "fdp.exe" around), and what separates folders.
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
PAGE = re.compile(r"\bpp?\.?\s*(\d{1,5})\b|\bpages?\s+(\d{1,5})\b", re.IGNORECASE)


def file_name(sent: str) -> str:
    """The last part of the name as it was sent in, shown as it is; shortened before its ending."""
    name = re.split(r"[/\\]", sent)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign) not in UNSEEN)
    name = " ".join(name.replace('"', "'").split()).lstrip(".") or "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST and dot and len(ending) < 10:
        return f"{stem[: LONGEST - len(ending) - 2].rstrip()}…{dot}{ending}"
    return name[:LONGEST]


def page_of(location: str) -> int | None:
    """The first page that a place in a paper names: 4 of "p. 4, Table 2"; None where it names none.

    It is the page as the place says it, which is what a reader counts in the file itself.
    """
    found = PAGE.search(location)
    return int(found[1] or found[2]) if found else None
