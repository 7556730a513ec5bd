"""Two versions of one policy set against each other: which are asked for, what differs, what people confirmed."""

from policies import permissions
from policies.models import ChangeReview, Policy, PolicyVersion
from policies.versions import diff, particulars
from policies.versions.diff import VersionDiff
from policies.versions.reading import version_tree


class NotComparableError(ValueError):
    """Two versions cannot be compared; the sentence says why."""


def asked_pair(user, ids: str) -> tuple[PolicyVersion, PolicyVersion]:
    """The older and the newer version of `ids`, their keys joined by a comma. NotComparableError says what is wrong."""
    keys = [key.strip() for key in ids.split(",") if key.strip()]
    if len(keys) != 2:
        raise NotComparableError(
            "Two versions are compared: give the keys of the older and the newer, with a comma between."
        )
    if keys[0] == keys[1]:
        raise NotComparableError("That is one version twice. Give the keys of two.")
    found = permissions.versions_to_compare(user, keys)
    for key in keys:
        if key not in found:
            raise NotComparableError(f'There is no version "{key[:200]}".')
    older, newer = (found[key] for key in keys)
    if older.policy_id != newer.policy_id:
        raise NotComparableError("These are versions of two policies. Versions of one policy are compared here.")
    return older, newer


def compared(older: PolicyVersion, newer: PolicyVersion) -> VersionDiff:
    before, after = version_tree(older), version_tree(newer)
    return diff.compare(before, after, particulars.particulars(before, after))


def reviews(older: PolicyVersion, newer: PolicyVersion) -> dict[str, ChangeReview]:
    """What people said of the changes, by the name of the change."""
    return {review.change: review for review in ChangeReview.objects.filter(older=older, newer=newer)}


def version_list(user, policy: Policy) -> list[PolicyVersion]:
    """The newest text first; reconstructed ones, whose texts are older than those held, last."""
    rows = permissions.comparable_versions(user).filter(policy=policy).select_related("policy", "document")
    held = [row for row in rows if not row.is_reconstructed]
    reconstructed = [row for row in rows if row.is_reconstructed]
    return sorted(held, key=lambda row: -row.pk) + sorted(reconstructed, key=lambda row: row.held_before, reverse=True)


def policies_to_compare(user) -> list[tuple[Policy, list[PolicyVersion]]]:
    """The policies with two versions or more that the user may see."""
    rows = permissions.comparable_versions(user).select_related("policy__payer", "document").order_by("-pk")
    by_policy: dict[Policy, list[PolicyVersion]] = {}
    for row in rows:
        by_policy.setdefault(row.policy, []).append(row)
    ordered = {policy: sorted(found, key=lambda row: row.is_reconstructed) for policy, found in by_policy.items()}
    return [(policy, found) for policy, found in ordered.items() if len(found) > 1]
