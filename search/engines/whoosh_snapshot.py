"""What the Whoosh engine reads of its index: postings, values and numbers, kept between questions."""

import math
from collections.abc import Iterator
from functools import cached_property

from whoosh import index as whoosh_index
from whoosh.reading import TermNotFound

RESTRICTED = "restricted"  # the audience of every document that is not for everyone
K1, B = 1.2, 0.75  # BM25, as in Tantivy

Scores = dict[int, float]  # by number of document


class Snapshot:
    """The index at one moment. What was read of it is kept: the next question often asks for it again."""

    def __init__(self, index: whoosh_index.Index):
        self.reader = index.reader()
        self.everything = frozenset(self.reader.all_doc_ids())
        self._documents: dict[tuple[str, str], frozenset[int]] = {}
        self._scores: dict[tuple[str, str], Scores] = {}
        self._values: dict[str, dict[int, list[str]]] = {}
        self._numbers: dict[str, list[int]] = {}

    def documents(self, field: str, value: str) -> frozenset[int]:
        if (field, value) not in self._documents:
            self._documents[field, value] = frozenset(number for number, _ in self._postings(field, value, ""))
        return self._documents[field, value]

    def scores(self, field: str, token: str) -> Scores:
        """BM25 of each document that holds the token."""
        if (field, token) not in self._scores:
            found = list(self._postings(field, token, "frequency"))
            count, holding = len(self.everything), len(found)
            rarity = math.log(1 + (count - holding + 0.5) / (holding + 0.5))
            mean = (self.reader.field_length(field) or 1) / (self.reader.doc_count_all() or 1)
            length = self.reader.doc_field_length
            self._scores[field, token] = {
                number: rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * length(number, field) / mean))
                for number, often in found
            }
        return self._scores[field, token]

    def positions(self, field: str, token: str) -> dict[int, list[int]]:
        return dict(self._postings(field, token, "positions"))

    def _postings(self, field: str, token: str, what: str) -> Iterator[tuple]:
        try:
            matcher = self.reader.postings(field, token)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher.value_as(what) if what else None
            matcher.next()

    def values(self, facet: str) -> dict[int, list[str]]:
        """The values of each document that has any."""
        if facet not in self._values:
            found: dict[int, list[str]] = {}
            for value in self.reader.lexicon(facet):
                for number, _ in self._postings(facet, value.decode(), ""):
                    found.setdefault(number, []).append(value.decode())
            self._values[facet] = found
        return self._values[facet]

    def numbers(self, field: str) -> list[int]:
        if field not in self._numbers:
            column = self.reader.column_reader(field)
            self._numbers[field] = [column[number] for number in range(self.reader.doc_count_all())]
        return self._numbers[field]

    @cached_property
    def restricted(self) -> frozenset[int]:
        return self.documents("audience", RESTRICTED)
