"""Two policies side by side, as a page, as CSV and as the API tells it."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.comparison.alignment import Beside, aligned
from policies.comparison.reading import Citations, Cited
from policies.coverage.clauses import Clause, leaves
from policies.coverage.matrix import Line, Matrix, Payer
from policies.coverage.reading import Base
from policies.models import PolicyCode, PolicyVersion
from policies.presenters.coverage import CellView, cell_told, cell_view, named

COLUMNS = "part indication mark ours theirs ours_document ours_location theirs_document theirs_location".split()


@dataclass(frozen=True)
class IndicationView:
    line: Line
    name: str
    intervention: str
    ours: CellView
    theirs: CellView
    criteria: list[Beside]  # empty where only one of them has criteria for it

    @property
    def mark(self) -> str:
        """Whether the positions differ; "" where one of the two takes none."""
        one, other = self.ours.cell, self.theirs.cell
        if not (one.said and other.said):
            return "one alone takes a position" if one.said or other.said else ""
        return "positions differ" if one.position != other.position else "same position"


@dataclass(frozen=True)
class CodeView:
    system: str
    code: str
    description: str
    ours: PolicyCode | None
    theirs: PolicyCode | None

    @property
    def mark(self) -> str:
        if self.ours and self.theirs:
            return "both" if self.ours.status == self.theirs.status else "both, status differs"
        return "ours only" if self.ours else "theirs only"


def indications(found: Matrix, base: Base) -> list[IndicationView]:
    """Expects a matrix of the two policies, each as a payer of its own."""
    views = []
    for line in found.lines:
        ours, theirs = (cell_view(payer, cell, base) for payer, cell in zip(found.payers, line.cells, strict=True))
        one, other = ours.cell.branch, theirs.cell.branch
        views.append(
            IndicationView(
                line=line,
                name=named(line.row.asked, base.names),
                intervention=base.names[line.row.asked.intervention],
                ours=ours,
                theirs=theirs,
                criteria=aligned(tested(one, line, base), tested(other, line, base)) if one and other else [],
            )
        )
    return views


def tested(branch: Clause, line: Line, base: Base) -> list[Clause]:
    """The conditions of a branch, without those that only name something broader than the indication."""
    above = base.words.conditions.above(line.row.asked.condition)
    return [leaf for leaf in leaves(branch) if not leaf.conditions or not leaf.conditions <= above]


def codes(ours: PolicyVersion, theirs: PolicyVersion) -> list[CodeView]:
    """Every code of either, those on one side only first."""
    one = {(code.system, code.code): code for code in ours.codes.all()}
    other = {(code.system, code.code): code for code in theirs.codes.all()}
    views = [
        CodeView(*key, (one.get(key) or other[key]).description, one.get(key), other.get(key))
        for key in dict.fromkeys([*one, *other])
    ]
    return sorted(views, key=lambda view: (view.mark.startswith("both"), view.mark, view.system, view.code))


def works(keys: tuple[str, ...], citations: Citations) -> list[Cited]:
    return [citations.works[key] for key in keys]


def percent(part: float | None) -> str:
    return "" if part is None else f"{100 * part:.1f}%"


def table(views: list[IndicationView], code_views: list[CodeView], citations: Citations) -> Iterator[dict]:
    """All of the comparison, row by row, each with document and place."""
    for view in views:
        yield _row(
            "position", view.line.row.indication, view.mark, view.ours.label, view.theirs.label,
            (view.ours.cell.text, view.ours.cell.said), (view.theirs.cell.text, view.theirs.cell.said),
        )  # fmt: skip
        for beside in view.criteria:
            yield _row(
                "criterion", view.line.row.indication, _criterion_mark(beside),
                beside.ours.text if beside.ours else "", beside.theirs.text if beside.theirs else "",
                (view.ours.cell.text, beside.ours), (view.theirs.cell.text, beside.theirs),
            )  # fmt: skip
    for code in code_views:
        row = _row("code", "", code.mark, code.code if code.ours else "", code.code if code.theirs else "")
        row["ours_location"] = code.ours.location if code.ours else ""
        row["theirs_location"] = code.theirs.location if code.theirs else ""
        yield row
    found = citations.overlap
    for mark, keys in (("shared", found.shared), ("ours only", found.ours), ("theirs only", found.theirs)):
        for cited in works(keys, citations):
            title = f"{cited.reference.label}. {cited.reference.display_title}"
            row = _row("work", "", mark, "" if mark == "theirs only" else title, "" if mark == "ours only" else title)
            row["theirs_location" if mark == "theirs only" else "ours_location"] = cited.place
            yield row


def _criterion_mark(beside: Beside) -> str:
    return ", ".join(filter(None, [beside.mark, beside.definition_mark]))


def _row(part: str, indication: str, mark: str, ours: str, theirs: str, one=(None, None), other=(None, None)) -> dict:
    """`one` and `other` are the text and what stands in it at a place."""
    row = dict.fromkeys(COLUMNS, "")
    row |= {"part": part, "indication": indication, "mark": mark, "ours": ours, "theirs": theirs}
    for side, (text, placed) in (("ours", one), ("theirs", other)):
        row[f"{side}_document"] = text.document if text and placed else ""
        row[f"{side}_location"] = placed.place if placed else ""
    return row


def indication_told(view: IndicationView, payers: tuple[Payer, ...]) -> dict:
    return {
        "indication": view.line.row.indication,
        "mark": view.mark,
        "ours": cell_told(payers[0], view.ours.cell),
        "theirs": cell_told(payers[1], view.theirs.cell),
        "criteria": [
            {
                "mark": beside.mark,
                "definition_mark": beside.definition_mark,
                "ours": beside.ours.key if beside.ours else "",
                "ours_text": beside.ours.text if beside.ours else "",
                "theirs": beside.theirs.key if beside.theirs else "",
                "theirs_text": beside.theirs.text if beside.theirs else "",
            }
            for beside in view.criteria
        ],
    }


def code_told(view: CodeView) -> dict:
    return {
        "system": view.system,
        "code": view.code,
        "mark": view.mark,
        "ours_status": view.ours.status if view.ours else "",
        "theirs_status": view.theirs.status if view.theirs else "",
    }


def citations_told(citations: Citations) -> dict:
    found = citations.overlap
    return {
        "shared": list(found.shared),
        "ours_only": list(found.ours),
        "theirs_only": list(found.theirs),
        "jaccard": None if found.jaccard is None else round(found.jaccard, 4),
        "remarks": citations.remarks,
    }
