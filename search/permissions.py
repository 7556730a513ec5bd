"""Who may find what. Search knows audiences; the apps tell who belongs to them."""

from collections.abc import Callable

from django.http import Http404

from search.document import EVERYONE
from search.models import SavedSearch

_audiences: dict[str, Callable] = {}


def register_audience(audience: str, includes: Callable) -> None:
    """An app tells who belongs to an audience: `includes(user)`."""
    _audiences[audience] = includes


def audiences_of(viewer) -> frozenset[str]:
    return frozenset({EVERYONE} | {name for name, includes in _audiences.items() if includes(viewer)})


def get_saved_or_404(user, pk: int) -> SavedSearch:
    """The user's own saved search. Anybody else's is not there."""
    saved = SavedSearch.objects.filter(pk=pk, user_id=user.pk).first()
    if saved is None:
        raise Http404("There is no such saved search among yours.")
    return saved
