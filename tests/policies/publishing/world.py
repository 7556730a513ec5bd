"""A draft of policy 292 on its way to publication, with two approvers, as people bring it there."""

from datetime import date, timedelta

from django.utils import timezone

from evidence.models import Condition, Indication, Intervention
from policies import actions as classing
from policies.drafts import actions as drafts
from policies.models import Payer, Policy, PolicyVersion
from policies.publishing.changes import changes_of, predecessor
from policies.signing import actions as signing
from tests.policies.drafts.world import POLICY, begin

STABLE = "bcbsma-292/hcc"
ASKED = ["ann", "bob"]


class People:
    def __init__(self, account):
        self.writer = account("Writer", "will")
        self.approvers = [account("Approver", name) for name in ASKED]


def again(version: PolicyVersion) -> PolicyVersion:
    return PolicyVersion.objects.get(pk=version.pk)


def reworded(people, text: str = "Reworded.", policy: str = POLICY) -> PolicyVersion:
    """A draft with one change of a statement's text."""
    draft = begin(people.writer, policy)
    key = next(row.key for row in draft.statements.order_by("order") if policy != POLICY or row.stable_key == STABLE)
    drafts.change_row(version=draft, part="statement", key=key, by=people.writer, edition=0, values={"text": text})
    return draft


def class_all(version: PolicyVersion, people, change_class: str = "clarified") -> None:
    before = predecessor(version)
    for each in changes_of(version, before):
        classing.confirm_change(
            older=before,
            newer=version,
            change=each.change.name,
            change_class=change_class,
            reason="Read.",
            by=people.writer,
        )


def signed(version: PolicyVersion, people) -> PolicyVersion:
    signing.submit(version=version, by=people.writer, approvers=ASKED)
    for approver in people.approvers:
        signing.sign(version=again(version), by=approver, verdict="approved")
    return again(version)


def approved(people, change_class: str = "clarified", text: str = "Reworded.") -> PolicyVersion:
    """Changed, classed and signed: what is left is to publish it."""
    draft = reworded(people, text)
    class_all(draft, people, change_class)
    return signed(draft, people)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def source() -> PolicyVersion:
    """The imported text of the policy."""
    return Policy.objects.get(key=POLICY).versions.get(origin="read")


def small_draft(people) -> PolicyVersion:
    """A first draft of one statement and one criterion, on an empty base."""
    for model in (Condition, Intervention):
        model.objects.create(key="x", name="X")
    Indication.objects.create(key="x", condition=Condition.objects.get(), intervention=Intervention.objects.get())
    payer = Payer.objects.create(key="plan", name="A plan")
    first = drafts.begin_policy(payer=payer, title="Livers", number="1", by=people.writer)
    statement = drafts.add_row(version=first, part="statement", by=people.writer, edition=0, values=STATEMENT)
    drafts.add_row(
        version=first,
        part="statement_indication",
        by=people.writer,
        edition=1,
        values={"statement": statement.key, "indication": "x", "no_evidence_reason": "None was found."},
    )
    drafts.add_criterion(
        version=first, statement=statement.key, by=people.writer, edition=2, values={"text": "Confirmed."}
    )
    return first


STATEMENT = {"intervention": "x", "position": "investigational", "text": "Of livers."}
