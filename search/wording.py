"""The question in words: "randomised trials or cohorts, about hepatocellular carcinoma, 2015 to 2020". Pure."""

from collections.abc import Callable

from search.document import FACETS
from search.facets import unlabelled
from search.query import SORT_LABELS, SearchQuery
from search.syntax import written
from search.tree import Everything, Nothing

# How the chosen values of a facet join the sentence.
PHRASES = {
    "type": "{}",
    "condition": "about {}",
    "intervention": "on {}",
    "design": "{}",
    "endpoint": "that report {}",
    "year": "{}",
    "body": "by {}",
    "payer": "of {}",
    "position": "held {}",
}


def described(query: SearchQuery, labels_of: Callable[[str], dict[str, str]]) -> str:
    parts = []
    for facet in FACETS:
        values = query.values(facet)
        if values:
            labels = labels_of(facet)
            named = [labels.get(value) or unlabelled(value) for value in values]
            parts.append(PHRASES[facet].format(" or ".join(map(_small, named))))
    if not query.values("type") and not query.values("design"):
        parts.insert(0, "everything")
    if isinstance(query.parsed.tree, Nothing):
        parts.append("mentioning what cannot be searched")
    elif query.text and not isinstance(query.parsed.tree, Everything):
        parts.append(f"mentioning {_mentioned(query)}")
    if query.sort != "relevance":
        parts.append(f"sorted by {SORT_LABELS[query.sort].lower()}")
    told = ", ".join(parts)
    return told[:1].upper() + told[1:]


def _mentioned(query: SearchQuery) -> str:
    parsed = query.parsed
    if not parsed.words:
        return written(parsed.tree)
    names = [word.text for word in parsed.words]
    if len(names) == 1:
        return names[0]
    if query.match == "most":
        return f"at least some of {', '.join(names)}"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _small(label: str) -> str:
    """In small letters, but for an abbreviation."""
    first = label.split(" ", 1)[0]
    return label if first.isupper() or any(sign.isdigit() for sign in first) else label[:1].lower() + label[1:]
