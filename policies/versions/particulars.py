"""What changed outside the statements: definitions, patient selection, codes, dates, references. Pure."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from policies.versions import change_classes as classes
from policies.versions.change_classes import Change, Proposal
from policies.versions.values import DefinitionText, Listed, SelectionGroup, VersionTree
from policies.vocabulary import ChangeClass, ChangeKind, CoveragePosition, Strength

ALIKE = 0.5  # from here on, two texts of patient selection are one that was reworded
BINDING = {Strength.DESCRIPTIVE: 0, Strength.SHOULD: 1, Strength.MUST: 2}
LISTS = {
    "codes": (ChangeKind.CODE, ChangeClass.CODES_ONLY, "A code, no criterion."),
    "dates": (ChangeKind.DATE, ChangeClass.EDITORIAL, "A date; no statement is touched."),
    "references": (ChangeKind.REFERENCE, ChangeClass.EDITORIAL, "The reference list; no statement is touched."),
}


def particulars(older: VersionTree, newer: VersionTree) -> tuple[Change, ...]:
    """None where a version is reconstructed: these are not known for its date."""
    if not (older.complete and newer.complete):
        return ()
    found = [*_definitions(older, newer), *_selection(older, newer)]
    for name, (kind, change_class, reason) in LISTS.items():
        # A text written here prints no list: what both link is what can be compared then.
        if name == "references" and not (older.references and newer.references):
            name = "works"
        found += _listed(kind, Proposal(change_class, reason), getattr(older, name), getattr(newer, name))
    return tuple(found)


def _by_key(rows: Iterable) -> dict:
    return {row.key: row for row in rows}


def _pairs(was: dict, now: dict) -> Iterator[tuple]:
    """What stands before and after under each key, where it differs in what is said."""
    for key in [*now, *(key for key in was if key not in now)]:
        yield was.get(key), now.get(key)


def _listed(kind: ChangeKind, proposal: Proposal, was: Iterable[Listed], now: Iterable[Listed]) -> Iterator[Change]:
    for old, new in _pairs(_by_key(was), _by_key(now)):
        before, after = (old.text if old else ""), (new.text if new else "")
        if before != after:
            either = new or old
            places = (old.place if old else "", new.place if new else "")
            yield Change(kind, either.key, either.title, before, after, proposal, *places)


def _definitions(older: VersionTree, newer: VersionTree) -> Iterator[Change]:
    for old, new in _pairs(_by_key(older.definitions), _by_key(newer.definitions)):
        before, after = (_said(each) for each in (old, new))
        if before == after:
            continue
        if old and new:
            proposal = classes.text_changed(before, after)
        elif new:
            proposal = Proposal(ChangeClass.CLARIFIED, "A term is now defined. Whether that narrows it has to be read.")
        else:
            proposal = Proposal(ChangeClass.NOT_STATED, "A term is no longer defined; what it means then is open.")
        either = new or old
        places = (old.place if old else "", new.place if new else "")
        yield Change(ChangeKind.DEFINITION, either.key, either.term, before, after, proposal, *places)


def _said(definition: DefinitionText | None) -> str:
    return f"{definition.term}: {definition.text}" if definition else ""


def _selection(older: VersionTree, newer: VersionTree) -> Iterator[Change]:
    for old, new in _pairs(_by_key(older.selection), _by_key(newer.selection)):
        group = new or old
        if old and new:
            yield from _strength(old, new)
        for number, (before, after, place_before, place_after) in enumerate(_items(old, new), start=1):
            yield Change(
                ChangeKind.SELECTION,
                f"{group.key}/{number}",
                "Patient selection",
                before,
                after,
                _item_changed(before, after, group),
                place_before,
                place_after,
            )


def _strength(old: SelectionGroup, new: SelectionGroup) -> Iterator[Change]:
    if old.strength == new.strength:
        return
    was, now = Strength(old.strength), Strength(new.strength)
    effect = 1 if BINDING[now] < BINDING[was] else -1
    proposal = classes.structural(effect, _governed(new), f"What {was.label.lower()} be met now {now.label.lower()}")
    yield Change(
        ChangeKind.SELECTION,
        f"{new.key}/strength",
        "Patient selection",
        str(was.label),
        str(now.label),
        proposal,
        old.place,
        new.place,
    )


def _items(old: SelectionGroup | None, new: SelectionGroup | None) -> Iterator[tuple[str, str, str, str]]:
    """Before, after and their places of each item that differs. Items have no key: like texts are taken for one."""
    was = dict(old.items if old else ())
    now = dict(new.items if new else ())
    gone = [text for text in was if text not in now]
    for text in (text for text in now if text not in was):
        near = max(gone, key=lambda other: _likeness(other, text), default="")
        if near and _likeness(near, text) >= ALIKE:
            gone.remove(near)
            yield near, text, was[near], now[text]
        else:
            yield "", text, "", now[text]
    for text in gone:
        yield text, "", was[text], ""


def _likeness(first: str, second: str) -> float:
    return SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()


def _item_changed(before: str, after: str, group: SelectionGroup) -> Proposal:
    if before and after:
        return classes.text_changed(before, after)
    if group.strength == Strength.DESCRIPTIVE:
        return Proposal(ChangeClass.CLARIFIED, "Descriptive only: it governs no statement.")
    fact = "A requirement on every patient was added" if after else "A requirement on every patient was taken away"
    return classes.structural(-1 if after else 1, _governed(group), fact)


def _governed(group: SelectionGroup) -> str:
    """The position whose criteria are tightened or loosened: a requirement restrains what is held necessary."""
    if CoveragePosition.MEDICALLY_NECESSARY in group.governs:
        return CoveragePosition.MEDICALLY_NECESSARY
    return next(iter(group.governs)) if len(group.governs) == 1 else CoveragePosition.NOT_STATED
