"""Which works of a cycle are asked for, at which stage and in which order; the address of the queue. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from reviews.vocabulary import ScreeningStatus, Stage

MINE, ALL = "mine", "all"
OF_STATUS = {
    "undecided": ScreeningStatus.UNDECIDED,
    "second": ScreeningStatus.SECOND_NEEDED,
    "conflicts": ScreeningStatus.CONFLICT,
    "maybe": ScreeningStatus.MAYBE,
    "included": ScreeningStatus.INCLUDED,
    "excluded": ScreeningStatus.EXCLUDED,
}
SHOWS = {MINE: "Needs my decision"} | {show: str(status.label) for show, status in OF_STATUS.items()} | {ALL: "All"}
ORDERS = {"relevance": "Likely relevance", "found": "As found", "newest": "Newest first"}
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class QueueQuery:
    """`q` are words looked for in title, abstract, authors and journal, or a DOI or PMID."""

    stage: str = Stage.TITLE_ABSTRACT.value
    show: str = MINE
    order: str = "relevance"
    q: str = ""
    page: int = 1

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "QueueQuery":
        """What cannot be read is as if it were not asked."""
        stage, show, order = (params.get(name, "") for name in ("stage", "show", "order"))
        page = params.get("page", "")
        return cls(
            stage=stage if stage in Stage.values else cls.stage,
            show=show if show in SHOWS else cls.show,
            order=order if order in ORDERS else cls.order,
            q=" ".join(params.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 10 else 1,
        )

    @property
    def url(self) -> str:
        """The stage, and what differs from the defaults, as it ends an address."""
        told = {name: str(getattr(self, name)) for name in ("stage", "show", "order", "q", "page")}
        asked = {name: value for name, value in told.items() if value != str(getattr(QueueQuery, name))}
        return f"?{urlencode({'stage': self.stage} | asked)}"

    def of(self, **changed) -> "QueueQuery":
        return replace(self, **{"page": 1} | changed)
