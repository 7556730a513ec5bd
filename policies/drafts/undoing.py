"""Taking edits back: the rows are put as they were, which is an edit itself."""

from django.core.exceptions import ValidationError

from policies.drafts.editing import Edit, editing, fields_changed, refuse_unless_writer
from policies.drafts.parts import BY_NAME, PARTS
from policies.models import DraftEdit, PolicyVersion

ORDER = [part.name for part in PARTS]


def undo(*, version: PolicyVersion, by, edition: int) -> DraftEdit:
    """Takes back the last edit of `by` that still stands. ValidationError where there is none, or it is built upon."""
    refuse_unless_writer(by)
    last = last_of(version, by)
    if last is None:
        raise ValidationError("There is no edit of yours left to take back.")
    return take_back(last, by=by, edition=edition, what=f"Undone: {last.what}")


def last_of(version: PolicyVersion, by) -> DraftEdit | None:
    """The edit that undo would take back."""
    edits = _edits(version, by)
    undoings = _undoings(edits)
    return next((each for each in edits if not each.undone and each.number not in undoings), None)


def redo(*, version: PolicyVersion, by, edition: int) -> DraftEdit:
    """Makes again what `by` undid last, and then what before it, as long as they have edited nothing since."""
    refuse_unless_writer(by)
    edits = _edits(version, by)
    undoings = _undoings(edits)
    for each in edits:
        if each.undoes is None:
            break
        if not each.undone and each.number in undoings:
            return take_back(each, by=by, edition=edition, what=each.what.removeprefix("Undone: "))
    raise ValidationError("There is nothing to make again: the last edit of yours was not an undoing.")


def _edits(version: PolicyVersion, by) -> list[DraftEdit]:
    """The last first; what they changed is read when one is taken back."""
    return list(version.edits.filter(by=by.get_username()).order_by("-number").defer("changes"))


def _undoings(edits: list[DraftEdit]) -> set[int]:
    """The numbers of those that took back an edit. What takes back an undoing makes the edit again."""
    found: set[int] = set()
    for each in reversed(edits):
        if each.undoes is not None and each.undoes not in found:
            found.add(each.number)
    return found


def take_back(last: DraftEdit, *, by, edition: int, what: str) -> DraftEdit:
    version = last.version
    with editing(version, by=by, edition=edition, what=what, undoes=last.number) as edit:
        _refuse_where_built_upon(edit, last)
        restore(edit, last.changes)
        DraftEdit.objects.filter(pk=last.pk).update(undone=True)
    return DraftEdit.objects.get(version=version, number=version.edition)


def _refuse_where_built_upon(edit: Edit, last: DraftEdit) -> None:
    for change in last.changes:
        part = BY_NAME[change["part"]]
        row = part.rows(edit.version).filter(key=change["key"]).first()
        now = part.image(row) if row else None
        then = change["after"]
        fields = fields_changed(change) - {"", "place"}
        if (now is None) != (then is None) or (now and any(now.get(name) != then.get(name) for name in fields)):
            raise ValidationError(f'"{last.what}" cannot be taken back: what it changed was changed again since.')


def restore(edit: Edit, changes: list[dict]) -> None:
    """Puts rows as they were before the changes."""
    made = [each for each in changes if each["before"] is None]
    edit.remove(*(row for each in made for row in BY_NAME[each["part"]].rows(edit.version).filter(key=each["key"])))
    if edit.beside(changes):  # what hangs on it or refers to it was added since, by somebody else
        raise ValidationError("This cannot be taken back: others have built on what it added. Remove theirs first.")
    gone = [each for each in changes if each["after"] is None]
    for change in _parents_first(gone):
        edit.add(change["part"], change["key"], _columns(change))
    placed = []
    for change in changes:
        if change["before"] is not None:
            row, fields = edit.row(change["part"], change["key"]), _to_put_back(change)
            edit.change(row, {name: change["before"][name] for name in fields - {"place"}})
            if "place" in fields:
                placed.append((row, change["before"]["place"]))
    edit.put(placed)


def _columns(change: dict) -> dict:
    """What the row is made with: its many-to-many links and its place wait until all rows are there."""
    later = {"place", *(field.name for field in BY_NAME[change["part"]].links)}
    return {name: value for name, value in change["before"].items() if name not in later}


def _to_put_back(change: dict) -> set[str]:
    """The place too where the row hung elsewhere: the same index is another place there."""
    if change["after"] is None:
        return set(change["before"])
    fields = fields_changed(change)
    moved = fields & set(BY_NAME[change["part"]].siblings)
    return fields | {"place"} if moved else fields


def _parents_first(gone: list[dict]) -> list[dict]:
    """In an order in which each row finds those it hangs on."""
    waiting = sorted(gone, key=lambda each: (ORDER.index(each["part"]), each["before"].get("place") or 0))
    keys, found = {each["key"] for each in waiting}, []
    while waiting:
        ready = [each for each in waiting if each["before"].get("parent") not in keys]
        found += ready
        keys -= {each["key"] for each in ready}
        waiting = [each for each in waiting if each not in ready]
    return found
