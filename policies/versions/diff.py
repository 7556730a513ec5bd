"""What changed between two versions of one policy, aligned by stable key, each change with a proposed class. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from policies.versions import change_classes as classes
from policies.versions import truth_tables
from policies.versions.change_classes import Change, Proposal
from policies.versions.trees import Homes, TreeDiff
from policies.versions.values import StatementTree, VersionTree
from policies.vocabulary import ChangeClass, ChangeKind, CoveragePosition, ResidualCovers, StatementKind


@dataclass(frozen=True)
class StatementDiff:
    """Of one statement. `together` is what all changes of its criteria come to, where there is more than one."""

    older: StatementTree | None
    newer: StatementTree | None
    statement: StatementTree  # the newer one, or the older where there is no newer
    changes: tuple[Change, ...]
    together: Proposal | None = None


@dataclass(frozen=True)
class VersionDiff:
    """`not_known` holds the statements that one version has and the other, being reconstructed, cannot tell of."""

    older: VersionTree
    newer: VersionTree
    statements: tuple[StatementDiff, ...]
    besides: tuple[Change, ...]
    not_known: tuple[StatementTree, ...]

    @property
    def changes(self) -> list[Change]:
        return [change for each in self.statements for change in each.changes] + list(self.besides)

    @property
    def counts(self) -> dict[ChangeClass, int]:
        """How many changes are proposed as each class, in the vocabulary's order."""
        found = Counter(change.proposal.change_class for change in self.changes)
        return {each: found[each] for each in ChangeClass if found[each]}


def compare(older: VersionTree, newer: VersionTree, besides: tuple[Change, ...] = ()) -> VersionDiff:
    """`besides` are the changes outside the statements (diff_particulars)."""
    before = {each.key: each for each in older.statements}
    after = {each.key: each for each in newer.statements}
    homes = _homes(older), _homes(newer)
    pairs = [(before.get(key), after.get(key)) for key in _in_order(list(before), list(after))]
    known = [(old, new) for old, new in pairs if (old or older.complete) and (new or newer.complete)]
    return VersionDiff(
        older,
        newer,
        tuple(_statement(old, new, older, newer, homes) for old, new in known),
        besides,
        tuple(new or old for old, new in pairs if (old, new) not in known and (new or old)),  # type: ignore[misc]
    )


def _in_order(before: list[str], after: list[str]) -> list[str]:
    """All keys in the newer order; one that is gone follows what it followed."""
    found = list(after)
    for place, key in enumerate(before):
        if key not in after:
            follows = next((k for k in reversed(before[:place]) if k in found), None)
            found.insert(found.index(follows) + 1 if follows else 0, key)
    return found


def _homes(version: VersionTree) -> dict[str, StatementTree]:
    """The statement each criterion stands under."""
    return {node.key: each for each in version.statements if each.tree for node in each.tree.all()}


def _statement(
    old: StatementTree | None, new: StatementTree | None, older: VersionTree, newer: VersionTree, homes: Homes
) -> StatementDiff:
    here = new or old
    if not here:
        raise ValueError("a statement stands in one version at least")
    if not old or not new:
        return StatementDiff(old, new, here, tuple(_whole_statement(here, bool(new), newer if old else older)))
    position = new.position if new.position == old.position else ""
    of_tree = list(TreeDiff(old, new, position, homes).changes())
    together = None
    if len([change for change in of_tree if change.kind in STRUCTURAL]) > 1:
        effect = truth_tables.effect(old.tree, new.tree)
        together = classes.structural(effect, position, "All changes of its criteria taken together")
    found = (*_of_statement(old, new), *_indications(old, new, older, newer), *of_tree)
    return StatementDiff(old, new, new, found, together)


STRUCTURAL = {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED, ChangeKind.LOGIC}


def _whole_statement(here: StatementTree, is_new: bool, other: VersionTree) -> Iterator[Change]:
    """Of a statement that the `other` version lacks."""
    kind = ChangeKind.STATEMENT_ADDED if is_new else ChangeKind.STATEMENT_REMOVED
    said = f"{CoveragePosition(here.position).label}: {here.text or here.about}"
    before, after = ("", said) if is_new else (said, "")
    elsewhere = [each for each in other.statements if set(each.indications) & set(here.indications)]
    if here.kind == StatementKind.RESIDUAL and not elsewhere:
        verb = "is now said" if is_new else "is no longer said"
        proposal = Proposal(
            ChangeClass.CLARIFIED if is_new else ChangeClass.NOT_STATED, f"What holds for the rest {verb}."
        )
    elif not elsewhere:
        found = ChangeClass.NEW_INDICATION if is_new else ChangeClass.INDICATION_REMOVED
        proposal = Proposal(
            found, f"No statement of the {'older' if is_new else 'newer'} version names its indications."
        )
    elif {each.position for each in elsewhere} == {here.position}:
        proposal = Proposal(
            ChangeClass.REORGANISED, f"{elsewhere[0].title} of the other version holds the same position."
        )
    else:
        first, second = (elsewhere[0], here) if is_new else (here, elsewhere[0])
        proposal = classes.position_changed(first.position, second.position)
    places = {"place_after": here.place} if is_new else {"place_before": here.place}
    yield Change(kind, here.key, here.title, before, after, proposal, **places)


def _of_statement(old: StatementTree, new: StatementTree) -> Iterator[Change]:
    places = {"place_before": old.place, "place_after": new.place}
    for kind, was, now in (
        (ChangeKind.POSITION, old.position, new.position),
        (ChangeKind.POSITION_WHEN_NOT_MET, old.position_when_not_met, new.position_when_not_met),
    ):
        if was != now:
            labels = str(CoveragePosition(was).label), str(CoveragePosition(now).label)
            yield Change(kind, new.key, new.title, *labels, classes.position_changed(was, now), **places)
    if old.text != new.text:
        proposal = classes.text_changed(old.text, new.text)
        yield Change(ChangeKind.TEXT, new.key, new.title, old.text, new.text, proposal, **places)
    was, now = _remainder(old), _remainder(new)
    if was != now:
        yield Change(ChangeKind.REMAINDER, new.key, new.title, was, now, _remainder_changed(old, new), **places)


def _remainder(statement: StatementTree) -> str:
    """What a residual takes in, in words."""
    covers = str(ResidualCovers(statement.covers).label) if statement.covers else ""
    excepts = f"excepts {', '.join(sorted(statement.exceptions))}" if statement.exceptions else ""
    return "; ".join(part for part in (statement.scope, covers, excepts) if part)


def _remainder_changed(old: StatementTree, new: StatementTree) -> Proposal:
    position = new.position if new.position == old.position else ""
    was, now = set(old.exceptions), set(new.exceptions)
    wider, narrower = [now < was], [now > was]
    both = ResidualCovers.BOTH
    if old.covers != new.covers:
        wider.append(new.covers == both and old.covers != ResidualCovers.UNCLEAR)
        narrower.append(old.covers == both and new.covers != ResidualCovers.UNCLEAR)
    readable = old.scope == new.scope and (now <= was or now >= was) and any(wider) != any(narrower)
    effect = (1 if any(wider) else -1) if readable else None
    return classes.structural(effect, position, "What the residual takes in, or excepts, changed")


def _indications(old: StatementTree, new: StatementTree, older: VersionTree, newer: VersionTree) -> Iterator[Change]:
    was, now = dict(old.indications), dict(new.indications)
    for kind, key, name, other in (
        *((ChangeKind.INDICATION_ADDED, key, name, older) for key, name in now.items() if key not in was),
        *((ChangeKind.INDICATION_REMOVED, key, name, newer) for key, name in was.items() if key not in now),
    ):
        added = kind == ChangeKind.INDICATION_ADDED
        elsewhere = next((each for each in other.statements if key in dict(each.indications)), None)
        if not elsewhere and not other.complete:
            proposal = Proposal(ChangeClass.NOT_STATED, "The reconstructed version tells of no other statement.")
        elif not elsewhere:
            found = ChangeClass.NEW_INDICATION if added else ChangeClass.INDICATION_REMOVED
            proposal = Proposal(found, f"No statement of the {'older' if added else 'newer'} version names it.")
        elif elsewhere.position == new.position:
            proposal = Proposal(
                ChangeClass.REORGANISED, f"{elsewhere.title} of the other version holds the same position."
            )
        else:
            first, second = (elsewhere, new) if added else (new, elsewhere)
            proposal = classes.position_changed(first.position, second.position)
        text = ("", name) if added else (name, "")
        yield Change(kind, f"{new.key}/{key}", new.title, *text, proposal, old.place, new.place)
