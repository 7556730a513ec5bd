"""One edit of a draft: permitted, one at a time, never over somebody else's, kept, told, and undone as one.

with editing(version, by=user, edition=12, what="Criterion reworded") as edit:
    edit.change(edit.row("criterion", key), text="...")
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

import audit.actions
from policies import lifecycle, permissions
from policies.drafts import rows
from policies.drafts.parts import BY_NAME, PARTS, Part, part_of
from policies.models import Criterion, DraftEdit, PolicyVersion
from policies.vocabulary import VersionStatus
from search import changes as search_changes

ORDER = {name: number for number, name in enumerate(BY_NAME)}
WHERE = {"statement", "parent", "place"}  # where a row stands is one thing to a person
WITH_A_HISTORY = ("statement", "criterion", "evidence_link", "code")


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed since the page was made: what it was, is now, and would have become."""

    part: str
    key: str
    field: str  # "" where the row itself was added or removed
    was: object
    theirs: object
    mine: object
    by: str
    at: object


class StaleEdit(ValidationError):
    """Somebody else changed the same since the page was made. Nothing was saved; `clashes` say what.

    `edition` is the version's to which they compare: what is merged by hand is posted with that one.
    """

    def __init__(self, clashes: list[Clash], edition: int):
        self.clashes, self.edition = clashes, edition
        who = ", ".join(sorted({clash.by for clash in clashes}))
        super().__init__(f"{who} changed the same since you opened it. Nothing was overwritten: choose what holds.")


class Edit:
    """The rows of one version, to be read and changed; what they were before is noted."""

    def __init__(self, version: PolicyVersion):
        self.version = version
        self._before: dict[tuple[str, str], dict | None] = {}
        self._made = 0

    def row(self, part: str, key: str) -> Model:
        """ValidationError where the version has no such row, with who removed it if somebody did."""
        known = part in BY_NAME and isinstance(key, str) and "\x00" not in key
        found = BY_NAME[part].rows(self.version).filter(key=key).first() if known else None
        if found is None:
            raise ValidationError(_gone(self.version, part, key))
        return found

    def new_key(self, beneath: str) -> str:
        """A key nobody has had: the version and the edit that make it are in it, and stay in it when it is copied."""
        self._made += 1
        return f"{beneath}/{self.version.number}e{self.version.edition + 1}-{self._made}"

    def add(self, part: str, key: str, image: dict) -> Model:
        """`place` puts it among its siblings; else it is the last."""
        of = BY_NAME[part]
        row = rows.create(of, key, image)
        self._before[part, key] = None
        rows.set_links(of, row, image)
        if of.order and image.get("place") is not None:
            rows.put([(row, image["place"])])
        return row

    def change(self, row: Model, image: dict) -> None:
        part = part_of(row)
        self._note(part, row)
        rows.write(part, row, image)
        if part.order and image.get("place") is not None:
            rows.put([(row, image["place"])])

    def put(self, placed: list[tuple[Model, int]]) -> None:
        """Several rows at once, each at its index among its siblings."""
        for row, _ in placed:
            self._note(part_of(row), row)
        rows.put(placed)

    def remove(self, *removed: Model) -> None:
        """The rows and all that hangs on them, noted with their places before the first of them goes.

        Rows that link to them are noted too, so that undoing brings the links back.
        """
        for each in [each for row in removed for each in (row, *hanging_on(row))]:
            self._note(part_of(each), each)
            for part in PARTS:
                for field in part.links:
                    if field.related_model is type(each):
                        for linking in part.model.objects.filter(**{field.name: each}):
                            self._note(part, linking)
        for row in removed:
            row.delete()

    def beside(self, changes: list[dict]) -> set[tuple[str, str]]:
        """Part and key of the rows noted so far that are none of those the changes are of."""
        return self._before.keys() - {(change["part"], change["key"]) for change in changes}

    def _note(self, part: Part, row: Model) -> None:
        if (part.name, row.key) not in self._before:
            self._before[part.name, row.key] = part.image(row)

    def close(self) -> list[dict]:
        """What changed, as DraftEdit keeps it. Orders and labels of the trees that were touched are made anew."""
        touched = {name for name, _ in self._before}
        if "statement" in touched:
            rows.number(BY_NAME["statement"], self.version.statements.order_by("order", "pk"))
        if "criterion" in touched:
            self._arrange_trees()
        found = []
        for (name, key), before in sorted(self._before.items(), key=lambda pair: ORDER[pair[0][0]]):
            row = BY_NAME[name].model.objects.filter(key=key).first()
            after = BY_NAME[name].image(row) if row else None
            if after != before:
                found.append({"part": name, "key": key, "before": before, "after": after})
        return found

    def _arrange_trees(self) -> None:
        keys = [key for name, key in self._before if name == "criterion"]
        statements = set(Criterion.objects.filter(key__in=keys).values_list("statement", flat=True))
        of_images = [image["statement"] for (name, _), image in self._before.items() if name == "criterion" and image]
        for statement in statements | set(rows.statements_of(of_images)):
            rows.arrange(statement)


def hanging_on(row: Model) -> list[Model]:
    """The rows of a version that go where this one goes, each once."""
    found: dict[tuple, Model] = {}
    waiting = [row]
    while waiting:
        above = waiting.pop()
        for part in PARTS:
            for field in part.model._meta.concrete_fields:
                if field.related_model is type(above):
                    for each in part.model.objects.filter(**{field.name: above}):
                        if (part.name, each.pk) not in found:
                            found[part.name, each.pk] = each
                            waiting.append(each)
    return list(found.values())


@contextmanager
def editing(version: PolicyVersion, *, by, edition: int, what: str, undoes: int | None = None) -> Iterator[Edit]:
    """An edit in one transaction, closed when the block ends; a block that changes nothing is no edit.

    `edition` is the version's when the page was made. PermissionDenied where `by` may not write, ValidationError where
    the version is closed to edits, StaleEdit where somebody changed the same since.
    """
    refuse_unless_writer(by)
    with transaction.atomic():
        locked = PolicyVersion.objects.select_for_update(of=("self",)).select_related("policy").get(pk=version.pk)
        _refuse_unless_open(locked, edition)
        edit = Edit(locked)
        yield edit
        if changes := edit.close():
            if undoes is None and (clashes := clashes_with(locked, edition, changes)):
                raise StaleEdit(clashes, locked.edition)
            keep(locked, changes, by=by.get_username(), what=what, undoes=undoes)
    version.edition, version.status, version.authors = locked.edition, locked.status, locked.authors


def refuse_unless_writer(by) -> None:
    if objection := permissions.objection_to_writing(by):
        raise PermissionDenied(objection)


def _refuse_unless_open(version: PolicyVersion, edition: int) -> None:
    if version.status not in lifecycle.OPEN_TO_EDITS:
        raise ValidationError(
            f"This version is {version.get_status_display().lower()} and is not changed any more. "
            "Begin a draft from it; a mistake in it is put right by a correction."
        )
    if not 0 <= edition <= version.edition:
        raise ValidationError("This page is of another draft. Load the draft again, and make the change there.")


def keep(version: PolicyVersion, changes: list[dict], *, by: str, what: str, undoes: int | None = None) -> DraftEdit:
    """Keeps the edit, tells the trail and the search of it, and makes the version one edition newer."""
    version.edition += 1
    if by not in version.authors:
        version.authors = [*version.authors, by]
    if version.status == VersionStatus.APPROVED:
        _reopen(version, by)
    version.save(update_fields=["edition", "authors", "status"])
    edit = DraftEdit.objects.create(
        version=version,
        number=version.edition,
        by=by,
        at=timezone.now(),
        what=what[:200],
        changes=changes,
        undoes=undoes,
    )
    _tell(version, edit)
    return edit


def _reopen(version: PolicyVersion, by: str) -> None:
    """What was signed is another text now. The caller saves the version."""
    move = lifecycle.move("reopen")
    audit.actions.record(
        event=f"policy_version.{move.event}",
        target_type="policy_version",
        target_key=version.key,
        by=by,
        before={"status": version.status},
        after={"status": move.end.value},
        why="It was edited after it was signed.",
    )
    version.status = move.end


def _tell(version: PolicyVersion, edit: DraftEdit) -> None:
    for change in edit.changes:
        before, after = difference(change)
        if change["part"] in WITH_A_HISTORY:
            audit.actions.record(
                event=f"{change['part']}.edited",
                target_type=change["part"],
                target_key=change["key"],
                by=edit.by,
                before=before,
                after=after,
                why=edit.what,
            )
    audit.actions.record(
        event="policy_version.edited",
        target_type="policy_version",
        target_key=version.key,
        by=edit.by,
        before={f"{c['part']} {c['key']}": difference(c)[0] for c in edit.changes},
        after={f"{c['part']} {c['key']}": difference(c)[1] for c in edit.changes},
        why=edit.what,
    )
    touched = statements_touched(version, edit.changes) | _statements_explained(version, edit.changes)
    search_changes.record("statement", touched)
    search_changes.record("policy", [version.policy.key])


def statements_touched(version: PolicyVersion, changes: list[dict]) -> set[str]:
    found = set()
    for change in changes:
        if change["part"] == "statement":
            found.add(change["key"])
        for image in (change["before"], change["after"]):
            found |= {image["statement"]} if image and image.get("statement") else set()
            found |= set(image.get("statements", ())) | set(image.get("governs", ())) if image else set()
    return found


def _statements_explained(version: PolicyVersion, changes: list[dict]) -> set[str]:
    """Those found by the words of a definition or of an item of patient selection that changed."""
    images = [image for change in changes for image in (change["before"], change["after"]) if image]
    criteria = {key for image in images for key in image.get("criteria", ())}
    groups = {image["group"] for image in images if image.get("group")}
    if not criteria | groups:
        return set()
    rows = version.statements.filter(Q(criteria__key__in=criteria) | Q(patient_selection__key__in=groups))
    return set(rows.order_by().values_list("key", flat=True))


def difference(change: dict) -> tuple[dict, dict]:
    """The fields that differ, before and after; of a row added or removed, all of it that is not empty."""
    before, after = change["before"] or {}, change["after"] or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in names if before.get(name) not in (None, "", [])},
        {name: after[name] for name in names if after.get(name) not in (None, "", [])},
    )


def fields_changed(change: dict) -> set[str]:
    before, after = change["before"], change["after"]
    if before is None or after is None:
        return {""}
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def clashes_with(version: PolicyVersion, edition: int, changes: list[dict]) -> list[Clash]:
    """Where edits made since that edition changed the same fields of the same rows, to something else."""
    mine = {(change["part"], change["key"]): change for change in changes}
    found = {}
    for edit in DraftEdit.objects.filter(version=version, number__gt=edition).order_by("number"):
        for theirs in edit.changes:
            own = mine.get((theirs["part"], theirs["key"]))
            for field in _shared(own, theirs) if own else ():
                found[theirs["part"], theirs["key"], field] = _clash(own, theirs, field, edit)
    return list(found.values())


def _shared(own: dict, theirs: dict) -> set[str]:
    a, b = fields_changed(own), fields_changed(theirs)
    if "" in a | b:
        return {""}
    found = {name for name in a & b if own["after"][name] != theirs["after"][name]}
    if a & WHERE and b & WHERE and any(own["after"].get(name) != theirs["after"].get(name) for name in WHERE):
        return found - WHERE | {"place"}
    return found - WHERE


def _clash(own: dict, theirs: dict, field: str, edit: DraftEdit) -> Clash:
    def value(image):
        return image if not field or image is None else image.get(field)

    return Clash(
        theirs["part"],
        theirs["key"],
        field,
        value(theirs["before"]),
        value(theirs["after"]),
        value(own["after"]),
        edit.by,
        edit.at,
    )


def _gone(version: PolicyVersion, part: str, key: str) -> str:
    for edit in DraftEdit.objects.filter(version=version):
        if any((c["part"], c["key"], c["after"]) == (part, key, None) for c in edit.changes):
            return f"{edit.by} removed it on {edit.at:%Y-%m-%d at %H:%M} ({edit.what}). Undoing that brings it back."
    return "There is no such row in this draft. Load the draft again."
