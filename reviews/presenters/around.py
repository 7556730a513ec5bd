"""What stands around every page of a cycle: its pages, the one we are on marked."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from reviews.models import ReviewCycle
from reviews.permissions import may_read_reviews

PAGES = (
    ("review", "Overview"),
    ("review-literature", "Literature"),
    ("review-screening", "Screening"),
    ("review-full-texts", "Full texts"),
    ("review-flow", "Flow"),
    ("review-sources", "Other sources"),
    ("review-packet", "Packet"),
)
FOR_EVERYBODY = ("review", "review-flow")


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    url: str


def around(user, cycle: ReviewCycle, tab: str) -> dict:
    """The context of a page of the cycle; templates/reviews/_tabs.html draws it."""
    return {"cycle": cycle, "policy": cycle.policy, "tab": tab, "tabs": _tabs(user, cycle)}


def _tabs(user, cycle: ReviewCycle) -> list[Tab]:
    pages = PAGES if may_read_reviews(user) else [page for page in PAGES if page[0] in FOR_EVERYBODY]
    return [Tab(name, label, url) for name, label in pages if (url := _url(name, cycle.key))]


def _url(name: str, key: str) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
