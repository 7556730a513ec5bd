"""What a comparison says of each study beside its outcomes: models -> entries."""

from collections.abc import Callable, Iterable, Sequence

from evidence import presenters
from evidence import vocabulary as words
from evidence.comparison.aligning import agreement
from evidence.comparison.values import Column, Entry, Group, Row, Section
from evidence.models import Study, StudyAccount


def section(columns: Sequence[Column], studies: dict[str, Study]) -> Section:
    """Rows that no study of these is told anything in are left out."""
    rows = []
    for name, title, read in FACTS:
        cells = tuple(tuple(read(studies[column.key])) for column in columns)
        if any(cells):
            rows.append(Row(name, title, (), cells, agreement(cells)))
    return Section("studies", "The studies", (Group("The studies", tuple(rows)),) if rows else ())


def from_account(account: StudyAccount, study: Study, text: str, about: str = "", note: str = "") -> Entry:
    return Entry(
        text,
        about,
        note,
        document=account.document.key,
        location=account.location,
        url=f"{study.get_absolute_url()}#{account.key}",
        document_url=account.document.get_absolute_url(),
    )


def _design(study: Study) -> Iterable[Entry]:
    yield Entry(study.get_design_display())


def _setting(study: Study) -> Iterable[Entry]:
    if study.setting:
        yield Entry(study.setting)


def _documents(study: Study) -> Iterable[Entry]:
    for account in study.accounts.all():
        number = f"cited as [{account.citation_number}]" if account.citation_number else ""
        yield from_account(account, study, account.document.title, about=number)


def _terms(field: str) -> Callable[[Study], Iterable[Entry]]:
    def read(study: Study) -> Iterable[Entry]:
        for term in getattr(study, field).all():
            yield Entry(term.name, url=term.get_absolute_url())

    return read


def _printed(field: str) -> Callable[[Study], Iterable[Entry]]:
    """What each document prints there."""

    def read(study: Study) -> Iterable[Entry]:
        for account in study.accounts.all():
            if text := getattr(account, field):
                yield from_account(account, study, text)

    return read


def _participants(study: Study) -> Iterable[Entry]:
    for account in study.accounts.all():
        if account.participants or account.evaluable:
            evaluable = f"{account.evaluable} evaluable" if account.evaluable else ""
            yield from_account(
                account, study, account.participants or evaluable, evaluable if account.participants else ""
            )


def _arms(study: Study) -> Iterable[Entry]:
    """Each arm with its sizes, or its name alone where no document prints one."""
    sized = set()
    for account in study.accounts.all():
        for name, text in presenters.sizes(account):
            sized.add(name)
            yield from_account(account, study, name, about=text)
    for arm in study.arms.all():
        if arm.name not in sized:
            yield Entry(arm.name, about="size not printed")


def _lines(study: Study) -> Iterable[Entry]:
    """The lines of therapy that outcomes are stated for, from each document."""
    for account in study.accounts.all():
        stated = dict.fromkeys(outcome.line_of_therapy for outcome in account.outcomes.all())
        for line in stated:
            if line != words.LineOfTherapy.NOT_STATED:
                yield from_account(account, study, words.LineOfTherapy(line).label)


def _appraisals(study: Study) -> Iterable[Entry]:
    for account in study.accounts.all():
        for appraisal in account.appraisals.all():
            told = from_account(account, study, appraisal.judgement, about=f"{appraisal.scale}, by {appraisal.by}")
            yield Entry(**{**vars(told), "location": appraisal.location or account.location})


def _includes(study: Study) -> Iterable[Entry]:
    for account in study.accounts.all():
        for included in account.includes.all():
            yield from_account(account, study, str(included))


FACTS: tuple[tuple[str, str, Callable[[Study], Iterable[Entry]]], ...] = (
    ("design", "Design", _design),
    ("described", "Design as described", _printed("design_as_described")),
    ("setting", "Setting", _setting),
    ("documents", "Told by", _documents),
    ("population-studied", "Population", _printed("population")),
    ("conditions", "Conditions", _terms("conditions")),
    ("interventions", "Interventions", _terms("interventions")),
    ("participants", "Participants", _participants),
    ("arms", "Arms", _arms),
    ("period", "Period", _printed("period")),
    ("line", "Line of therapy", _lines),
    ("study-count", "Studies included", _printed("study_count")),
    ("includes", "Includes, of those held here", _includes),
    ("appraisals", "Appraisals and certainty", _appraisals),
)
