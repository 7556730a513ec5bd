"""Who may do what: the one truth table of the product. Pure.

`permissions.py` of each app asks it, the page of the roles and docs/roles.md are drawn from it, and a test holds every
address of the product to it.
"""

from dataclasses import dataclass

from audit.roles import ADMINISTRATOR, APPROVER, LIBRARIAN, REVIEWER, ROLES, WRITER


@dataclass(frozen=True)
class Act:
    """`does` completes "Writers and Approvers ..."."""

    does: str
    roles: frozenset[str]


def _by(does: str, *roles: str) -> Act:
    return Act(does, frozenset(roles))


MEMBERS = (WRITER, REVIEWER, APPROVER, LIBRARIAN, ADMINISTRATOR)

ACTS = {
    # policies
    "read_drafts": _by("read drafts", *MEMBERS),
    "comment": _by("comment on drafts", WRITER, REVIEWER, APPROVER),
    "write_drafts": _by("begin and edit drafts", WRITER),
    "submit": _by("send a draft to be signed", WRITER),
    "sign": _by("sign off drafts that others wrote", APPROVER),
    "reassign": _by("replace an approver who left", WRITER, ADMINISTRATOR),
    "publish": _by("publish what is signed off", WRITER, APPROVER),
    "withdraw": _by("withdraw a published version", APPROVER, ADMINISTRATOR),
    "class_changes": _by("confirm the class of a change", WRITER, APPROVER),
    "reason_guidelines": _by("say why a position stands as it does to a guideline", WRITER),
    # evidence
    "enter_evidence": _by("enter studies and figures", WRITER, LIBRARIAN),
    "correct_evidence": _by("correct studies and figures", LIBRARIAN),
    "verify_figures": _by("verify figures that others entered", WRITER, REVIEWER, LIBRARIAN),
    "appraise": _by("appraise studies and grade bodies of evidence", WRITER, REVIEWER, LIBRARIAN),
    "accept_flags": _by("accept flags", LIBRARIAN, ADMINISTRATOR),
    "keep_synonyms": _by("keep the names that mean the same", LIBRARIAN, ADMINISTRATOR),
    # reviews
    "read_reviews": _by("read reviews in progress", *MEMBERS),
    "keep_reviews": _by("open reviews, assign them and take them on", WRITER, ADMINISTRATOR),
    "close_reviews": _by("close reviews", WRITER, APPROVER),
    "search_literature": _by("keep search strategies and import what they found", WRITER, LIBRARIAN),
    "screen": _by("judge what a search found", WRITER, REVIEWER, LIBRARIAN),
    "read_full_texts": _by("read the full texts of works", *MEMBERS),
    "keep_full_texts": _by("keep full texts and their retrieval", WRITER, REVIEWER, LIBRARIAN),
    "check_sources": _by("check other sources, guidelines and ongoing trials", WRITER, REVIEWER, LIBRARIAN),
    "log_requests": _by("log what is asked about a policy", WRITER, REVIEWER, LIBRARIAN),
    # people
    "keep_accounts": _by("keep accounts and their roles", ADMINISTRATOR),
    # the trail
    "see_history": _by("see who changed what", *MEMBERS),
    "search_audit": _by("search the audit trail", ADMINISTRATOR, APPROVER),
}


def may(roles: frozenset[str], act: str) -> bool:
    return bool(roles & ACTS[act].roles)


def objection(roles: frozenset[str], act: str) -> str:
    """Who does this, as a sentence to show to somebody with other roles; "" where these roles may."""
    return "" if may(roles, act) else told(act)


def told(act: str) -> str:
    """ "Writers and Approvers confirm the class of a change."."""
    who = [f"{role}s" for role in ROLES if role in ACTS[act].roles]
    named = " and ".join(filter(None, [", ".join(who[:-1]), who[-1]]))
    return f"{named} {ACTS[act].does}."
