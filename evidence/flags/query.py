"""Which flags are asked for, as a value: pages, downloads and links are this value in other clothes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

OPEN, ACCEPTED, ALL = "open", "accepted", "all"
STATES = {OPEN: "Open", ACCEPTED: "Accepted", ALL: "All"}
FLAG_FACETS = {"grade": "Severity", "rule": "Rule", "document": "Document", "policy": "Policy", "study": "Study"}
CONFLICT_FACETS = {"between": "Documents", "study": "Study"}
MOST_VALUES = 50  # chosen values of one facet
LONGEST_NUMBER = 9  # digits of a page's number


@dataclass(frozen=True)
class FlagQuery:
    """`chosen` holds the chosen values of each facet: any of them within one facet, all facets between."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    state: str = OPEN
    page: int = 1
    facets: tuple[str, ...] = tuple(FLAG_FACETS)

    @classmethod
    def from_params(cls, params, facets: Mapping[str, str] = FLAG_FACETS) -> "FlagQuery":
        """From a QueryDict. What cannot be read is left out; a value that nothing has finds nothing."""
        chosen = []
        for facet in facets:
            values = dict.fromkeys(value for value in params.getlist(facet) if value and "\x00" not in value)
            if values:
                chosen.append((facet, tuple(values)[:MOST_VALUES]))
        state, page = params.get("state", OPEN), params.get("page", "")
        readable = page.isascii() and page.isdigit() and len(page) <= LONGEST_NUMBER
        return cls(
            chosen=tuple(chosen),
            state=state if state in STATES else OPEN,
            page=max(1, int(page)) if readable else 1,
            facets=tuple(facets),
        )

    @property
    def asked(self) -> str:
        """What stands behind the question mark of its address."""
        params = [(facet, value) for facet, values in self.chosen for value in values]
        if self.state != OPEN:
            params.append(("state", self.state))
        if self.page > 1:
            params.append(("page", str(self.page)))
        return urlencode(params)

    @property
    def url(self) -> str:
        """Relative to the page it stands on."""
        return "?" + self.asked

    @property
    def file_url(self) -> str:
        """The whole list as a file."""
        asked = self.on_page(1).asked
        return f"?{asked}&format=csv" if asked else "?format=csv"

    def values(self, facet: str) -> tuple[str, ...]:
        return dict(self.chosen).get(facet, ())

    def toggled(self, facet: str, value: str) -> "FlagQuery":
        """The same question with the value chosen, or no longer chosen, from its first page."""
        values = self.values(facet)
        values = tuple(v for v in values if v != value) if value in values else (*values, value)
        chosen = dict(self.chosen) | {facet: values}
        return replace(self, chosen=tuple((name, chosen[name]) for name in self.facets if chosen.get(name)), page=1)

    def cleared(self) -> "FlagQuery":
        return replace(self, chosen=(), page=1)

    def on_page(self, page: int) -> "FlagQuery":
        return replace(self, page=page)

    def in_state(self, state: str) -> "FlagQuery":
        return replace(self, state=state, page=1)
