"""The pages of one version that is or was written here: the same tabs on each of them."""

from dataclasses import dataclass

from django.urls import reverse

from policies import lifecycle, permissions
from policies.models import PolicyVersion
from policies.vocabulary import VersionOrigin


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    url: str


OF_WRITERS = {"draft": "Text", "draft-evidence": "Evidence"}
OF_MEMBERS = {
    "draft-comments": "Comments",
    "version": "As a page",
    "draft-signing": "Signing",
    "draft-publishing": "Publishing",
}


def tabs_of(version: PolicyVersion, user) -> list[Tab]:
    """Those this user may open, in the order of the work; none of a version that was read from a document."""
    if version.origin != VersionOrigin.WRITTEN_HERE or not permissions.may_read_drafts(user):
        return []
    writes = version.status in lifecycle.OPEN_TO_EDITS and not permissions.objection_to_writing(user)
    pages = {**(OF_WRITERS if writes else {}), **OF_MEMBERS}
    return [Tab(name, label, reverse(name, args=[version.key])) for name, label in pages.items()]


def around(version: PolicyVersion, user, tab: str) -> dict:
    """What the head of each of these pages shows; `tab` is the one we are on."""
    is_open = version.status in lifecycle.OPEN_TO_EDITS
    return {
        "version": version,
        "policy": version.policy,
        "is_open": is_open,
        "before": _before(version, user, is_open),
        "tabs": tabs_of(version, user),
        "tab": tab,
    }


def _before(version: PolicyVersion, user, is_open: bool) -> PolicyVersion | None:
    """What it is compared with: the version in force while it is written, then the one it began from."""
    if not is_open:
        return version.based_on
    return permissions.current_versions(user).filter(policy=version.policy).first()
