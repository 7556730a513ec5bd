"""How a version stands with its approvers: who is asked, whose word holds, and what voided the others.

An approver's last word alone counts, and only as long as the content is what they signed; the word of somebody who
wrote on the draft never does, nor that of somebody who is not asked any more.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from policies.drafts.content import content_hash, content_of, evidence_marks
from policies.models import ApproverAsked, DraftEdit, PolicyVersion, Signoff
from policies.vocabulary import SignoffVerdict

APPROVING = (SignoffVerdict.APPROVED, SignoffVerdict.APPROVED_WITH_COMMENTS)


@dataclass(frozen=True)
class Word:
    """One sign-off and what became of it: `void` says why it does not hold, "" where it does."""

    signoff: Signoff
    void: str
    edits: tuple[DraftEdit, ...] = ()  # made since
    evidence: tuple[str, ...] = ()  # rows of the evidence that are not what they were

    @property
    def approves(self) -> bool:
        return self.signoff.verdict in APPROVING and not self.void


class Standing:
    """Of the version as it is now; the content is read once."""

    def __init__(self, version: PolicyVersion):
        self.version = version
        self.needed: int = settings.SIGNOFFS_NEEDED

    @cached_property
    def content(self) -> dict:
        return content_of(self.version)

    @cached_property
    def hash(self) -> str:
        """Of what is signed; of a published version, of what was signed before its dates were written into it."""
        if self.version.published_at:
            signed = self.version.published_content.signoffs
            return signed[0]["content_hash"] if signed else ""
        return content_hash(self.content)

    @cached_property
    def asked_ever(self) -> list[ApproverAsked]:
        return list(self.version.approvers_asked.all())

    @property
    def asked(self) -> list[ApproverAsked]:
        return [each for each in self.asked_ever if each.until is None]

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.asked]

    @cached_property
    def words(self) -> list[Word]:
        """All of them, the newest first."""
        signoffs = list(self.version.signoffs.order_by("-id"))
        edits = list(self.version.edits.order_by("number").defer("changes")) if signoffs else []
        found, later = [], set()
        for signoff in signoffs:
            found.append(self._word(signoff, edits, signoff.by in later))
            later.add(signoff.by)
        return found

    def _word(self, signoff: Signoff, edits: list[DraftEdit], has_later: bool) -> Word:
        if has_later:
            return Word(signoff, "a later word of the same approver took its place")
        if signoff.by in self.version.authors:
            return Word(signoff, "the approver wrote on the draft")
        if signoff.by not in self.names:
            return Word(signoff, "the approver is not asked any more")
        if signoff.content_hash == self.hash:
            return Word(signoff, "")
        since = tuple(edit for edit in edits if edit.number > signoff.edition)
        changed = () if since else self._evidence_changed(signoff)
        return Word(signoff, "what was signed has changed since", since, changed)

    def _evidence_changed(self, signoff: Signoff) -> tuple[str, ...]:
        now = evidence_marks(self.content)
        return tuple(sorted(name for name in {*now, *signoff.evidence} if now.get(name) != signoff.evidence.get(name)))

    @property
    def standing(self) -> list[Signoff]:
        """The sign-offs that count."""
        return [word.signoff for word in self.words if word.approves]

    @property
    def is_enough(self) -> bool:
        return len(self.standing) >= self.needed

    def word_of(self, name: str) -> Word | None:
        """Their last one, where it is on the content as it stands."""
        return next((word for word in self.words if word.signoff.by == name and not word.void), None)
