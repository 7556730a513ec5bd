"""What stands between an approved version and its publication; all of it at once."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from policies import permissions
from policies.models import EvidenceLink, PolicyVersion, StatementIndication
from policies.publishing.changes import ClassedChange, changes_of, notice_for, predecessor
from policies.publishing.notice import Notice
from policies.signing.standing import Standing
from policies.vocabulary import VersionPurpose


@dataclass(frozen=True)
class Readiness:
    """Of a version, whatever its status: what a page shows and publishing asks."""

    before: PolicyVersion | None
    changes: list[ClassedChange]
    unexplained: list[StatementIndication]  # pairs with neither evidence nor a reason
    notice: Notice
    problems: list[str] = field(default_factory=list)

    @property
    def open_changes(self) -> list[ClassedChange]:
        return [each for each in self.changes if each.open]


def readiness_of(version: PolicyVersion) -> Readiness:
    before = predecessor(version)
    changes = changes_of(version, before)
    pairs = unexplained_pairs(version)
    problems = [f"{pair.statement.title}, {pair.indication.short_name}: {NOTHING}" for pair in pairs]
    for each in changes:
        if each.open:
            problems.append(f"{each.title}: {each.change.kind.label.lower()}, {each.open}.")
    if changes and version.purpose == VersionPurpose.REAFFIRMATION:
        problems.append(
            "It was begun as “reviewed, no change”, and it changes the text. Undo that, or begin a revision instead."
        )
    return Readiness(before, changes, pairs, notice_for(version, changes), problems)


NOTHING = "neither evidence nor a reason why there is none. Link a result, or write the reason."


def unexplained_pairs(version: PolicyVersion) -> list[StatementIndication]:
    links = EvidenceLink.objects.filter(statement=OuterRef("statement"), indication=OuterRef("indication"))
    rows = StatementIndication.objects.filter(statement__version=version, no_evidence_reason="")
    rows = rows.filter(~Exists(links)).order_by("statement__order", "position")
    return list(rows.select_related("statement", "indication__condition", "indication__intervention"))


def signing_problem(standing: Standing) -> str:
    """Why the sign-offs do not carry a publication, as a sentence; "" where they do."""
    if standing.is_enough:
        return ""
    void = [f"{word.signoff.by} signed, but {word.void}" for word in standing.words if word.void]
    counted = f"{len(standing.standing)} of {standing.needed} sign-offs hold"
    return "; ".join([counted, *dict.fromkeys(void)]) + ". Have it signed again."


def day_problems(version: PolicyVersion, before: PolicyVersion | None, effective_on: date, today: date) -> list[str]:
    """Why it cannot take effect on that day. What was in force on a day that is over is never written anew.

    `before` is the text it follows. A correction of what is in force may stand until a text that is to come begins.
    """
    if effective_on < today:
        return [f"{effective_on} is over. A version takes effect today ({today}) at the earliest."]
    other = next_to_come(version, effective_on)
    if other is None or (version.purpose == VersionPurpose.CORRECTION and before and before.pk != other.pk):
        return []
    return [
        f"{other.label or other.key} is published for {other.effective_on} already. "
        "Publish for that day or later, which supersedes it, or withdraw it first."
    ]


def next_to_come(version: PolicyVersion, day: date) -> PolicyVersion | None:
    """The published text of the policy that begins first after the day."""
    later = PolicyVersion.objects.filter(permissions.upcoming(day), policy=version.policy_id).exclude(pk=version.pk)
    return later.order_by("effective_on").first()
