"""The corpus the benchmarks read: ../shared/corpus/records.jsonl.gz, or the file CORPUS= names."""

import gzip
import itertools
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus" / "records.jsonl.gz"))
FACETS = ("source", "domain", "year", "journal_facet", "keywords_facet", "first_author")

# Words, and facets chosen: rare, common, two and three words, a phrase, and everything; none, two and three facets.
TEXTS = {
    "rare": ["embolization", "sorafenib", "microspheres", "cholangiocarcinoma"],
    "common": ["patients", "study", "results", "treatment"],
    "two words": ["liver cancer", "blood pressure", "clinical trial", "risk factors"],
    "three words": ["randomized controlled trial", "quality of life", "heart failure patients", "dose response effect"],
    "phrase": ['"overall survival"', '"randomized controlled trial"', '"side effects"', '"systematic review"'],
    "everything": [""],
}
CHOSEN = (
    {},
    {"domain": ["health"], "year": ["2003", "2019", "2020"]},
    {
        "domain": ["health"],
        "year": ["2019", "2020"],
        "source": ["evidence_inference", "litcovid_pubtator", "synergy/Menon_2022"],
    },
)


COMMON = (
    "patients study treatment results clinical data using risk group compared years mean analysis effect "
    "health associated age high time trial effects care increased significantly disease using dose "
    "outcome significant levels low blood cancer women control placebo therapy rate months groups score "
    "drug week controlled randomized pain response children total higher outcomes studies found type "
    "symptoms reported quality life days factors evidence pressure efficacy baseline lower period safety "
    "events number intervention reduction adverse change weeks difference cell primary population first "
    "medical system heart activity tests model plasma adults plus"
).split()
# What asks for the most work a person can type.
HARD = {
    "a hundred common words, any": " OR ".join(COMMON),
    "a hundred common words, all": " ".join(COMMON),
    "26 truncations of one letter": " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "120 truncations of two letters": " OR ".join(f"{one}{two}*" for one in "abcdefghij" for two in "aeioulnrstmp"),
    "a truncation under NOT": "patients NOT a* NOT s*",
    "40 parentheses deep": "(patients OR " * 40 + "liver" + ")" * 40,
    "phrases of the commonest words": " OR ".join(f'"{word} {other}"' for word, other in itertools.pairwise(COMMON)),
    "a long sentence": "what is the effect of the treatment of the patients in the study of the results " * 20,
    "no word at all": "* % -- (((",
    "other scripts": "肝癌 печень كبد יתר αβγ 😀 " * 30,
}


def require() -> None:
    if not CORPUS.exists():
        sys.exit(f"This benchmark reads {CORPUS.name}, which is not at {CORPUS}. CORPUS= names another place.")


def records(wanted: int) -> Iterator[dict]:
    """So many records: those of the file over and over, each time with fresh numbers (`number`, from 0)."""
    return itertools.islice(_without_end(), wanted)


def _without_end() -> Iterator[dict]:
    number = itertools.count()
    while True:
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = {name: value or "" for name, value in json.loads(line).items()}
                yield record | {"number": next(number)}


def text_of(record: dict, name: str) -> str:
    return record.get(name) or ""


def listed(record: dict, name: str) -> list[str]:
    return [part.strip() for part in text_of(record, name).split(";") if part.strip()]


def facets_of(record: dict) -> dict[str, list[str]]:
    found = {name: [record[name]] for name in ("source", "domain", "year") if record.get(name)}
    journal = [record["journal"]] if record.get("journal") else []
    return found | {
        "journal_facet": journal,
        "keywords_facet": listed(record, "keywords")[:20],
        "first_author": listed(record, "authors")[:1],
    }


def questions() -> Iterator[tuple[str, str, dict]]:
    """(kind, text, chosen values by facet), every text with every choice."""
    for kind, texts in TEXTS.items():
        for text, chosen in itertools.product(texts, CHOSEN):
            yield kind, text, chosen
