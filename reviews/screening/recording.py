"""One candidate at one stage while a word on it is written: locked, with what its words come to kept on it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

import audit.actions
from evidence.entry.works import take_in_work
from reviews import telling
from reviews.models import Candidate, ScreeningDecision
from reviews.screening import turns
from reviews.screening.standing import Standing, Word, standing
from reviews.screening.words import is_blind, words_by_stage
from reviews.vocabulary import ExclusionReason, ScreeningStatus, Stage, Verdict

OF_WORK = (
    *("kind", "title", "authors", "authors_et_al", "journal", "published", "year", "volume", "issue", "pages"),
    *("abstract", "keywords", "url", "doi", "pmid"),
)
KEPT = ("title_abstract", "full_text", "excluded_because", "excluded_note", "look_again", "reference")


class Screened:
    """Within a transaction: `add` and `take_back` change the words, `write` what they come to, and tells the trail.

    The cycle is locked too, and first: it cannot go on while a word is taken back without which it could not.
    """

    def __init__(self, candidate: Candidate, stage: str):
        self.cycle = telling.locked(candidate.cycle)
        self.candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
        self.candidate.cycle = self.cycle
        self.stage = stage
        self.words = words_by_stage(self.candidate)

    @property
    def words_here(self) -> list[Word]:
        return self.words[self.stage]

    @property
    def status(self) -> str:
        return getattr(self.candidate, self.stage)

    def has_said(self, by, said) -> bool:
        word = Word(by.get_username(), said.verdict, said.reason, said.note, said.look_again)
        return word in self.words_here

    def add(self, said, by, settles: bool = False) -> None:
        told = {name: getattr(said, name) for name in ("verdict", "reason", "note", "look_again")}
        word = Word(by.get_username(), **told, settles=settles)
        ScreeningDecision.objects.create(
            candidate=self.candidate, stage=self.stage, by=word.by, settles=settles, **told
        )
        self.words_here.append(word)

    def take_back(self, name: str) -> None:
        rows = self.candidate.decisions.filter(stage=self.stage, by=name, taken_back_at=None)
        rows.update(taken_back_at=timezone.now())
        self.words[self.stage] = [word for word in self.words_here if word.by != name]

    def write(self, event: str, *, by, why: str = "") -> None:
        before, readers = self.status, self.cycle.readers_needed
        found = standing(self.stage, self.words_here, readers)
        self._refuse_without_full_text(before, found.status)
        setattr(self.candidate, self.stage, found.status)
        self._open_or_close_full_text(by)
        self._keep_exclusion(found)
        self.candidate.save(update_fields=KEPT)
        self._tell(event, before, found, by, why)

    def _refuse_without_full_text(self, before: str, after: str) -> None:
        words = len(self.words[Stage.FULL_TEXT]) if self.stage == Stage.TITLE_ABSTRACT else 0
        if objection := turns.objection_to_full_text_words(before, after, words):
            raise ValidationError(objection)

    def _open_or_close_full_text(self, by) -> None:
        """A work wanted by title and abstract is one of the base from then on: files and evidence hang on it."""
        candidate = self.candidate
        if candidate.title_abstract != ScreeningStatus.INCLUDED:
            candidate.full_text = ScreeningStatus.NOT_YET
        elif candidate.full_text == ScreeningStatus.NOT_YET:
            candidate.full_text = ScreeningStatus.UNDECIDED
            if candidate.reference_id is None:
                candidate.reference = take_in_work(work={name: getattr(candidate, name) for name in OF_WORK}, by=by)

    def _keep_exclusion(self, found: Standing) -> None:
        if self.stage == Stage.TITLE_ABSTRACT and found.status == ScreeningStatus.INCLUDED:
            found = standing(Stage.FULL_TEXT, self.words[Stage.FULL_TEXT], self.cycle.readers_needed)
        self.candidate.excluded_because, self.candidate.excluded_note = found.reason, found.note
        self.candidate.look_again = found.look_again

    def _tell(self, event: str, before: str, found: Standing, by, why: str) -> None:
        """While another word is to come the trail says that there was one; what they all said, once all are in."""
        told = {"stage": Stage(self.stage).label, "status": ScreeningStatus(found.status).label}
        if not is_blind(self.cycle, found.status):
            told |= {"words": [in_words(word) for word in self.words_here]}
        audit.actions.record(
            event=f"candidate.{event}",
            target_type="candidate",
            target_key=self.candidate.key,
            by=by.get_username(),
            before={"status": ScreeningStatus(before).label},
            after=told,
            why=why,
        )


def in_words(word: Word) -> str:
    """ "ada: exclude, wrong population; look again (too few patients)"."""
    told = Verdict(word.verdict).label.lower()
    if word.reason:
        told += f", {ExclusionReason(word.reason).label.lower()}"
    if word.look_again:
        told += "; look again"
    return f"{word.by}: {told}" + (f" ({word.note})" if word.note else "")
