"""Evidence linked to a draft through the actions: what is saved, what is refused and how, and what undo brings back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from audit.roles import ROLES, WRITER
from policies.drafts import actions, linked, undoing
from policies.drafts.editing import StaleEdit
from policies.models import EvidenceLink, StatementIndication
from tests.policies.drafts.world import HCC, begin, everything, hash_of

pytestmark = pytest.mark.usefixtures("starter_base")

EPOCH_PFS = "mulcahy-2021"
SAID = "In second line after chemotherapy progression was later with it."


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def draft(writer):
    return begin(writer)


def indication(draft) -> str:
    return StatementIndication.objects.filter(statement__key=HCC).first().indication.key


def values(draft, **changed) -> dict:
    """Of a link that can be saved."""
    plain = {
        "statement": HCC,
        "indication": indication(draft),
        "study": EPOCH_PFS,
        "bearing": "context",
        "ground": "inferred",
        "directness": "indirect",
        "indirect_in": ["population"],
        "comparison": "superior",
        "note": SAID,
    }
    return {name: value for name, value in (plain | changed).items() if value is not None}


def add(draft, by, edition=0, **changed) -> EvidenceLink:
    return actions.add_row(
        version=draft, part="evidence_link", by=by, edition=edition, values=values(draft, **changed), what="Linked"
    )


def test_a_link_says_all_that_was_typed_and_is_told_to_the_trail(writer, draft):
    row = add(draft, writer)
    row.refresh_from_db()
    assert (row.statement.key, row.study.key, row.bearing, row.comparison) == (HCC, EPOCH_PFS, "context", "superior")
    assert (row.directness, row.indirect_in, row.note, row.ground) == ("indirect", ["population"], SAID, "inferred")
    event = AuditEvent.objects.filter(target_type="evidence_link", target_key=row.key).get()
    assert (event.by, event.why, event.after["note"]) == ("writer", "Linked", SAID)


def test_a_link_may_be_for_a_criterion_alone(writer, draft):
    criterion = draft.statements.get(key=HCC).criteria.last()
    row = add(draft, writer, statement=None, indication=None, criterion=criterion.key)
    assert (row.criterion, row.statement) == (criterion, None)


@pytest.mark.parametrize("kind", ["reference", "measurement", "effect_estimate", "recommendation"])
def test_every_kind_of_target_can_be_linked(writer, draft, kind):
    target = (
        EvidenceLink._meta.get_field(kind).related_model.objects.exclude(evidence_links__statement__key=HCC).first()
    )
    row = add(draft, writer, study=None, **{kind: target.key})
    assert row.target == target


REFUSED = [
    ({"study": None}, "exactly one thing"),
    ({"reference": "mulcahy-2021"}, "exactly one thing"),
    ({"study": "no-such"}, 'There is no study "no-such"'),
    ({"study": "a\x00b"}, "This is no key"),
    ({"study": ["mulcahy-2021"]}, "This is no key"),
    ({"indication": None}, "for which indication"),
    ({"indication": "no-such"}, "does not name this indication"),
    ({"indication": "a\x00b"}, "This is no key"),
    ({"statement": None}, "for which indication"),
    ({"bearing": ""}, "Say how it bears"),
    ({"bearing": "perhaps"}, "not a valid choice"),
    ({"comparison": "better"}, "not a valid choice"),
    ({"ground": "guessed"}, "not a valid choice"),
    ({"note": "   "}, "Write the sentence"),
    ({"note": ["x"]}, "Write the sentence"),
    ({"note": "x" * 2001}, "at most 2000 characters"),
    ({"indirect_in": []}, "Say in what it is indirect"),
    ({"indirect_in": ["weather"]}, "It can be indirect in"),
    ({"indirect_in": "population"}, "It can be indirect in"),
    ({"directness": "direct"}, "Direct evidence is indirect in nothing"),
    ({"statement": "med140/i"}, "no such row in this draft"),
]


@pytest.mark.parametrize(("changed", "said"), REFUSED)
def test_a_link_that_does_not_hold_is_refused_in_a_sentence_and_nothing_is_saved(writer, draft, changed, said):
    before = hash_of(draft)
    with pytest.raises(ValidationError, match=said):
        add(draft, writer, **changed)
    assert hash_of(draft) == before
    assert draft.edits.count() == 0


def test_both_a_criterion_and_a_statement_are_refused(writer, draft):
    criterion = draft.statements.get(key=HCC).criteria.last()
    with pytest.raises(ValidationError, match="not to both"):
        add(draft, writer, criterion=criterion.key)


def test_the_same_is_not_linked_twice_but_may_be_for_another_place(writer, draft):
    add(draft, writer)
    with pytest.raises(ValidationError, match="linked here already, as what context"):
        add(draft, writer, edition=1, bearing="supports", note="Again.")
    criterion = draft.statements.get(key=HCC).criteria.last()
    add(draft, writer, edition=1, statement=None, indication=None, criterion=criterion.key)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {WRITER}))
def test_only_writers_link_evidence(account, draft, role):
    with pytest.raises(PermissionDenied, match="Writers begin and edit drafts"):
        add(draft, account(role))


def test_a_link_is_changed_and_held_to_the_same_rules(writer, draft):
    row = add(draft, writer)
    change = {"version": draft, "part": "evidence_link", "key": row.key, "by": writer, "edition": 1}
    actions.change_row(**change, values={"bearing": "opposes", "note": "It is otherwise."})
    row.refresh_from_db()
    assert (row.bearing, row.note) == ("opposes", "It is otherwise.")
    with pytest.raises(ValidationError, match="Write the sentence"):
        actions.change_row(**(change | {"edition": 2}), values={"note": " "})
    with pytest.raises(ValidationError, match="exactly one thing"):
        actions.change_row(**(change | {"edition": 2}), values={"reference": "mulcahy-2021"})


def test_two_who_change_one_link_are_told(account, writer, draft):
    row = add(draft, writer)
    change = {"version": draft, "part": "evidence_link", "key": row.key, "edition": 1}
    actions.change_row(**change, by=writer, values={"note": "Mine."})
    with pytest.raises(StaleEdit, match="writer changed the same"):
        actions.change_row(**change, by=account(WRITER, "second"), values={"note": "Theirs."})


def test_undo_takes_a_link_back_and_brings_a_removed_one_again(writer, draft):
    before = everything(draft)
    row = add(draft, writer)
    undoing.undo(version=draft, by=writer, edition=1)
    assert everything(draft) == before
    row = EvidenceLink.objects.filter(statement__key=HCC).first()
    actions.remove_row(version=draft, part="evidence_link", key=row.key, by=writer, edition=2)
    assert not EvidenceLink.objects.filter(pk=row.pk).exists()
    undoing.undo(version=draft, by=writer, edition=3)
    assert everything(draft) == before


def test_a_link_whose_trail_cannot_be_written_is_not_saved(writer, draft, monkeypatch):
    def fail(**told):
        raise RuntimeError("no room")

    before = hash_of(draft)
    monkeypatch.setattr("audit.actions.record", fail)
    with pytest.raises(RuntimeError):
        add(draft, writer)
    assert hash_of(draft) == before


def test_what_is_owed_is_counted_as_one_would_by_hand(writer, draft):
    EvidenceLink.objects.filter(statement__key=HCC).delete()
    for row in linked.statements_in_short(draft):
        criteria = EvidenceLink.objects.filter(criterion__statement=row.statement).count()
        assert row.links == row.statement.evidence_links.count() + criteria
        owed = [
            pair.indication.short_name
            for pair in row.statement.statement_indications.all()
            if not pair.no_evidence_reason
            and not EvidenceLink.objects.filter(statement=row.statement, indication=pair.indication).exists()
        ]
        assert row.owed == owed
    assert any(row.owed for row in linked.statements_in_short(draft))
