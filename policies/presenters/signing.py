"""Who is asked to sign a version, what each said, and what voided it, as one viewer may see it."""

from dataclasses import dataclass

from django.conf import settings

from policies import lifecycle, permissions
from policies.models import ApproverAsked, PolicyVersion
from policies.publishing.readiness import Readiness, readiness_of
from policies.signing.actions import active_approvers, approvers_to_choose
from policies.signing.readiness import Lack, lacks
from policies.signing.standing import Standing, Word
from policies.vocabulary import SignoffVerdict, VersionStatus


@dataclass(frozen=True)
class AskedRow:
    """`word` is None while they have not signed what stands, and where the viewer may not see it yet.

    `voided` is then their last word on what stood before. `has_left` where nobody can sign with that account any more.
    """

    asked: ApproverAsked
    word: Word | None
    is_hidden: bool
    voided: Word | None = None
    has_left: bool = False


@dataclass(frozen=True)
class SigningView:
    version: PolicyVersion
    standing: Standing
    rows: list[AskedRow]
    words: list[Word]
    hidden: bool  # the others' word, from an approver who has not signed yet
    own_word: Word | None
    objection: str  # why the viewer does not sign; "" where they do
    may_submit: bool
    may_reassign: bool
    choices: list[str]
    lacks: list[Lack]
    ready: Readiness

    @property
    def verdicts(self) -> list[tuple[str, str]]:
        return [(each.value, str(each.label)) for each in SignoffVerdict]

    @property
    def replaced(self) -> list[ApproverAsked]:
        return [each for each in self.standing.asked_ever if each.until]

    @property
    def is_open(self) -> bool:
        return self.version.status in lifecycle.OPEN_TO_EDITS

    @property
    def can_be_signed(self) -> bool:
        status = self.version.status
        return status == VersionStatus.IN_REVIEW or (status == VersionStatus.APPROVED and not self.standing.is_enough)

    @property
    def suggested(self) -> list[str]:
        """Whom the form names: those asked last."""
        return self.standing.names


def signing_view(version: PolicyVersion, user) -> SigningView:
    standing, name = Standing(version), user.get_username()
    own = standing.word_of(name)
    is_draft, can_sign = version.status == VersionStatus.DRAFT, active_approvers(standing.names)
    hidden = hides_words(version, standing, name)
    return SigningView(
        version=version,
        standing=standing,
        rows=[_row(each, standing, hidden and each.name != name, can_sign) for each in standing.asked],
        words=[word for word in standing.words if not hidden or word.signoff.by == name],
        hidden=hidden,
        own_word=own,
        objection=_objection(version, standing, user),
        may_submit=not permissions.objection_to_move(user, "submit"),
        may_reassign=not permissions.objection_to_reassigning(user),
        choices=approvers_to_choose(version),
        lacks=lacks(version) if is_draft else [],
        ready=readiness_of(version),
    )


def hides_words(version: PolicyVersion, standing: Standing, name: str) -> bool:
    """Where approvers sign blind: from one who is asked and has not said their word, as long as it is asked for."""
    is_asked_for = version.status in (VersionStatus.IN_REVIEW, VersionStatus.APPROVED)
    return settings.SIGNOFFS_BLIND and is_asked_for and name in standing.names and standing.word_of(name) is None


def _row(asked: ApproverAsked, standing: Standing, is_hidden: bool, can_sign: set[str]) -> AskedRow:
    has_left = asked.name not in can_sign
    if is_hidden:
        return AskedRow(asked, None, is_hidden, has_left=has_left)
    word = standing.word_of(asked.name)
    last = next((each for each in standing.words if each.signoff.by == asked.name), None)
    return AskedRow(asked, word, is_hidden, last if word is None else None, has_left)


def _objection(version: PolicyVersion, standing: Standing, user) -> str:
    if said := permissions.objection_to_move(user, "approve"):
        return said
    if user.get_username() in version.authors:
        return "You wrote on this draft, and nobody signs what they wrote."
    return "" if user.get_username() in standing.names else "You are not among those asked to sign it."
