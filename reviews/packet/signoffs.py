"""Who signed the proposed version, when, what they said, and whether it holds."""

from collections.abc import Iterator

from django.utils import timezone

from policies.models import PolicyVersion
from policies.paper.content import Block, Column, Heading, Item, Items, Paragraph, Run, Runs, Table, cell, plain
from policies.presenters.signing import hides_words
from policies.signing.standing import Standing, Word
from policies.vocabulary import VersionOrigin
from reviews.packet.subject import Subject

SIGNED = (Column("Who", 14), Column("When", 14), Column("Verdict", 22), Column("Holds", 25), Column("Comments", 25))


def signoffs(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Sign-offs"), "signoffs")
    version = subject.proposed
    if version is None:
        yield Paragraph(plain("No new version is proposed, so nobody is asked to sign."))
    elif version.origin != VersionOrigin.WRITTEN_HERE:
        yield Paragraph(plain("The text was read from its document: who approved it there is not recorded here."))
    else:
        yield from _signed(version, subject.user)


def _signed(version: PolicyVersion, user) -> Iterator[Block]:
    standing, name = Standing(version), user.get_username()
    hidden = hides_words(version, standing, name)
    words = [word for word in standing.words if not hidden or word.signoff.by == name]
    counted = f"{len(standing.standing)} of {standing.needed} approvals needed hold."
    yield Paragraph(plain("What others signed is shown once you have signed yourself." if hidden else counted))
    if words:
        yield Table("Every word that was given, the newest first", SIGNED, tuple(_row(word) for word in words))
    elif not hidden:
        yield Paragraph(plain("Nobody has signed yet."))
    waiting = [each.name for each in standing.asked if hidden is False and standing.word_of(each.name) is None]
    if waiting:
        yield Heading(2, plain("Asked to sign, without a word that holds"))
        yield Items("bullets", tuple(Item("", 0, plain(each)) for each in waiting))


def _row(word: Word) -> tuple[Runs, ...]:
    signoff = word.signoff
    return (
        plain(signoff.by),
        plain(f"{timezone.localtime(signoff.at):%Y-%m-%d %H:%M}"),
        (Run(signoff.get_verdict_display(), "strong"),),
        plain(f"no: {word.void}" if word.void else "yes"),
        cell(signoff.comments),
    )
