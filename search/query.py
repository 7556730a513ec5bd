"""The question as a value. Page, API and links are this value in other clothes. Pure."""

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from search import fields, syntax
from search.document import FACETS

PAGE_SIZE = 20
LARGEST_PAGE = 500
MOST_VALUES = 50  # chosen values of one facet
DEEPEST_HIT = 10_000  # results that paging reaches

# How the results may be sorted: each with the number of the index it reads, "" for the best first.
SORTS = {
    "relevance": "",
    "newest": "year_number",
    "level": "level",
    "participants": "participants",
}
SORT_LABELS = {
    "relevance": "Relevance",
    "newest": "Newest",
    "level": "Level of evidence",
    "participants": "Participants",
}
MATCHES = ("all", "most")  # of the words; "" where the search decides


@dataclass(frozen=True)
class SearchQuery:
    """`chosen` holds the chosen values of each facet: any of them within one facet, all facets between.

    A value of the facet `year` may be a range, "2015..2020".
    """

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    page: int = 1
    page_size: int = PAGE_SIZE
    match: str = ""
    sort: str = "relevance"
    synonyms: bool = True

    @classmethod
    def from_params(cls, params) -> "SearchQuery":
        """From a QueryDict. What cannot be read is left out; nothing a person types is an error."""
        chosen = []
        for facet in FACETS:
            values = [value for value in params.getlist(facet) if value]
            if facet == "year" and (span := _span(params.get("year_from", ""), params.get("year_to", ""))):
                values = [span]
            if values:
                chosen.append((facet, tuple(dict.fromkeys(values))[:MOST_VALUES]))
        page_size = _number(params.get("page_size"), PAGE_SIZE, LARGEST_PAGE)
        return cls(
            text=params.get("q", "").replace("\x00", " ").strip()[: syntax.LONGEST_QUERY + 1],
            chosen=tuple(chosen),
            page=_number(params.get("page"), 1, DEEPEST_HIT // page_size),
            page_size=page_size,
            match=match if (match := params.get("match")) in MATCHES else "",
            sort=sort if (sort := params.get("sort")) in SORTS else "relevance",
            synonyms=params.get("synonyms") != "off",
        )

    def to_params(self) -> list[tuple[str, str]]:
        params = [("q", self.text)] if self.text else []
        params += [(facet, value) for facet, values in self.chosen for value in values]
        if self.match:
            params.append(("match", self.match))
        if self.sort != "relevance":
            params.append(("sort", self.sort))
        if not self.synonyms:
            params.append(("synonyms", "off"))
        if self.page > 1:
            params.append(("page", str(self.page)))
        if self.page_size != PAGE_SIZE:
            params.append(("page_size", str(self.page_size)))
        return params

    @property
    def kept_with_new_text(self) -> list[tuple[str, str]]:
        """The parameters that stay when other words are typed."""
        return self.with_text("").to_params()

    @property
    def asked(self) -> str:
        """What stands behind the question mark of its address."""
        return urlencode(self.to_params())

    @property
    def in_box(self) -> str:
        """What was typed, for a box of one line: a browser would join the lines of it without a space."""
        return " ".join(self.text.splitlines())

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last year of the chosen range, "" for an end that is open."""
        first, _, last = next((value for value in self.values("year") if ".." in value), "").partition("..")
        return first, last

    @property
    def url(self) -> str:
        return "/search/?" + self.asked

    @cached_property
    def parsed(self) -> syntax.Parsed:
        return syntax.parse(self.text)

    @cached_property
    def filters(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The chosen values, each range of years as its years."""
        return tuple((facet, _years(values) if facet == "year" else values) for facet, values in self.chosen)

    def values(self, facet: str) -> tuple[str, ...]:
        return dict(self.chosen).get(facet, ())

    def toggled(self, facet: str, value: str) -> "SearchQuery":
        """The same question with the value chosen, or no longer chosen, from its first page."""
        values = self.values(facet)
        return self.choosing(facet, tuple(v for v in values if v != value) if value in values else (*values, value))

    def choosing(self, facet: str, values: tuple[str, ...]) -> "SearchQuery":
        """The same question with just these values of the facet, from its first page."""
        chosen = dict(self.chosen) | {facet: values}
        kept = tuple((name, chosen[name]) for name in FACETS if chosen.get(name))
        return replace(self, chosen=kept, page=1)

    def cleared(self) -> "SearchQuery":
        return replace(self, chosen=(), page=1)

    def on_page(self, page: int) -> "SearchQuery":
        return replace(self, page=page)

    def with_text(self, text: str) -> "SearchQuery":
        return replace(self, text=text, match="", page=1)

    def matching(self, match: str) -> "SearchQuery":
        return replace(self, match=match, page=1)

    def sorted_by(self, sort: str) -> "SearchQuery":
        return replace(self, sort=sort, page=1)

    def without_synonyms(self) -> "SearchQuery":
        return replace(self, synonyms=False, page=1)

    def with_synonyms(self) -> "SearchQuery":
        return replace(self, synonyms=True, page=1)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


def _years(values: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        try:
            found += fields.year(value).values
        except fields.LeftOut:
            found.append(value)
    return tuple(dict.fromkeys(found))


def _span(first: str, last: str) -> str:
    """ "2015..2020" of what was put into the two boxes, in whichever order; "" where neither holds a year."""
    years = ["".join(sign for sign in text if sign in "0123456789") for text in (first, last)]
    years = [year if len(year) == 4 else "" for year in years]
    if all(years):
        years.sort()
    return f"{years[0]}..{years[1]}" if any(years) else ""


def _number(text: str | None, default: int, most: int) -> int:
    if text and text.isascii() and text.isdigit() and len(text) < 9:
        return min(max(int(text), 1), most)
    return default
