"""Several people at one draft: nobody takes back what another wrote, and rows stay in their draft."""

import pytest
from django.core.exceptions import ValidationError

from audit.roles import WRITER
from policies.drafts import actions, undoing
from policies.models import Criterion, Statement
from search.models import Change
from tests.policies.drafts.world import HCC, ROOT, begin, conditions, everything

pytestmark = pytest.mark.usefixtures("starter_base")
NEW = {"text": "New.", "position": "investigational", "intervention": "radioembolization"}


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def second(account):
    return account(WRITER, "second")


@pytest.fixture
def draft(writer):
    return begin(writer)


def add_statement(draft, writer) -> str:
    return actions.add_row(version=draft, part="statement", by=writer, edition=draft.edition, values=NEW).key


def test_undo_of_an_added_row_never_removes_what_somebody_hung_on_it(draft, writer, second):
    key = add_statement(draft, writer)
    actions.add_criterion(version=draft, statement=key, by=second, edition=1, values={"text": "Theirs"})
    with pytest.raises(ValidationError, match="others have built on what it added"):
        undoing.undo(version=draft, by=writer, edition=2)
    assert Criterion.objects.filter(statement__key=key, text="Theirs").exists()
    undoing.undo(version=draft, by=second, edition=2)
    undoing.undo(version=draft, by=writer, edition=3)
    assert not Statement.objects.filter(key=key).exists()


def test_undo_of_an_added_row_never_empties_what_somebody_made_refer_to_it(draft, writer, second):
    key = add_statement(draft, writer)
    actions.change_row(version=draft, part="statement", key=HCC, by=second, edition=1, values={"exceptions": [key]})
    with pytest.raises(ValidationError, match="others have built on what it added"):
        undoing.undo(version=draft, by=writer, edition=2)
    assert [each.key for each in Statement.objects.get(key=HCC).exceptions.all()] == [key]


def test_redoing_a_removal_spares_what_somebody_hung_on_the_row_meanwhile(draft, writer, second):
    actions.remove_row(version=draft, part="criterion", key=conditions()[0].key, by=writer, edition=0)
    undoing.undo(version=draft, by=writer, edition=1)
    under = conditions()[0].key
    values = {"text": "Theirs"}
    actions.add_criterion(version=draft, statement=HCC, parent=under, by=second, edition=2, values=values)
    with pytest.raises(ValidationError, match="cannot be taken back"):
        undoing.redo(version=draft, by=writer, edition=3)
    assert Criterion.objects.filter(text="Theirs").exists()


@pytest.mark.parametrize("times", [3, 40])
def test_undo_and_redo_can_be_pressed_in_turn_for_as_long_as_one_likes(draft, writer, times):
    before = everything(draft)
    actions.change_row(version=draft, part="statement", key=HCC, by=writer, edition=0, values={"text": "Once."})
    for _ in range(times):
        undoing.undo(version=draft, by=writer, edition=draft.edition)
        assert everything(draft) == before
        undoing.redo(version=draft, by=writer, edition=draft.edition)
        assert Statement.objects.get(key=HCC).text == "Once."


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("statement", {**NEW, "exceptions": "statement"}),
        ("code", {"system": "CPT", "code": "1", "status": "listed", "statements": "statement"}),
        ("definition", {"term": "T", "definition": "D", "criteria": "criterion"}),
    ],
)
def test_a_row_refers_to_rows_of_its_own_draft_alone(draft, writer, part, values):
    elsewhere = {
        "statement": Statement.objects.exclude(version=draft).first().key,
        "criterion": Criterion.objects.exclude(statement__version=draft).first().key,
    }
    (name, of) = next((name, value) for name, value in values.items() if value in elsewhere)
    with pytest.raises(ValidationError, match=f'There is no {of} "'):
        actions.add_row(version=draft, part=part, by=writer, edition=0, values=values | {name: [elsewhere[of]]})
    assert draft.edits.count() == 0


def told_to_search(since: int) -> set[str]:
    return set(Change.objects.filter(pk__gt=since, type="statement").values_list("key", flat=True))


def test_search_hears_of_the_statements_that_a_definition_explains(draft, writer):
    last = Change.objects.order_by("pk").last().pk
    values = {"term": "Unresectable", "definition": "Said by a surgeon.", "criteria": [ROOT]}
    key = actions.add_row(version=draft, part="definition", by=writer, edition=0, values=values).key
    assert HCC in told_to_search(last)
    last = Change.objects.order_by("pk").last().pk
    actions.remove_row(version=draft, part="definition", key=key, by=writer, edition=1)
    assert HCC in told_to_search(last)


def test_search_hears_of_the_statements_that_an_item_of_patient_selection_governs(draft, writer):
    values = {"text": "All of:", "strength": "must", "governs": [HCC]}
    group = actions.add_row(version=draft, part="patient_selection", by=writer, edition=0, values=values).key
    last = Change.objects.order_by("pk").last().pk
    item = {"group": group, "text": "ECOG 0 to 2"}
    actions.add_row(version=draft, part="selection_item", by=writer, edition=1, values=item)
    assert told_to_search(last) == {HCC}
