"""Which text of a policy was in force on a day, and how that is known: docs/as-of.md as code. Pure.

Of texts published here the days are known. Of a text read from a document, what holds before its own date is asked of
its history, and only a row that says the statements were not changed lets them be inferred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policies.days.texts import HistoryRow, OwnDate, Text, newest_first
from policies.vocabulary import AnswerKind, StatementEffect, VersionStatus

WITH_TEXT = (AnswerKind.TEXT_HELD, AnswerKind.INFERRED)
REST_NOT_HELD = "Only the statements and their criteria are: summary, references and codes of that day are not held."


@dataclass(frozen=True)
class Answer:
    """`text` is the key of the version that answers or, where none does, of the nearest one held; "" for none.

    `kind` is of the statements and their criteria; all else is held only where the text is.
    """

    day: date
    kind: AnswerKind
    text: str
    sentence: str

    @property
    def has_text(self) -> bool:
        """Whether the statements of `text` may be shown as those of the day."""
        return self.kind in WITH_TEXT

    @property
    def is_whole(self) -> bool:
        """Whether everything of `text` may: codes, evidence, summary."""
        return self.kind == AnswerKind.TEXT_HELD

    @property
    def kind_of_rest(self) -> AnswerKind:
        return AnswerKind.NOT_HELD if self.kind == AnswerKind.INFERRED else self.kind


def answer(texts: Sequence[Text], day: date, today: date) -> Answer:
    """`texts` are all versions of one policy; drafts among them are passed over."""
    public = [text for text in texts if text.is_public and (text.status == VersionStatus.PUBLISHED or text.end)]
    if not public:
        return Answer(day, AnswerKind.NOT_HELD, "", "No published text of this policy is held.")
    standing = [text for text in public if text.stands_on(day)]
    published = [text for text in standing if text.begins]
    if published:
        text = max(published, key=lambda each: (each.begins or date.min, each.key))
        return Answer(day, AnswerKind.TEXT_HELD, text.key, _in_force(text, day, today))
    if standing:
        return _of_documents(standing, day)
    return _none_in_force(public, day)


def _in_force(text: Text, day: date, today: date) -> str:
    began = f"{text.name}, in force from {text.begins}" if day <= today else f"{text.name}, effective on {text.begins}"
    if text.end is None:
        return f"{began}. Nothing held here ends it before {day}." if day > today else f"{began}."
    return f"{began} until the day before {text.end}."


def _none_in_force(public: Sequence[Text], day: date) -> Answer:
    ended = [text for text in public if text.end and text.end <= day]
    if not ended:
        first = min((text for text in public if text.begins), key=lambda each: each.begins or date.max)
        said = f"The first text held, {first.name}, takes effect on {first.begins}; none of before is held."
        return Answer(day, AnswerKind.NOT_HELD, first.key, said)
    last = max(ended, key=lambda each: (each.end or date.min, each.begins or date.min, each.key))
    if last.withdrawn == last.end:
        why = f"{last.name} was withdrawn on {last.end}, and no text had taken its place by then"
    elif last.is_retirement:
        why = f"the policy is retired from {last.end} on"
        why += f"; {last.replaced_by} takes its place" if last.replaced_by else ""
    else:
        why = f"{last.name} ended with the day before {last.end}, and no text had taken its place by then"
    return Answer(day, AnswerKind.NOT_HELD, last.key, f"No text was in force on {day}: {why}.")


def _of_documents(texts: Sequence[Text], day: date) -> Answer:
    """Of texts read from documents: the last one dated by the day, unless a later one leaves open when it began."""
    in_order = sorted(texts, key=lambda text: (text.own_date.when.last, text.key))
    held = [text for text in in_order if text.own_date.when.last <= day]
    later = in_order[len(held) :]
    if not later:
        return Answer(day, AnswerKind.TEXT_HELD, held[-1].key, _held(held[-1]))
    found = _told_back(later[0], day)
    if not held or found.kind != AnswerKind.NOT_HELD:
        return found
    own = held[-1].own_date
    if own.when.last == day:
        return Answer(day, AnswerKind.TEXT_HELD, held[-1].key, _held(held[-1]))
    said = (
        f"Two texts are held, of {own.told or 'no date'} and of {later[0].own_date.told}, and which of them was in "
        f"force on {day} is not told."
    )
    return Answer(day, AnswerKind.NOT_HELD, held[-1].key, said)


def _held(text: Text) -> str:
    own = text.own_date
    ends = f"It was in force until the day before {text.end}." if text.end else "No later one is held."
    if not own.is_stated:
        return f"The text held states no date; it is held here since {own.when.first}. {ends}"
    return f"The text held is that of {own.told}. {ends}"


def _told_back(text: Text, day: date) -> Answer:
    """What the text's history tells of the statements on a day that is not after the text's own date."""

    def not_held(why: str) -> Answer:
        return Answer(day, AnswerKind.NOT_HELD, text.key, f"{_named(own)} {why}")

    own = text.own_date
    if not own.is_stated:
        return not_held(f"It is held here since {own.when.first}; what was in force before is not told.")
    if text.origin and day < text.origin.first:
        return not_held(f"The policy did not begin before {text.origin.first}.")
    rows = newest_first(_with_own(text.history, own))
    since = [row for row in rows if row.when.first > day]
    if changed := _first_other(since):
        return not_held(_why_not(changed, day))
    if changed := _first_other([row for row in rows if row.when.first <= day < row.when.last]):
        if changed.effect == StatementEffect.NOT_SAID or not changed.when.is_within_a_month:
            return not_held(_why_not(changed, day))
        return Answer(day, AnswerKind.CHANGED_THAT_MONTH, text.key, f"{_named(own)} {_that_month(changed)}")
    if day < rows[-1].when.first:
        return not_held(f"Its history goes back no further than {rows[-1].printed}.")
    return Answer(day, AnswerKind.INFERRED, text.key, f"{_named(own)} {_unchanged(rows, day)} {REST_NOT_HELD}")


def _with_own(history: Sequence[HistoryRow], own: OwnDate) -> list[HistoryRow]:
    """The rows, and the text's own date where none of them tells of it: then the text may be another from it on."""
    told = any(row.when.meets(own.when) for row in history)
    own_row = HistoryRow(own.told, own.when, StatementEffect.CHANGED, is_text=True)
    return [*history, *([] if told else [own_row])]


def _first_other(rows: Sequence[HistoryRow]) -> HistoryRow | None:
    """The newest that does not say the statements were left as they were."""
    return next((row for row in rows if row.effect != StatementEffect.UNCHANGED), None)


def _named(own: OwnDate) -> str:
    return f"The text held is that of {own.told}." if own.is_stated else "The text held states no date."


def _why_not(row: HistoryRow, day: date) -> str:
    if row.is_text:
        return f"Nothing tells what was in force on {day}, before it."
    return {
        StatementEffect.CHANGED: f"Its history tells of a change of the statements in {row.printed}; the text of "
        "before is not held.",
        StatementEffect.REWORDED: f"Its history says that the statements were reworded in {row.printed}, their intent "
        "unchanged; the words of before are not held.",
        StatementEffect.NOT_SAID: f"Its history does not say whether {row.printed} changed the statements; the text of "
        "before is not held.",
    }[StatementEffect(row.effect)]


def _that_month(row: HistoryRow) -> str:
    if row.is_text:
        return "On which day of that month it began is not told; what was in force before it is not held."
    did = "changed" if row.effect == StatementEffect.CHANGED else "reworded"
    return (
        f"Its history tells that the statements were {did} in {row.printed}, on a day that is not told: this text or "
        "the one before it, which is not held."
    )


def _unchanged(rows: Sequence[HistoryRow], day: date) -> str:
    since = [row.printed for row in rows if row.when.last > day]
    return f"Its history says that the statements were not changed in {' and '.join(since)}, so they are inferred."
