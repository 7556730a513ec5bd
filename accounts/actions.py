"""Every write of accounts and tokens: permitted, audited, and in one transaction.

`by` is the account that acts or, where somebody at the machine does, the name of the command they gave.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from accounts import permissions, secrets
from accounts.models import AccessToken
from audit.roles import ADMINISTRATOR, ROLES

LONGEST_REASON = 2000
MOST_TOKENS = 20  # of one person
# Names under which programs stand in the audit trail: nobody is to be taken for one.
PROGRAMS = {"fixtures", "add_account", "set_roles", "demo", "worker"}
LAST_ADMINISTRATOR = (
    "This is the last Administrator who can sign in: nobody could keep the accounts any more. "
    "Make somebody else an Administrator first."
)


@transaction.atomic
def add_account(*, name: str, roles: Iterable[str], by, email: str = "", why: str = "") -> tuple[object, str]:
    """The new account, and its password, which is kept nowhere: show it once."""
    _refuse(by)
    roles, why, name = _known(roles), _reason(why), name.strip()
    account = get_user_model()(username=name, email=email.strip())
    account.full_clean(exclude=["password"], validate_unique=False)
    if name.lower() in PROGRAMS:
        raise ValidationError(f'"{name}" stands for a program in the audit trail. Choose another name.')
    if get_user_model().objects.filter(username__iexact=name).exists():
        raise ValidationError(f'There is an account "{name}" already. Choose another name.')
    password = secrets.new_password()
    account.set_password(password)
    account.save()
    account.groups.set(Group.objects.filter(name__in=roles))
    _record("account.added", account, by, after={"roles": roles, "email": account.email}, why=why)
    return account, password


@transaction.atomic
def set_roles(*, account, roles: Iterable[str], by, why: str = "") -> None:
    """Gives the account exactly these roles."""
    _refuse(by)
    roles, why = _known(roles), _reason(why)
    if account.is_superuser:
        raise ValidationError("This account was made with createsuperuser and has every role. It can be deactivated.")
    before = sorted(account.groups.values_list("name", flat=True))
    if before == roles:
        return
    if ADMINISTRATOR not in roles:
        _refuse_to_lose(account)
    account.groups.set(Group.objects.filter(name__in=roles))
    _record("account.roles_set", account, by, before={"roles": before}, after={"roles": roles}, why=why)


@transaction.atomic
def deactivate(*, account, by, why: str) -> None:
    """The account cannot sign in any more, and its tokens are gone. What it did stays under its name."""
    _refuse(by)
    if not (why := _reason(why)):
        raise ValidationError("Say why the account is deactivated, such as: left the company.")
    if not account.is_active:
        raise ValidationError("The account is deactivated already.")
    _refuse_to_lose(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    tokens, _ = AccessToken.objects.filter(user=account).delete()
    before, after = {"active": True, "tokens": tokens}, {"active": False, "tokens": 0}
    _record("account.deactivated", account, by, before=before, after=after, why=why)


@transaction.atomic
def reactivate(*, account, by, why: str = "") -> None:
    _refuse(by)
    why = _reason(why)
    if account.is_active:
        raise ValidationError("The account is active.")
    account.is_active = True
    account.save(update_fields=["is_active"])
    _record("account.reactivated", account, by, before={"active": False}, after={"active": True}, why=why)


@transaction.atomic
def give_new_password(*, account, by, why: str = "") -> str:
    """For who forgot theirs: the new password, to be shown once. The account is signed out everywhere."""
    _refuse(by)
    why, password = _reason(why), secrets.new_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    _record("account.password_replaced", account, by, why=why)
    return password


@transaction.atomic
def change_own_password(*, account, password: str) -> None:
    """`password` has passed the form's checks, the old one among them."""
    account.set_password(password)
    account.save(update_fields=["password"])
    _record("account.password_changed", account, account)


@transaction.atomic
def make_token(*, name: str, by) -> str:
    """The token, to be shown once: only its digest is kept."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError("Say what the token is for; that is its name.")
    if "\0" in name:
        raise ValidationError("The name holds a NUL character, which cannot be kept.")
    if by.access_tokens.filter(name=name).exists():
        raise ValidationError(f'You have a token "{name}" already. Revoke that one, or choose another name.')
    if by.access_tokens.count() >= MOST_TOKENS:
        raise ValidationError(f"You have {MOST_TOKENS} tokens. Revoke one first.")
    secret = secrets.new_token()
    token = AccessToken(user=by, name=name, digest=secrets.digest_of(secret), opening=secret[: secrets.OPENING])
    token.full_clean()
    token.save()
    _record("account.token_made", by, by, after={"token": name, "begins": token.opening})
    return secret


@transaction.atomic
def revoke_token(*, token: AccessToken, by) -> None:
    if token.user_id != by.pk:
        raise PermissionDenied("A token is revoked by the person it belongs to.")
    _record("account.token_revoked", by, by, before={"token": token.name, "begins": token.opening})
    token.delete()


def note_use(token: AccessToken) -> None:
    """Once a day, so that reading with a token does not write."""
    today = timezone.localdate()
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)


def _refuse(by) -> None:
    if not isinstance(by, str) and (said := permissions.objection_to_keeping_accounts(by)):
        raise PermissionDenied(said)


def _refuse_to_lose(account) -> None:
    # Whoever takes an Administrator away holds this row: two who take away each other come one after the other.
    Group.objects.select_for_update().get(name=ADMINISTRATOR)
    administrators = permissions.active_administrators()
    if administrators.filter(pk=account.pk).exists() and not administrators.exclude(pk=account.pk).exists():
        raise ValidationError(LAST_ADMINISTRATOR)


def _known(roles: Iterable[str]) -> list[str]:
    roles = sorted(set(roles))
    if unknown := [role for role in roles if role not in ROLES]:
        raise ValidationError(f"There is no role {', '.join(unknown)}. The roles are: {', '.join(ROLES)}.")
    return roles


def _reason(why: str) -> str:
    why = why.strip()
    if len(why) > LONGEST_REASON:
        raise ValidationError(f"The reason is longer than {LONGEST_REASON} characters.")
    if "\0" in why:
        raise ValidationError("The reason holds a NUL character, which cannot be kept.")
    return why


def _record(event: str, account, by, **told) -> None:
    name = by if isinstance(by, str) else by.get_username()
    audit.actions.record(event=event, target_type="account", target_key=account.get_username(), by=name, **told)
