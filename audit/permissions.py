from audit.roles import ADMINISTRATOR, APPROVER, LIBRARIAN, REVIEWER, WRITER, roles_of


def may_see_history(user) -> bool:
    """The history of an object names people, so it is for members with a part in the work."""
    return bool(roles_of(user) & {WRITER, REVIEWER, APPROVER, LIBRARIAN, ADMINISTRATOR})
