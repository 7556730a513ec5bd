"""Search while there is no index: the names of rows, asked of the database."""

from search import changes
from search.document import SearchDocument
from search.permissions import audiences_of
from search.query import SearchQuery
from search.syntax import MOST_TERMS
from search.tree import Phrase, Word, wanted_leaves

SHOWN = 20  # of each type


def find(query: SearchQuery, *, viewer) -> list[SearchDocument]:
    """Rows whose title or label holds every word that was typed. Operators, fields and facets are not looked at."""
    leaves = wanted_leaves(query.parsed.tree)
    texts = [leaf.text for leaf in leaves if isinstance(leaf, Word | Phrase)][:MOST_TERMS]
    if not texts:
        return []
    allowed = audiences_of(viewer)
    found = []
    for source in changes.sources.values():
        found += [each for each in source.load(list(source.named(texts, SHOWN))) if each.audience in allowed]
    return found
