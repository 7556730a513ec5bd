from audit import acts
from audit.roles import roles_of


def may(user, act: str) -> bool:
    return acts.may(roles_of(user), act)


def objection(user, act: str) -> str:
    """The sentence that says who does this, for somebody who may not; "" for who may."""
    return acts.objection(roles_of(user), act)


def may_see_history(user) -> bool:
    """The history of an object names people, so it is for members with a part in the work."""
    return may(user, "see_history")


def objection_to_reading(user, *, one_object: bool) -> str:
    """To events of one object, or of all of them."""
    said = objection(user, "see_history" if one_object else "search_audit")
    return f"{said} Sign in first." if said and not user.is_authenticated else said
