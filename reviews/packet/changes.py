"""What the proposed version changes of the text in force, word for word, each change with its class."""

from collections.abc import Iterator

from django.utils import timezone

from policies.models import PolicyVersion
from policies.paper.content import (
    Block,
    Column,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    muted,
    note_of,
    plain,
)
from policies.publishing.changes import ClassedChange, classed, notice_for
from policies.versions import comparison
from policies.versions.change_classes import Change
from policies.versions.word_marks import Piece
from policies.vocabulary import ChangeClass, ChangeKind
from reviews.packet.subject import Subject

CHANGES = (Column("Where", 18), Column("What changed", 50), Column("Class", 32))
LOOKS = {"removed": "deleted", "added": "inserted", "same": ""}


def changes(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Changes"), "changes")
    version, before = subject.proposed, subject.before
    if version is None:
        yield Paragraph(plain(_none_proposed(subject)))
        return
    yield from _why(version)
    if before is None:
        yield Paragraph(plain("No earlier text of this policy is held to set it against."))
        return
    diff = comparison.compared(before, version)
    found = classed(version, before, diff)
    yield Paragraph(plain(_in_short(before, found)))
    if found:
        yield Table("Changes with their classes", CHANGES, tuple(_row(each) for each in found))
        yield Paragraph(plain(_notice(version, found)))
    yield from _references([change for change in diff.changes if change.kind == ChangeKind.REFERENCE])


def _none_proposed(subject: Subject) -> str:
    if subject.cycle.is_closed:
        return "No version came of this review: nothing was changed."
    return "No new version is proposed yet: nothing is changed."


def _why(version: PolicyVersion) -> Iterator[Block]:
    purpose = version.get_purpose_display()
    if purpose or version.purpose_reason:
        reason = f": {version.purpose_reason}" if version.purpose_reason else "."
        yield Paragraph(plain(f"{purpose or 'Written here'}{reason}"))
    if version.change_summary:
        yield Paragraph(plain(version.change_summary))


def _in_short(before: PolicyVersion, found: list[ClassedChange]) -> str:
    if not found:
        return f"Nothing differs from {before.name} but dates and references."
    owed = sum(bool(each.open) for each in found)
    number = f"{len(found)} {'change' if len(found) == 1 else 'changes'} of {before.name}"
    classes = (
        f"; {owed} still {'needs' if owed == 1 else 'need'} a confirmed class" if owed else "; every class is confirmed"
    )
    return f"{number}{classes}. Words put in are underlined; words taken away are struck through."


def _row(each: ClassedChange) -> tuple[Runs, ...]:
    change = each.change
    places = "; ".join(filter(None, dict.fromkeys([change.place_before, change.place_after])))
    return (
        (
            Run(each.title, "strong"),
            *muted("".join(f"\n{told}" for told in (ChangeKind(change.kind).label, places) if told)),
        ),
        tuple(_piece(piece) for piece in change.pieces) or plain("emptied"),
        _class(each),
    )


def _piece(piece: Piece) -> Run:
    return Run(piece.text, LOOKS[piece.kind])


def _class(each: ClassedChange) -> Runs:
    review, proposal = each.review, each.change.proposal
    if each.change_class and review:
        by = f"\nConfirmed by {review.confirmed_by}, {timezone.localdate(review.confirmed_at)}."
        return (Run(ChangeClass(each.change_class).label, "strong"), *note_of(review.reason), *muted(by))
    return (
        Run(f"Open: {each.open}.", "strong"),
        Run(f" Proposed by rule: {ChangeClass(proposal.change_class).label.lower()}."),
        *note_of(proposal.reason),
    )


def _notice(version: PolicyVersion, found: list[ClassedChange]) -> str:
    notice = notice_for(version, found)
    if not notice.days:
        return "None of these classes asks for notice before the version takes effect."
    because = ChangeClass(notice.because).label.lower()
    return f"A change classed {because} asks for {notice.days} days of notice before the version takes effect."


def _references(found: list[Change]) -> Iterator[Block]:
    if not found:
        return
    yield Heading(2, plain("References"))
    yield Items("bullets", tuple(Item("", 0, _reference(change)) for change in found))


def _reference(change: Change) -> Runs:
    """The reference's own text is not marked word by word: it came or went as a whole."""
    said = "Added" if not change.before else "Taken away" if not change.after else "Changed"
    return (Run(f"{said}: ", "strong"), Run(f"{change.title}. {change.after or change.before}"))
