"""Who keeps accounts. An objection is the sentence to show, "" where there is none."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import AccessToken
from audit.permissions import objection
from audit.roles import ADMINISTRATOR


def objection_to_keeping_accounts(user) -> str:
    return objection(user, "keep_accounts")


def accounts_seen_by(user) -> QuerySet:
    """PermissionDenied for who does not keep accounts: names, addresses and sign-ins are nobody else's business."""
    if said := objection_to_keeping_accounts(user):
        raise PermissionDenied(said)
    return get_user_model().objects.prefetch_related("groups").order_by("-is_active", "username")


def get_account_or_404(user, name: str):
    account = accounts_seen_by(user).filter(username=name).first()
    if account is None:
        raise Http404("There is no such account here.")
    return account


def tokens_of(user) -> QuerySet[AccessToken]:
    """A person's own tokens. Nobody sees another's."""
    return AccessToken.objects.filter(user=user)


def get_token_or_404(user, pk: int) -> AccessToken:
    token = tokens_of(user).filter(pk=pk).first()
    if token is None:
        raise Http404("There is no such token among yours.")
    return token


def active_administrators() -> QuerySet:
    """Those who can sign in and keep accounts."""
    keeps = Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)
    return get_user_model().objects.filter(keeps, is_active=True).distinct()
