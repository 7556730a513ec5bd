"""What a packet is of: a review, the version it proposes, and the text that this one is set against."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policies import guideline_positions, permissions, queries
from policies.guideline_positions import Positions
from policies.models import EvidenceLink, Policy, PolicyVersion, Statement
from policies.permissions import PUBLIC
from policies.publishing import changes
from policies.references import NumberedReference, version_references
from reviews.models import ReviewCycle


@dataclass(eq=False)
class Subject:
    """`proposed` is the draft, or of a closed review the version that came of it; None where there is none.

    `before` is the text it takes the place of. What several sections need of them is read once.
    """

    cycle: ReviewCycle
    user: object
    made_on: date
    proposed: PolicyVersion | None
    before: PolicyVersion | None

    @property
    def policy(self) -> Policy:
        return self.cycle.policy

    @property
    def text(self) -> PolicyVersion | None:
        """The version whose evidence is told: the proposed one, else the one in force."""
        return self.proposed or self.before

    @cached_property
    def statements(self) -> list[Statement]:
        return queries.version_statements(self.text) if self.text else []

    @cached_property
    def links(self) -> list[EvidenceLink]:
        return queries.links_of_version(self.text) if self.text else []

    @cached_property
    def labels(self) -> dict[int, str]:
        """By the id of a statement how it is called in a table: "I.B.3", or its place."""
        return {each.pk: each.label.rstrip(".") or str(each.order) for each in self.statements}

    @cached_property
    def references(self) -> list[NumberedReference]:
        return version_references(self.text) if self.text else []

    @cached_property
    def positions(self) -> Positions:
        return guideline_positions.positions(self.text) if self.text else Positions([], [], [])

    @property
    def indications(self) -> dict:
        """The indications its statements answer for, each once, in their order."""
        pairs = (pair for each in self.statements for pair in each.statement_indications.all())
        return {pair.indication_id: pair.indication for pair in pairs}


def subject_of(cycle: ReviewCycle, user, made_on: date) -> Subject:
    """Expects the cycle with its policy, payer, document and version."""
    proposed = _proposed(cycle, user)
    before = changes.predecessor(proposed) if proposed else _in_force(cycle.policy, user)
    return Subject(cycle, user, made_on, proposed, before)


def _proposed(cycle: ReviewCycle, user) -> PolicyVersion | None:
    rows = permissions.visible_versions(user).select_related("policy__payer", "document", "based_on")
    if cycle.version_id:
        return rows.filter(pk=cycle.version_id).first()
    if cycle.is_closed:
        return None
    return rows.filter(policy=cycle.policy_id).exclude(status__in=PUBLIC).order_by("-pk").first()


def _in_force(policy: Policy, user) -> PolicyVersion | None:
    rows = permissions.current_versions(user).filter(policy=policy)
    return rows.select_related("policy__payer", "document").first()
