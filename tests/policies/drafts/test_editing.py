"""Drafts through their actions: begun, edited, undone, and never over somebody else's words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from audit.roles import ROLES, WRITER
from policies.drafts import actions, undoing
from policies.drafts.editing import StaleEdit
from policies.models import Criterion, EvidenceLink, Policy, PolicyVersion, Statement
from search.models import Change
from tests.policies.drafts.world import HCC, begin, everything, hash_of, outline

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def draft(writer):
    return begin(writer)


def set_logic(draft, criterion, writer, *, edition, **values):
    actions.change_row(version=draft, part="criterion", key=criterion.key, by=writer, edition=edition, values=values)


def test_a_draft_holds_all_rows_of_the_version_it_begins_from(writer):
    source = Policy.objects.get(key="bcbsma-292").versions.get(status="published")
    draft = begin(writer)
    before, after = everything(source), everything(draft)
    assert {part: len(rows) for part, rows in after.items()} == {part: len(rows) for part, rows in before.items()}
    assert len(after["evidence_link"]) > 200
    for was, now in zip(Statement.objects.filter(version=source), Statement.objects.filter(version=draft), strict=True):
        assert now.stable_key == was.key
        assert now.key.startswith("bcbsma-292/v2/")
        assert outline(now) == outline(was)
        assert [(c.stable_key, set(c.conditions.all())) for c in now.criteria.all()] == [
            (c.key, set(c.conditions.all())) for c in was.criteria.all()
        ]
        assert {e.stable_key for e in now.exceptions.all()} == {e.key for e in was.exceptions.all()}


def test_every_starter_policy_can_be_begun_from(writer):
    for policy in Policy.objects.all():
        assert (
            begin(writer, policy.key).statements.count() == policy.versions.get(status="published").statements.count()
        )


def test_no_row_of_a_draft_claims_a_line_of_a_document(draft):
    assert draft.document is None
    assert {image.get("lines", "") for rows in everything(draft).values() for image in rows.values()} == {""}


def test_a_second_draft_of_a_policy_is_refused_and_the_first_is_named(writer, draft):
    with pytest.raises(ValidationError, match=r"has a draft already \(bcbsma-292/v2, draft, by writer\)"):
        begin(writer)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {WRITER}))
def test_only_writers_begin_and_edit_drafts(account, draft, role):
    other = account(role)
    with pytest.raises(PermissionDenied, match="Writers begin and edit drafts"):
        actions.change_row(version=draft, part="statement", key=HCC, by=other, edition=0, values={"text": "Mine"})
    with pytest.raises(PermissionDenied, match="Writers begin and edit drafts"):
        actions.begin_draft(policy=draft.policy, by=other)


def test_an_edit_is_kept_told_to_the_trail_and_to_search(writer, draft):
    was = Statement.objects.get(key=HCC).text
    Change.objects.all().delete()
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "Reworded."})
    assert Statement.objects.get(key=HCC).text == "Reworded."
    assert draft.edition == 1
    (edit,) = draft.edits.all()
    assert (edit.number, edit.by, edit.what) == (1, "writer", "Statement changed")
    event = AuditEvent.objects.filter(target_type="statement").first()
    assert (event.target_key, event.before, event.after) == (HCC, {"text": was}, {"text": "Reworded."})
    assert set(Change.objects.values_list("type", "key")) == {("statement", HCC), ("policy", "bcbsma-292")}


def test_what_changes_nothing_is_no_edit(writer, draft):
    text = Statement.objects.get(key=HCC).text
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": text})
    assert (draft.edition, draft.edits.count()) == (0, 0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"position": "perhaps"}, "not a valid choice"),
        ({"text": "a\x00b"}, "plain text"),
        ({"text": "x" * 20_001}, "20000 characters"),
        ({"intervention": "no-such"}, 'There is no intervention "no-such"'),
        ({"scope_conditions": ["no-such"]}, 'There is no condition "no-such"'),
        ({"lineage": "another"}, 'has no "lineage" to be set'),
        ({"version": "med140/2024-09"}, 'has no "version" to be set'),
        ({"nonsense": "x"}, 'has no "nonsense" to be set'),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_is_saved(writer, draft, values, said):
    before = hash_of(draft)
    with pytest.raises(ValidationError, match=said):
        actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values=values)
    assert (hash_of(draft), PolicyVersion.objects.get(pk=draft.pk).edition) == (before, 0)


def test_a_row_of_another_version_is_not_edited_through_this_one(writer, draft):
    with pytest.raises(ValidationError, match="no such row in this draft"):
        actions.change_row(
            version=draft, part="statement", key="bcbsma-292/hcc", by=writer, edition=0, values={"text": "x"}
        )
    with pytest.raises(ValidationError, match="no such row in this draft"):
        actions.add_criterion(version=draft, statement="med140/i", by=writer, edition=0, values={"text": "x"})


def test_a_published_version_is_not_edited(writer):
    source = Policy.objects.get(key="bcbsma-292").versions.get(status="published")
    with pytest.raises(ValidationError, match="is published and is not changed any more"):
        actions.change_row(
            version=source, part="statement", key="bcbsma-292/hcc", by=writer, edition=0, values={"text": "x"}
        )


def test_two_writers_on_different_fields_do_not_disturb_each_other(account, writer, draft):
    second = account(WRITER, "second")
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "First."})
    actions.change_row(version=draft, part="statement", key=HCC, by=second, edition=0, values={"basis_note": "Second."})
    statement = Statement.objects.get(key=HCC)
    assert (statement.text, statement.basis_note) == ("First.", "Second.")
    assert draft.authors == ["writer", "second"]


def test_the_same_field_is_never_overwritten_unseen(account, writer, draft):
    was = Statement.objects.get(key=HCC).text
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "First."})
    with pytest.raises(StaleEdit, match="writer changed the same since you opened it") as stale:
        actions.change_row(
            version=draft,
            part="statement",
            key=HCC,
            by=account(WRITER, "second"),
            edition=0,
            values={"text": "Second."},
        )
    (clash,) = stale.value.clashes
    assert (clash.field, clash.was, clash.theirs, clash.mine, clash.by) == ("text", was, "First.", "Second.", "writer")
    assert Statement.objects.get(key=HCC).text == "First."
    actions.change_row(
        version=draft, part="statement", key=HCC, by=account(WRITER, "third"), edition=1, values={"text": "Both."}
    )
    assert Statement.objects.get(key=HCC).text == "Both."


def test_an_edit_of_what_somebody_removed_says_who_removed_it(account, writer, draft):
    key = Statement.objects.get(key=HCC).criteria.filter(parent__isnull=False).first().key
    actions.remove_row(version=draft, part="criterion", key=key, by=writer, edition=0)
    with pytest.raises(ValidationError, match=r"writer removed it on .* Undoing that brings it back"):
        actions.change_row(
            version=draft, part="criterion", key=key, by=account(WRITER, "second"), edition=0, values={"text": "Mine"}
        )


def test_edits_made_with_an_edition_that_is_not_yet_are_refused(writer, draft):
    with pytest.raises(ValidationError, match="another draft"):
        actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=7, values={"text": "x"})


def test_criteria_are_added_indented_moved_and_labelled_anew(writer, draft):
    statement = actions.add_row(
        version=draft,
        part="statement",
        by=writer,
        edition=0,
        values={"intervention": "radioembolization", "position": "medically_necessary", "text": "New."},
    )
    for number, text in enumerate(["a", "b", "c"], start=1):
        actions.add_criterion(version=draft, statement=statement.key, by=writer, edition=number, values={"text": text})
    assert outline(statement) == ["0 : all", "1 A: a", "1 B: b", "1 C: c"]
    of = {row.text: row.key for row in statement.criteria.all()}
    actions.indent(version=draft, key=of["c"], by=writer, edition=4)
    assert outline(statement) == ["0 : all", "1 A: a", "1 B: b", "2 B.1: c"]
    assert Criterion.objects.get(key=of["b"]).logic == "all"
    actions.outdent(version=draft, key=of["c"], by=writer, edition=5)
    root = statement.criteria.get(parent=None)
    actions.move_criterion(version=draft, key=of["c"], parent=root.key, place=0, by=writer, edition=6)
    assert outline(statement) == ["0 : all", "1 A: c", "1 B: a", "1 C: b"]
    set_logic(draft, root, writer, edition=7, logic="at_least", minimum=2)
    assert Criterion.objects.get(pk=root.pk).minimum == 2


def test_a_circle_is_refused(writer, draft):
    top = Criterion.objects.filter(statement__version=draft, parent__parent__isnull=False).first()
    with pytest.raises(ValidationError, match="cannot be moved under itself or under one of its own"):
        actions.move_criterion(version=draft, key=top.parent.key, parent=top.key, place=0, by=writer, edition=0)


def test_a_criterion_with_others_under_it_is_no_single_condition(writer, draft):
    root = Statement.objects.get(key=HCC).criteria.get(parent=None)
    with pytest.raises(ValidationError, match="Others stand under this criterion"):
        set_logic(draft, root, writer, edition=0, logic="condition")
    with pytest.raises(ValidationError, match="whole number from 1"):
        set_logic(draft, root, writer, edition=0, logic="at_least", minimum=0)


REMOVED = [
    ("statement", HCC),
    ("statement", "bcbsma-292/v2/net"),
    ("criterion", None),
    ("code", None),
    ("patient_selection", None),
    ("evidence_link", None),
    ("definition", None),
]


@pytest.mark.parametrize(("part", "key"), REMOVED)
def test_undoing_a_removal_brings_back_every_row_link_and_place(writer, part, key):
    draft = begin(writer, "med140" if part == "definition" else "bcbsma-292")
    if part == "definition" and not draft.definitions.exists():
        pytest.fail("the starter policy lost its definitions")
    before = everything(draft)
    key = key or next(k for k, image in before[part].items() if part != "criterion" or image["parent"] is None)
    actions.remove_row(version=draft, part=part, key=key, by=writer, edition=0)
    assert everything(draft) != before
    undoing.undo(version=draft, by=writer, edition=1)
    assert everything(draft) == before
    undoing.redo(version=draft, by=writer, edition=2)
    assert key not in everything(draft)[part]
    undoing.undo(version=draft, by=writer, edition=3)
    assert everything(draft) == before


def test_undo_goes_back_edit_by_edit_to_the_beginning(writer, draft):
    before = hash_of(draft)
    root = Statement.objects.get(key=HCC).criteria.get(parent=None)
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "One."})
    set_logic(draft, root, writer, edition=1, logic="any")
    actions.add_criterion(version=draft, statement=HCC, by=writer, edition=2, values={"text": "Three."})
    for edition in (3, 4, 5):
        undoing.undo(version=draft, by=writer, edition=edition)
    assert hash_of(draft) == before
    with pytest.raises(ValidationError, match="no edit of yours left"):
        undoing.undo(version=draft, by=writer, edition=6)


def test_undo_takes_back_ones_own_edits_alone_and_never_somebody_elses_words(account, writer, draft):
    second = account(WRITER, "second")
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "First."})
    actions.change_row(version=draft, part="statement", key=HCC, by=second, edition=1, values={"text": "Second."})
    with pytest.raises(ValidationError, match="was changed again since"):
        undoing.undo(version=draft, by=writer, edition=2)
    undoing.undo(version=draft, by=second, edition=2)
    assert Statement.objects.get(key=HCC).text == "First."


def test_a_draft_is_given_up_with_a_reason_and_leaves_its_trail(writer, draft):
    with pytest.raises(ValidationError, match="Say why"):
        actions.give_up_draft(version=draft, by=writer, reason=" ")
    actions.give_up_draft(version=draft, by=writer, reason="Superseded by the committee's own.")
    assert not PolicyVersion.objects.filter(pk=draft.pk).exists()
    assert not EvidenceLink.objects.filter(key__startswith="bcbsma-292/v2/").exists()
    assert AuditEvent.objects.filter(target_key="bcbsma-292/v2").count() == 2


def test_an_edit_whose_trail_cannot_be_written_changes_nothing(writer, draft, monkeypatch):
    def fail(**told):
        raise RuntimeError("no room")

    before = hash_of(draft)
    monkeypatch.setattr("audit.actions.record", fail)
    with pytest.raises(RuntimeError):
        actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "x"})
    assert hash_of(draft) == before


def test_the_hash_is_of_the_linked_figures_too(writer, draft):
    link = EvidenceLink.objects.filter(statement__version=draft, measurement__isnull=False).first()
    before = hash_of(draft)
    type(link.measurement).objects.filter(pk=link.measurement_id).update(as_reported="another")
    assert hash_of(draft) != before


def test_a_row_added_to_the_next_draft_takes_no_key_of_one_that_was_copied(writer, draft):
    values = {"text": "Added."}
    first = actions.add_criterion(version=draft, statement=HCC, by=writer, edition=0, values=values)
    PolicyVersion.objects.filter(pk=draft.pk).update(status="withdrawn")
    following = actions.begin_draft(policy=draft.policy, by=writer, based_on=draft)
    statement = following.statements.get(lineage="bcbsma-292/hcc").key
    second = actions.add_criterion(version=following, statement=statement, by=writer, edition=0, values=values)
    assert {first.stable_key, second.stable_key} == {first.key, second.key}
    assert second.key != Criterion.objects.get(statement__version=following, lineage=first.key).key


def test_undoing_a_move_under_a_later_sibling_puts_all_in_their_places(writer, draft):
    statement = Statement.objects.get(key=HCC)
    first, second = statement.criteria.filter(parent__isnull=False).order_by("order")[:2]
    before = outline(statement)
    actions.move_criterion(version=draft, key=first.key, parent=second.key, place=0, by=writer, edition=0)
    assert outline(statement) != before
    undoing.undo(version=draft, by=writer, edition=1)
    assert outline(statement) == before
