"""Searches that people keep: what is new to them, and the e-mail that tells of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from search import asking
from search.engines.base import IndexUnusable
from search.models import SavedSearch
from search.query import SearchQuery

MOST_SAVED = 50  # of one person


@dataclass(frozen=True)
class WithNews:
    """`new` counts what came into the base since its owner last looked; None while there is no index."""

    saved: SavedSearch
    query: SearchQuery
    new: int | None


def with_news(user) -> list[WithNews]:
    if not user.is_authenticated:
        return []
    return [
        WithNews(saved, query_of(saved), new)
        for saved, new in _counted(user, list(user.saved_searches.all()), lambda saved: saved.looked_at)
    ]


def query_of(saved: SavedSearch) -> SearchQuery:
    return SearchQuery.from_params(QueryDict(saved.asked))


def _counted(
    user, searches: list[SavedSearch], since: Callable[[SavedSearch], datetime]
) -> list[tuple[SavedSearch, int | None]]:
    """Each with what is new since its moment; the user's rights and the names that mean the same are read once."""
    if not searches:
        return []
    try:
        asked = asking.asking_of(user)
        return [(saved, asked.count_new(query_of(saved), since(saved))) for saved in searches]
    except IndexUnusable:
        return [(saved, None) for saved in searches]


@transaction.atomic
def keep(*, user, name: str, asked: str) -> SavedSearch:
    """Keeps the question under a name of the user's own. ValidationError where it cannot."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError("Give the search a name.")
    if user.saved_searches.filter(name=name).exists():
        raise ValidationError(f'You have a saved search "{name}" already. Give this one another name.')
    if user.saved_searches.count() >= MOST_SAVED:
        raise ValidationError(f"You have {MOST_SAVED} saved searches. Remove one first.")
    query = SearchQuery.from_params(QueryDict(asked)).on_page(1)
    saved = SavedSearch(user=user, name=name, asked=query.asked, looked_at=timezone.now())
    saved.full_clean()
    saved.save()
    return saved


def look(saved: SavedSearch) -> None:
    """Notes that its owner looks at it now."""
    saved.looked_at = timezone.now()
    saved.save(update_fields=["looked_at"])


def set_digest(saved: SavedSearch, wanted: bool) -> None:
    saved.digest = wanted
    saved.save(update_fields=["digest"])


def remove(saved: SavedSearch) -> None:
    saved.delete()


def send_digests() -> None:
    """One e-mail to each person whose saved searches, marked for it, found something new since the last."""
    marked = SavedSearch.objects.filter(digest=True, user__is_active=True).exclude(user__email="")
    by_user: dict = {}
    for saved in marked.select_related("user").order_by("user_id", "name"):
        by_user.setdefault(saved.user, []).append(saved)
    for user, searches in by_user.items():
        now = timezone.now()
        found = _counted(user, searches, lambda saved: saved.sent_at or saved.looked_at)
        if lines := [
            f"{saved.name}: {new} new\n{settings.SITE_URL}{query_of(saved).url}" for saved, new in found if new
        ]:
            send_mail("New in your saved searches", "\n\n".join(lines) + "\n", None, [user.email])
        SavedSearch.objects.filter(pk__in=[saved.pk for saved, new in found if new is not None]).update(sent_at=now)
