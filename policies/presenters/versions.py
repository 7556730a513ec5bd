"""A comparison of two versions as pages and files show it: values -> rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from policies.models import ChangeReview, PolicyVersion
from policies.versions import trees
from policies.versions.change_classes import Change
from policies.versions.diff import StatementDiff, VersionDiff
from policies.versions.values import Node, StatementTree
from policies.versions.word_marks import Piece, marks
from policies.vocabulary import ChangeClass, ChangeKind, CoveragePosition

NOT_KNOWN = "Not known for that date"
COLUMNS = (
    "statement",
    "change",
    "about",
    "older_version",
    "newer_version",
    "before",
    "after",
    "proposed_class",
    "reason",
    "confirmed_class",
    "confirmed_reason",
    "confirmed_by",
    "place_before",
    "place_after",
)


@dataclass(frozen=True)
class ChangeView:
    """A change with its proposed class and what a person said of it; a word on another text is told as out of date."""

    change: Change
    review: ChangeReview | None

    @property
    def kind(self) -> str:
        return ChangeKind(self.change.kind).label

    @property
    def proposed(self) -> str:
        return ChangeClass(self.change.proposal.change_class).label

    @property
    def is_confirmed(self) -> bool:
        return bool(self.review and self.review.fingerprint == self.change.fingerprint)

    @property
    def is_out_of_date(self) -> bool:
        return bool(self.review) and not self.is_confirmed

    @property
    def change_class(self) -> str:
        """The confirmed class, else the proposed one."""
        return self.review.change_class if self.review and self.is_confirmed else self.change.proposal.change_class


@dataclass(frozen=True)
class Cell:
    """One side of a row. `remark` says what is to be known of it: that it is carried over."""

    lead: str
    pieces: tuple[Piece, ...]
    place: str
    remark: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    depth: int
    older: Cell | None
    newer: Cell | None
    changes: list[ChangeView] = field(default_factory=list)


@dataclass(frozen=True)
class StatementView:
    statement: StatementTree
    rows: list[Row]
    together: str  # what all changes of its criteria come to; "" where there are not several
    is_changed: bool

    @property
    def position(self) -> str:
        return CoveragePosition(self.statement.position).label


@dataclass(frozen=True)
class Comparison:
    older: PolicyVersion
    newer: PolicyVersion
    counts: list[tuple[str, str, int]]  # class, label, how many changes
    statements: list[StatementView]
    besides: list[Row]
    not_known: tuple[StatementTree, ...]
    particulars_known: bool

    @property
    def older_name(self) -> str:
        return _in_words(self.older)

    @property
    def newer_name(self) -> str:
        return _in_words(self.newer)

    @property
    def total(self) -> int:
        return sum(count for _, _, count in self.counts)

    @property
    def reconstructed(self) -> list[PolicyVersion]:
        return [version for version in (self.older, self.newer) if version.is_reconstructed]


def _in_words(version: PolicyVersion) -> str:
    """ "Before August 2016 (reconstructed)"."""
    name = version.label or version.key
    return f"{name} (reconstructed)" if version.is_reconstructed else name


def comparison(diff: VersionDiff, older: PolicyVersion, newer: PolicyVersion, reviews: dict[str, ChangeReview]):
    views = {change.name: ChangeView(change, reviews.get(change.name)) for change in diff.changes}
    return Comparison(
        older=older,
        newer=newer,
        counts=[(each.value, str(each.label), count) for each, count in diff.counts.items()],
        statements=[_statement(each, views) for each in diff.statements],
        besides=[_besides(views[change.name]) for change in diff.besides],
        not_known=diff.not_known,
        particulars_known=diff.older.complete and diff.newer.complete,
    )


def _statement(each: StatementDiff, views: dict[str, ChangeView]) -> StatementView:
    own = [views[change.name] for change in each.changes]
    by_key: dict[str, list[ChangeView]] = {}
    for view in own:
        by_key.setdefault(view.change.about, []).append(view)
    criteria = [
        _criterion(depth, old, new, by_key)
        for depth, old, new in trees.aligned(each.older and each.older.tree, each.newer and each.newer.tree)
    ]
    shown = {view.change.name for row in criteria for view in row.changes}
    rows = [_besides(view) for view in own if view.change.name not in shown]
    together = f"{ChangeClass(each.together.change_class).label}. {each.together.reason}" if each.together else ""
    return StatementView(each.statement, rows + criteria, together, bool(own))


def _criterion(depth: int, old: Node | None, new: Node | None, by_key: dict[str, list[ChangeView]]) -> Row:
    node = new or old
    pieces = marks(old.text if old else "", new.text if new else "")
    of_node = [view for view in by_key.get(node.key, []) if view.change.kind not in OF_STATEMENT]
    label = node.label or (node.path if node.path else "¶")
    return Row(label, depth, _cell(old, pieces, "removed"), _cell(new, pieces, "added"), of_node)


OF_STATEMENT = {ChangeKind.POSITION, ChangeKind.POSITION_WHEN_NOT_MET, ChangeKind.REMAINDER}


def _cell(node: Node | None, pieces: tuple[Piece, ...], own: str) -> Cell | None:
    if node is None:
        return None
    remark = "carried over, not known for that date" if node.carried_over else ""
    return Cell(node.lead, tuple(piece for piece in pieces if piece.kind in ("same", own)), node.place, remark)


def _besides(view: ChangeView) -> Row:
    """A change that is of no criterion: of the statement as a whole, or outside the statements."""
    change = view.change
    older = _cell_of(change.before, change, "removed", change.place_before)
    newer = _cell_of(change.after, change, "added", change.place_after)
    return Row(change.title, 0, older, newer, [view])


def _cell_of(text: str, change: Change, own: str, place: str) -> Cell | None:
    if not text:
        return None
    return Cell("", tuple(piece for piece in change.pieces if piece.kind in ("same", own)), place)


def file_rows(diff: VersionDiff, reviews: dict[str, ChangeReview]) -> Iterator[dict]:
    """A row for each change, then one for each statement that is not known in one of the versions."""
    of = {change.name: each.statement.title for each in diff.statements for change in each.changes}
    for change in diff.changes:
        view = ChangeView(change, reviews.get(change.name))
        review = view.review if view.is_confirmed else None
        yield _file_row(
            diff,
            statement=of.get(change.name, ""),
            change=change.kind.value,
            about=change.about,
            before=change.before,
            after=change.after,
            proposed_class=change.proposal.change_class.value,
            reason=change.proposal.reason,
            confirmed_class=review.change_class if review else "",
            confirmed_reason=review.reason if review else "",
            confirmed_by=review.confirmed_by if review else "",
            place_before=change.place_before,
            place_after=change.place_after,
        )
    for statement in diff.not_known:
        said = f"{CoveragePosition(statement.position).label}: {statement.text or statement.about}"
        in_newer = diff.newer.complete
        yield _file_row(
            diff,
            statement=statement.title,
            change="not_known",
            about=statement.key,
            before=NOT_KNOWN if in_newer else said,
            after=said if in_newer else NOT_KNOWN,
            proposed_class=ChangeClass.NOT_STATED.value,
            reason="The reconstructed version tells of the statement alone that its history row names.",
            **{"place_after" if in_newer else "place_before": statement.place},
        )


def _file_row(diff: VersionDiff, **told: str) -> dict:
    named = {
        "older_version": _named(diff.older.key, diff.older.complete),
        "newer_version": _named(diff.newer.key, diff.newer.complete),
    }
    return dict.fromkeys(COLUMNS, "") | named | told


def _named(key: str, complete: bool) -> str:
    return key if complete else f"{key} (reconstructed)"
