"""What `make demo` shows: an account for each role, and work in progress, all of it done through the actions.

To add to the work: a function that takes the accounts by name, in its place in WORK.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

import accounts.actions
import audit.actions
from audit.models import AuditEvent
from audit.roles import ADMINISTRATOR, APPROVER, LIBRARIAN, READER, REVIEWER, WRITER
from config import demo_reviews, demo_work
from evidence.checks.actions import accept_flag
from evidence.models import Flag, Recommendation
from evidence.vocabulary import FlagGrade
from policies.actions import confirm_change, give_guideline_reason
from policies.models import PolicyVersion, StatementIndication
from policies.versions import comparison
from search import saved

BY = "demo"  # in the audit trail
PEOPLE = {
    "writer": WRITER,
    "second-writer": WRITER,
    "reviewer": REVIEWER,
    "approver": APPROVER,
    "second-approver": APPROVER,
    "librarian": LIBRARIAN,
    "reader": READER,
    "administrator": ADMINISTRATOR,
}
People = dict[str, object]


class NotForDemoError(ValueError):
    """The base holds accounts that are none of the demo's; the sentence says what to do."""


@dataclass(frozen=True)
class Made:
    """Of a demo that was made now. The passwords, by name, are kept nowhere else."""

    passwords: dict[str, str]


def build() -> Made | None:
    """Makes the demo over the starter base, all of it or nothing; None where the base holds it already."""
    if AuditEvent.objects.filter(event="demo.made").exists():
        return None
    if get_user_model().objects.exists():
        raise NotForDemoError(
            "This base has accounts already, so no demo is made in it. `make demo` starts on a base of its own."
        )
    with transaction.atomic():
        people, passwords = {}, {}
        for name, role in PEOPLE.items():
            people[name], passwords[name] = accounts.actions.add_account(name=name, roles=[role], by=BY)
        for work in WORK:
            work(people)
        audit.actions.record(
            event="demo.made", target_type="demo", target_key="demo", by=BY, after={"accounts": list(PEOPLE)}
        )
    return Made(passwords)


def saved_searches(people: People) -> None:
    asked = {"Randomized trials in HCC": "condition=hcc&design=rct", "Neuroendocrine tumours": "q=neuroendocrine"}
    for name, question in asked.items():
        saved.keep(user=people["writer"], name=name, asked=question)


def accepted_flag(people: People) -> None:
    flag = Flag.objects.filter(grade=FlagGrade.IMPOSSIBLE).order_by("position").first()
    reason = "Looked up in the document: it is printed like this. The publisher is being asked."
    accept_flag(flag=flag, reason=reason, by=people["librarian"])


def confirmed_change(people: People) -> None:
    """The first change since 2016 of policy 292, in the class that is proposed."""
    older, newer = (PolicyVersion.objects.get(key=f"bcbsma-292/{text}") for text in ("before-2016-08", "2024-09"))
    change = comparison.compared(older, newer).changes[0]
    confirm_change(
        older=older,
        newer=newer,
        change=change.name,
        change_class=change.proposal.change_class,
        reason="",
        by=people["second-writer"],
    )


def guideline_reason(people: People) -> None:
    give_guideline_reason(
        statement_indication=StatementIndication.objects.get(key="bcbsma-292/icc/re-icc"),
        recommendation=Recommendation.objects.get(key="med140/nccn-icc/options"),
        text="The guideline lists it among options, without comparing them. To be discussed at the next review.",
        by=people["writer"],
    )


WORK: list[Callable[[People], None]] = [
    saved_searches,
    accepted_flag,
    confirmed_change,
    guideline_reason,
    demo_work.entered_study,
    demo_work.appraised,
    demo_work.draft_in_review,
    demo_reviews.review_in_screening,
]
