"""Drafts begun, edited and given up: every write of them. Permitted, audited, each in one transaction.

Values are those of the rows' images (policies/drafts/parts.py): other rows are named by their keys. `edition` is that
of the version when the page or the answer of the API was made; see policies/drafts/editing.py for what is refused.
"""

import hashlib
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

import audit.actions
from policies.drafts import copying, links, trees
from policies.drafts.editing import Edit, editing, refuse_unless_writer
from policies.drafts.parts import BY_NAME, ITSELF
from policies.models import Payer, Policy, PolicyVersion
from policies.permissions import PUBLIC
from policies.vocabulary import VersionOrigin, VersionPart, VersionPurpose, VersionStatus
from search import changes as search_changes


@transaction.atomic
def begin_policy(*, payer: Payer, title: str, number: str, by) -> PolicyVersion:
    """A new policy and its first draft, which is empty."""
    refuse_unless_writer(by)
    title, number = " ".join(title.split()), " ".join(number.split())
    if not title:
        raise ValidationError({"title": "Give the policy a title."})
    # Of a title in signs that no address holds its hash, so that two of them are two policies.
    name = slugify(number or title) or hashlib.sha256((number or title).encode()).hexdigest()[:8]
    key = f"{payer.key}-{name}"[:80]
    Payer.objects.select_for_update().get(pk=payer.pk)  # two at once would take the same number
    if Policy.objects.filter(key=key).exists():
        raise ValidationError(
            {"number": f"There is a policy {number or title} of {payer.name} already. Begin a draft of it."}
        )
    policy = Policy(key=key, payer=payer, title=title, number=number)
    policy.full_clean()
    policy.save()
    audit.actions.record(
        event="policy.entered",
        target_type="policy",
        target_key=policy.key,
        by=by.get_username(),
        after={"payer": payer.key, "title": title, "number": number},
    )
    return _begin(policy, None, VersionPurpose.NEW, "", by)


@transaction.atomic
def begin_draft(
    *,
    policy: Policy,
    by,
    based_on: PolicyVersion | None = None,
    purpose: str = VersionPurpose.REVISION,
    reason: str = "",
) -> PolicyVersion:
    """A draft with all that `based_on` holds, or an empty one. ValidationError where the policy has a draft already."""
    refuse_unless_writer(by)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    _refuse_second_draft(policy)
    if based_on is not None and based_on.policy_id != policy.pk:
        raise ValidationError("A draft begins from a version of its own policy.")
    if purpose == VersionPurpose.CORRECTION and not reason.strip():
        raise ValidationError({"reason": "Say what is wrong in the published text: that is why it is corrected."})
    return _begin(policy, based_on, purpose, reason.strip(), by)


def _refuse_second_draft(policy: Policy) -> None:
    open_one = policy.versions.exclude(status__in=PUBLIC).first()
    if open_one:
        who = ", ".join(open_one.authors) or "somebody"
        raise ValidationError(
            f"This policy has a draft already ({open_one.key}, {open_one.get_status_display().lower()}, by {who}). "
            "Go on with that one, or give it up first."
        )


def _begin(policy: Policy, based_on: PolicyVersion | None, purpose: str, reason: str, by) -> PolicyVersion:
    version = PolicyVersion(
        key=copying.next_key(policy),
        policy=policy,
        label="",
        status=VersionStatus.DRAFT,
        origin=VersionOrigin.WRITTEN_HERE,
        purpose=purpose,
        purpose_reason=reason,
        based_on=based_on,
        authors=[by.get_username()],
        products=based_on.products if based_on else [],
        code_notes=based_on.code_notes if based_on else [],
    )
    version.full_clean(exclude=["policy", "based_on", "document", "replaced_by"])
    version.save()
    copied = copying.copy(based_on, version) if based_on else 0
    audit.actions.record(
        event="policy_version.begun",
        target_type="policy_version",
        target_key=version.key,
        by=by.get_username(),
        after={"policy": policy.key, "from": based_on.key if based_on else "", "purpose": purpose, "rows": copied},
        why=reason,
    )
    search_changes.record("statement", list(version.statements.values_list("key", flat=True)))
    search_changes.record("policy", [policy.key])
    return version


@transaction.atomic
def give_up_draft(*, version: PolicyVersion, by, reason: str) -> None:
    """Removes a draft, and a policy that has no other text. The trail keeps that it was, and every edit of it."""
    refuse_unless_writer(by)
    version = PolicyVersion.objects.select_for_update(of=("self",)).select_related("policy").get(pk=version.pk)
    if version.status != VersionStatus.DRAFT:
        raise ValidationError("Only a draft is given up. One that is being signed is taken back first.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the draft is given up."})
    statements = list(version.statements.values_list("key", flat=True))
    audit.actions.record(
        event="policy_version.given_up",
        target_type="policy_version",
        target_key=version.key,
        by=by.get_username(),
        before={"policy": version.policy.key, "edition": version.edition, "statements": statements},
        why=reason.strip(),
    )
    search_changes.record("statement", statements)
    search_changes.record("policy", [version.policy.key])
    version.delete()
    if not version.policy.versions.exists():
        version.policy.delete()  # it was begun with this draft; its number is free again


def change_row(*, version: PolicyVersion, part: str, key: str, by, edition: int, values: dict, what: str = "") -> Model:
    """Changes what `values` name of one row: {"text": ...}, {"position": ...}, {"conditions": [...]}."""
    _refuse_owned(part, values)
    with editing(version, by=by, edition=edition, what=what or f"{told(part)} changed") as edit:
        row = edit.row(part, key)
        if part == "evidence_link":
            links.refuse_what_is_no_link(edit.version, BY_NAME[part].image(row) | values, key)
        edit.change(row, values)
        trees.refuse_what_is_no_tree(row)
    return row


def add_row(*, version: PolicyVersion, part: str, by, edition: int, values: dict, what: str = "") -> Model:
    """A new row of the part; `place` puts it among its siblings. What it hangs on is among the values."""
    _refuse_owned(part, values, HANGS_ON)
    _refuse_itself(part)
    with editing(version, by=by, edition=edition, what=what or f"{told(part)} added") as edit:
        image = _hung(edit, part, values)
        if part == "evidence_link":
            links.refuse_what_is_no_link(edit.version, image)
        row = edit.add(part, edit.new_key(_beneath(version, image)), image)
        trees.refuse_what_is_no_tree(row)
    return row


def remove_row(*, version: PolicyVersion, part: str, key: str, by, edition: int, what: str = "") -> None:
    """Removes a row and what hangs on it. Undoing brings all of it back."""
    _refuse_itself(part)
    with editing(version, by=by, edition=edition, what=what or f"{told(part)} removed") as edit:
        edit.remove(edit.row(part, key))


def move_row(*, version: PolicyVersion, part: str, key: str, by, edition: int, place: int) -> Model:
    """To another index among its siblings. ValidationError where the rows of the part have no order."""
    if part not in BY_NAME or not BY_NAME[part].order:
        raise ValidationError(f"A {told(part)[:40].lower()} has no place among others to be moved to.")
    with editing(version, by=by, edition=edition, what=f"{told(part)} moved") as edit:
        row = edit.row(part, key)
        edit.change(row, {"place": _place(place)})
    return row


def add_criterion(*, version: PolicyVersion, statement: str, by, edition: int, values: dict, parent: str = "") -> Model:
    """A criterion under `parent`, or under the root of the statement's tree, which is made where there is none."""
    _refuse_owned("criterion", values)
    with editing(version, by=by, edition=edition, what="Criterion added") as edit:
        of = edit.row("statement", statement)
        above = edit.row("criterion", parent) if parent else trees.root_of(edit, of)
        return trees.add(edit, of, above, values)


def move_criterion(*, version: PolicyVersion, key: str, parent: str, place: int, by, edition: int) -> Model:
    """With all under it, to the index among the children of `parent`. ValidationError where that is a circle."""
    with editing(version, by=by, edition=edition, what="Criterion moved") as edit:
        row, above = edit.row("criterion", key), edit.row("criterion", parent)
        trees.move(edit, row, above, _place(place))
    return row


def indent(*, version: PolicyVersion, key: str, by, edition: int) -> Model:
    """Under the criterion before it, which becomes "all of" where it was a condition."""
    with editing(version, by=by, edition=edition, what="Criterion moved in") as edit:
        row = edit.row("criterion", key)
        trees.move(edit, row, *trees.place_inwards(row))
    return row


def outdent(*, version: PolicyVersion, key: str, by, edition: int) -> Model:
    """Behind the criterion it stood under."""
    with editing(version, by=by, edition=edition, what="Criterion moved out") as edit:
        row = edit.row("criterion", key)
        trees.move(edit, row, *trees.place_outwards(row))
    return row


def told(part: str) -> str:
    """ "Prior authorization"."""
    return str(VersionPart(part).label) if part in VersionPart.values else "Row"


LAST_PLACE = 99_999
OWNED = {"version", "statement", "criterion", "parent", "group", "lineage", "carried_over"}
HANGS_ON = {"statement": "statement", "group": "patient_selection", "criterion": "criterion"}


def _refuse_owned(part: str, values: dict, besides: Iterable[str] = ()) -> None:
    """Where a row hangs is said when it is added, and changed by moving it."""
    if part not in BY_NAME:
        raise ValidationError(f'A version has no part "{part[:40]}".')
    names = {field.name for field in (*BY_NAME[part].fields, *BY_NAME[part].links)} | {"place"}
    if values.get("place") is not None:
        _place(values["place"])
    if wrong := sorted(set(values) - ((names - OWNED) | (names & set(besides)))):
        raise ValidationError(f'A {told(part).lower()} has no "{wrong[0][:40]}" to be set.')


def _place(place) -> int:
    """An index among siblings; past the end is last."""
    if type(place) is not int or not 0 <= place <= LAST_PLACE:
        raise ValidationError({"place": f"A place is a whole number, from 0 to {LAST_PLACE}."})
    return place


def _refuse_itself(part: str) -> None:
    if part == ITSELF.name:
        raise ValidationError("A version is begun and given up as a whole.")


def _hung(edit: Edit, part: str, values: dict) -> dict:
    """The values, and the rows the new one hangs on, each of this very version."""
    hung = {name: edit.row(of, values[name]).key for name, of in HANGS_ON.items() if values.get(name)}
    if any(field.name == "version" for field in BY_NAME[part].fields):
        hung["version"] = edit.version.key
    return values | hung


def _beneath(version: PolicyVersion, image: dict) -> str:
    return image.get("criterion") or image.get("statement") or image.get("group") or version.key
