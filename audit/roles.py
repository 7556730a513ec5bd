"""The six roles: Django's groups, made by a migration. What each may do stands in each app's permissions.py."""

READER = "Reader"
WRITER = "Writer"
REVIEWER = "Reviewer"
APPROVER = "Approver"
LIBRARIAN = "Librarian"
ADMINISTRATOR = "Administrator"

ROLES = {
    READER: "Reads everything that is published.",
    WRITER: "Drafts policies, links evidence to statements, and answers comments.",
    REVIEWER: "Reads drafts, comments, and screens literature.",
    APPROVER: "Signs off drafts that others wrote.",
    LIBRARIAN: "Keeps references, studies and figures; imports files; accepts flags with a reason.",
    ADMINISTRATOR: "Manages accounts and settings, and sees the audit trail.",
}


def roles_of(user) -> frozenset[str]:
    """The names of the user's roles; none for somebody who has not signed in."""
    if not user.is_authenticated:
        return frozenset()
    if user.is_superuser:
        return frozenset(ROLES)
    return frozenset(user.groups.values_list("name", flat=True)) & frozenset(ROLES)
