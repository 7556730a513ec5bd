"""Accounts, roles and acts as pages and docs/roles.md show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audit.roles import ROLES


@dataclass(frozen=True)
class AccountRow:
    """`last_login` is None of who never signed in. `has_every_role`: made with createsuperuser."""

    name: str
    email: str
    roles: list[str]
    has_every_role: bool
    is_active: bool
    last_login: datetime | None
    joined: datetime


def account_row(account) -> AccountRow:
    """Its groups are to be prefetched."""
    groups = {group.name for group in account.groups.all()}
    return AccountRow(
        name=account.get_username(),
        email=account.email,
        roles=[role for role in ROLES if role in groups or account.is_superuser],
        has_every_role=account.is_superuser,
        is_active=account.is_active,
        last_login=account.last_login,
        joined=account.date_joined,
    )


def role_choices(chosen: Iterable[str]) -> list[dict]:
    chosen = set(chosen)
    return [{"name": name, "about": about, "chosen": name in chosen} for name, about in ROLES.items()]
