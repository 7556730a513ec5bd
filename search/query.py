"""The question as a value. Page, API and links are this value in other clothes. Pure."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from search.document import FACETS
from search.syntax import LONGEST_QUERY, MOST_TERMS, Words, parse

PAGE_SIZE = 20
LARGEST_PAGE = 500
MOST_VALUES = 50  # chosen values of one facet
DEEPEST_HIT = 10_000  # results that paging reaches


@dataclass(frozen=True)
class SearchQuery:
    """`chosen` holds the chosen values of each facet: any of them within one facet, all facets between."""

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def from_params(cls, params) -> "SearchQuery":
        """From a QueryDict. What cannot be read is left out; nothing a person types is an error."""
        chosen = []
        for facet in FACETS:
            values = tuple(dict.fromkeys(v for v in params.getlist(facet) if v))[:MOST_VALUES]
            if values:
                chosen.append((facet, values))
        page_size = _number(params.get("page_size"), PAGE_SIZE, LARGEST_PAGE)
        return cls(
            text=params.get("q", "").replace("\x00", " ").strip()[:LONGEST_QUERY],
            chosen=tuple(chosen),
            page=_number(params.get("page"), 1, DEEPEST_HIT // page_size),
            page_size=page_size,
        )

    def to_params(self) -> list[tuple[str, str]]:
        params = [("q", self.text)] if self.text else []
        params += [(facet, value) for facet, values in self.chosen for value in values]
        if self.page > 1:
            params.append(("page", str(self.page)))
        if self.page_size != PAGE_SIZE:
            params.append(("page_size", str(self.page_size)))
        return params

    @property
    def url(self) -> str:
        return "/search/?" + urlencode(self.to_params())

    @property
    def asks_nothing(self) -> bool:
        """Whether something was typed in which there is no word to look for."""
        return bool(self.text) and not self.words

    @property
    def words(self) -> tuple[Words, ...]:
        return parse(self.text)

    @property
    def left_unread(self) -> bool:
        """Whether more was typed than is searched for."""
        return len(self.words) == MOST_TERMS or len(self.text) == LONGEST_QUERY

    def values(self, facet: str) -> tuple[str, ...]:
        return dict(self.chosen).get(facet, ())

    def toggled(self, facet: str, value: str) -> "SearchQuery":
        """The same question with the value chosen, or no longer chosen, from its first page."""
        chosen = dict(self.chosen)
        values = chosen.get(facet, ())
        chosen[facet] = tuple(v for v in values if v != value) if value in values else (*values, value)
        kept = tuple((name, chosen[name]) for name in FACETS if chosen.get(name))
        return replace(self, chosen=kept, page=1)

    def cleared(self) -> "SearchQuery":
        return replace(self, chosen=(), page=1)

    def on_page(self, page: int) -> "SearchQuery":
        return replace(self, page=page)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


def _number(text: str | None, default: int, most: int) -> int:
    if text and text.isascii() and text.isdigit() and len(text) < 9:
        return min(max(int(text), 1), most)
    return default
