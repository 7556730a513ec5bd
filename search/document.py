"""What is indexed, declared once: every engine is built from this. Pure: no database."""

from dataclasses import dataclass, field

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
# Text fields with their weight in the ranking.
TEXT_FIELDS = {"title": 4.0, "names": 3.0, "text": 1.0}

EVERYONE = "everyone"
DRAFT_READERS = "draft_readers"


@dataclass(frozen=True)
class SearchDocument:
    """One thing that can be found.

    `names` holds what it is called or numbered by (labels, authors, synonyms, PMID, NCT numbers);
    `audience` says who may find it.
    """

    type: str
    key: str
    title: str
    url: str
    names: str = ""
    text: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    audience: str = EVERYONE

    @property
    def id(self) -> str:
        return f"{self.type}:{self.key}"

    def values_of(self, facet: str) -> list[str]:
        return [self.type] if facet == "type" else self.facets.get(facet, [])
