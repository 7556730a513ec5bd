"""What the pages of entering show: forms with what is to be said beside each field. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import prefetch_related_objects
from django.forms import BaseForm

from evidence import presenters
from evidence import vocabulary as words
from evidence.checks.values import About
from evidence.entry import papers
from evidence.entry.checking import findings_of, not_printed
from evidence.entry.forms import KINDS, FigureForm
from evidence.entry.proposals import Proposal
from evidence.flags.rows import Grade, grade_of
from evidence.models import Outcome, Study

MOST_FIGURES = 60


@dataclass(frozen=True)
class Said:
    """What a check says of the figure as typed."""

    grade: Grade
    title: str
    message: str
    expected: str


@dataclass
class FigureEntry:
    """One figure to be confirmed: its form, what was remarked when it was read, and what the checks say."""

    number: int
    form: FigureForm
    said: list[Said]
    slips: list[str]
    remarks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return "Comparison of two arms" if self.form.KIND == "effect" else "Figure of one arm"

    @property
    def first(self) -> list[tuple]:
        return [(self.form[name], self.remarks.get(name, ())) for name in self.form.FIRST]

    @property
    def more(self) -> list[tuple]:
        shown = {*self.form.FIRST, "as_reported", "lines"}
        return [(bound, self.remarks.get(bound.name, ())) for bound in self.form if bound.name not in shown]

    @property
    def more_are_filled(self) -> bool:
        return any(bound.value() or bound.errors for bound, _ in self.more)

    @property
    def of_all(self) -> list[str]:
        return self.remarks.get("", [])


def proposed_entries(proposals: Iterable[Proposal], outcome: Outcome) -> list[FigureEntry]:
    study = outcome.account.study
    prefetch_related_objects([study], "arms")
    found = []
    for number, proposal in enumerate(list(proposals)[:MOST_FIGURES]):
        form = KINDS[proposal.kind](study=study, initial=proposal.initial, prefix=f"f{number}")
        remarks = defaultdict(list)
        for remark in proposal.remarks:
            remarks[remark.field].append(remark.message)
        found.append(entry_of(number, form, outcome, dict(remarks)))
    return found


def posted_entries(data: Mapping, outcome: Outcome) -> list[FigureEntry]:
    """The figures of a posted form: "f0-kind" is the kind of the fields "f0-...". Those not ticked are left out."""
    study = outcome.account.study
    prefetch_related_objects([study], "arms")
    found = []
    for number in range(MOST_FIGURES):
        kind = KINDS.get(data.get(f"f{number}-kind", ""))
        if kind and data.get(f"f{number}-take"):
            form = kind(data, study=study, prefix=f"f{number}")
            found.append(entry_of(number, form, outcome))
    return found


def entry_of(number: int, form: FigureForm, outcome: Outcome, remarks: dict | None = None) -> FigureEntry:
    typed = form.with_numbers()
    about = About(endpoint=outcome.endpoint, timepoint=outcome.timepoint, stated=outcome.stated)
    said = [
        Said(grade_of(finding.grade), rule.title, finding.message, finding.expected)
        for rule, finding in findings_of(form.KIND, typed, about, outcome.account.study.design)
    ]
    slips = [str(form[name].label) for name in not_printed(typed, typed["as_reported"])]
    return FigureEntry(number, form, said, slips, remarks or {})


def tell(error: ValidationError, *forms: BaseForm) -> list[str]:
    """Puts what an action refused beside the fields it is about; what is about none of them is given back."""
    if not hasattr(error, "error_dict"):
        return error.messages
    rest = []
    for name, faults in error.error_dict.items():
        form = next((form for form in forms if name in form.fields), None)
        if form is None or name == NON_FIELD_ERRORS:
            rest += ValidationError(faults).messages
        elif ValidationError(faults).messages != form.errors.get(name):
            form.add_error(name, faults)
    return rest


def study_page(study: Study) -> dict:
    """The study as far as it is entered: arms with their sizes, outcomes and figures of its own paper and of others."""
    account = papers.account_of_paper(study)
    reports = [report.reference for report in study.reports.select_related("reference")]
    sizes = {size.arm_id: size for size in account.arm_sizes.all()} if account else {}
    outcomes = (
        Outcome.objects.filter(account__study=study)
        .select_related("account__document")
        .order_by("account__document__key", "account__position", "position", "pk")
        .prefetch_related("measurements__arm", "effect_estimates__intervention_arm", "effect_estimates__comparator_arm")
    )
    rows = [_outcome_row(outcome) for outcome in outcomes]
    return {
        "study": study,
        "account": account,
        "reports": reports,
        "arms": [(arm, sizes.get(arm.pk)) for arm in study.arms.prefetch_related("interventions")],
        "outcomes": [row for row in rows if row["is_own"]],
        "told_elsewhere": [row for row in rows if not row["is_own"] and row["figures"]],
    }


def _outcome_row(outcome: Outcome) -> dict:
    measured = [(presenters.figure_cell(row), row.arm.name if row.arm else "") for row in outcome.measurements.all()]
    compared = [(line, line.between) for line in map(presenters.effect_line, outcome.effect_estimates.all())]
    return {
        "outcome": outcome,
        "is_own": outcome.account.document.kind == words.DocumentKind.STUDY_REPORT,
        "details": presenters.outcome_details(outcome),
        "figures": [*measured, *compared],
    }
