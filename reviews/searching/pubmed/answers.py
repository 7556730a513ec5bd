"""What ESearch and EFetch answer, read. Pure. The formats are those of NCBI's manual (NBK25499)."""

import json
import re
from dataclasses import dataclass

ARTICLES = re.compile(rb"<PubmedArticleSet\s*>(.*)</PubmedArticleSet\s*>", re.DOTALL)
NO_ARTICLES = re.compile(rb"<PubmedArticleSet\s*/>")
RECORD = re.compile(rb"<Pubmed(?:Book)?Article[\s>]")
ERROR = re.compile(rb"<ERROR>(.*?)</ERROR>", re.DOTALL | re.IGNORECASE)
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n'
FOOT = b"</PubmedArticleSet>\n"
LONGEST_SAID = 300
DROPPED = {
    ("errorlist", "phrasesnotfound"): "It knows no such phrase, and searched without it",
    ("errorlist", "fieldsnotfound"): "It knows no such field, and searched without it",
    ("warninglist", "phrasesignored"): "It ignored",
    ("warninglist", "quotedphrasesnotfound"): "It found no such phrase as a whole",
}


class PubMedError(Exception):
    """A sentence to show."""


class Hiccup(PubMedError):
    """What may go well when it is asked again."""


@dataclass(frozen=True)
class Found:
    """How many there are, and where the server keeps their list for a while."""

    count: int
    web_env: str
    query_key: str
    remarks: tuple[str, ...]  # what of the query was searched without, in sentences


def found(answer: bytes) -> Found:
    """Of ESearch in JSON, with its history."""
    try:
        told = json.loads(answer, strict=False)  # the server lets control characters into its texts
    except ValueError as error:
        raise Hiccup("PubMed answered in no form that is known here.") from error
    result = told.get("esearchresult") if isinstance(told, dict) else None
    if not isinstance(result, dict):
        raise Hiccup(f"PubMed answered without a result: {_short(_loose_error(told))}")
    if said := result.get("ERROR") or result.get("error"):
        raise Hiccup(f"PubMed could not search: {_short(str(said))}")
    count = str(result.get("count", ""))
    if not (count.isascii() and count.isdigit() and len(count) < 12):
        raise Hiccup("PubMed answered without the number of what it found.")
    return Found(int(count), str(result.get("webenv", "")), str(result.get("querykey", "")), _remarks(result))


def _loose_error(told) -> str:
    return str(told.get("error", "nothing said")) if isinstance(told, dict) else "nothing said"


def _remarks(result: dict) -> tuple[str, ...]:
    said = []
    for (group, name), sentence in DROPPED.items():
        named = result.get(group)
        dropped = named.get(name) if isinstance(named, dict) else None
        if isinstance(dropped, list) and dropped:
            said.append(f"{sentence}: {_short(', '.join(map(str, dropped)))}.")
    return tuple(said)


def articles(answer: bytes) -> bytes:
    """The records inside the answer of EFetch in XML, so that those of many answers make one file."""
    if inside := ARTICLES.search(answer):
        return inside[1].strip(b"\r\n") + b"\n"
    if NO_ARTICLES.search(answer):
        return b""
    said = ERROR.search(answer)
    raise Hiccup(f"PubMed gave no records: {_short(said[1].decode(errors='replace') if said else 'nothing said')}")


def records_in(part: bytes) -> int:
    return len(RECORD.findall(part))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_SAID else flat[:LONGEST_SAID] + " …"
