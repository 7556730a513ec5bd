"""What is indexed, declared once: every engine is built from this. Pure: no database."""

from dataclasses import dataclass, field
from hashlib import sha256

# Facets by name, in the order they are shown. Each is a field of the index holding raw values.
FACETS = {
    "type": "Type",
    "condition": "Condition",
    "intervention": "Intervention",
    "design": "Study design",
    "endpoint": "Endpoint",
    "year": "Year",
    "body": "Guideline body",
    "payer": "Payer",
    "position": "Position",
}
VALUES_COUNTED = 300  # of one facet: the commonest
# Text fields that plain words are looked for in. A word counts once for each that holds it. Words are stemmed; each of
# these fields is indexed a second time without stemming, for truncation.
TEXT_FIELDS = ("title", "names", "text")
WEIGHTS = {"title": 1.3, "names": 1.3}  # of a word's score; 1 in other fields
UNSTEMMED = {name: f"{name}_words" for name in TEXT_FIELDS}
# Text fields that are only looked in where they are asked for by name. Their words are not stemmed.
NAMED_TEXT_FIELDS = ("journal", "keywords")
# Raw values that are no facets. `author` holds "family name initials" in small letters, without accents.
RAW_FIELDS = ("author", "pmid", "doi", "nct")
# Whole numbers to sort by, the largest first: year, weight of the design, participants; and when the row came into the
# base (seconds since 1970). 0 where it is not known.
NUMBERS = ("year_number", "level", "participants", "added")

# Changes with everything above: an index of another shape is built anew.
SHAPE = sha256(repr((FACETS, TEXT_FIELDS, NAMED_TEXT_FIELDS, RAW_FIELDS, NUMBERS, 2)).encode()).hexdigest()[:8]

EVERYONE = "everyone"
DRAFT_READERS = "draft_readers"


@dataclass(frozen=True)
class SearchDocument:
    """One thing that can be found.

    `names` holds what it is called or numbered by (labels, authors, synonyms, PMID, NCT numbers); `about` is shown of
    it where nothing of `text` is, and not searched; `audience` says who may find it.
    """

    type: str
    key: str
    title: str
    url: str
    names: str = ""
    text: str = ""
    about: str = ""
    journal: str = ""
    keywords: str = ""
    raw: dict[str, list[str]] = field(default_factory=dict)
    facets: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    audience: str = EVERYONE

    @property
    def id(self) -> str:
        return f"{self.type}:{self.key}"

    def values_of(self, facet: str) -> list[str]:
        return [self.type] if facet == "type" else self.facets.get(facet, [])
