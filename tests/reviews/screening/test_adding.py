import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from evidence.models import Identifier
from reviews.models import Candidate
from reviews.screening.adding import AlreadyKnown, add_by_hand
from reviews.vocabulary import CycleState
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account("Writer")


@pytest.fixture
def cycle(writer):
    return world.screening(writer)


def add(cycle, by, origin="citations", **told):
    more = {name: told.pop(name) for name in ("origin_note", "though_known") if name in told}
    return add_by_hand(cycle=cycle, origin=origin, work={"title": "A work", **told}, by=by, **more)


def test_a_work_is_added_with_how_it_was_found(cycle, writer):
    world.candidate(cycle)
    work = add(cycle, writer, doi="https://doi.org/10.1000/ABC", pmid=" 12 ", authors=["Otto  B", " "], origin_note="x")
    assert (work.key, work.position, work.origin) == (f"{cycle.key}/c-2", 2, "citations")
    assert (work.doi, work.pmid, work.authors, work.origin_note) == ("10.1000/abc", "12", ["Otto B"], "x")
    assert AuditEvent.objects.get(target_key=work.key).event == "candidate.added"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"title": " "}, "title"),
        ({"doi": "none"}, "doi"),
        ({"pmid": "12a"}, "pmid"),
        ({"origin": "search"}, "origin"),
        ({"title": "a\x00"}, "title"),
        ({"year": "20245"}, "year"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(cycle, writer, told, name):
    with pytest.raises(ValidationError) as refusal:
        add(cycle, writer, **told)
    assert list(refusal.value.message_dict) == [name]


def test_what_is_among_the_works_already_is_not_added_again(cycle, writer):
    there = world.candidate(cycle, pmid="12")
    with pytest.raises(AlreadyKnown) as refusal:
        add(cycle, writer, pmid="12", though_known=True)
    assert refusal.value.known[0].row == there
    assert cycle.candidates.count() == 1


def test_what_the_base_knows_is_told_and_added_only_when_asked_for(cycle, writer):
    there = Identifier.objects.filter(scheme="pmid").first()
    with pytest.raises(AlreadyKnown) as refusal:
        add(cycle, writer, pmid=there.value)
    assert refusal.value.known[0].row == there.reference
    assert add(cycle, writer, pmid=there.value, though_known=True).pmid == there.value


def test_a_work_of_the_same_title_is_told_and_added_only_when_asked_for(cycle, writer):
    there = add(cycle, writer, title="Radioembolization of the <i>liver</i> in adults")
    with pytest.raises(AlreadyKnown, match="with this title") as refusal:
        add(cycle, writer, title="radioembolization of the liver, in adults")
    assert refusal.value.known[0].row == there
    another = add(cycle, writer, title="radioembolization of the liver, in adults", though_known=True)
    assert another.previous is None


def test_what_was_judged_before_is_told_and_keeps_its_past(cycle, writer):
    before = world.candidate(cycle, doi="10.1000/x", title_abstract="excluded")
    cycle.state, cycle.outcome = CycleState.CLOSED, "deferred"
    cycle.save()
    following = world.screening(writer)
    with pytest.raises(AlreadyKnown, match=r"review-1"):
        add(following, writer, doi="10.1000/x")
    assert add(following, writer, doi="10.1000/x", though_known=True).previous == before


@pytest.mark.parametrize("state", [CycleState.DRAFTING, CycleState.DECIDING, CycleState.CLOSED])
def test_nothing_is_added_after_screening(cycle, writer, state):
    cycle.state, cycle.outcome = state, "deferred" if state == CycleState.CLOSED else ""
    cycle.save()
    with pytest.raises(ValidationError):
        add(cycle, writer)


def test_who_may_not_screen_adds_nothing(cycle, account):
    with pytest.raises(PermissionDenied):
        add(cycle, account("Approver"))
    assert not Candidate.objects.exists()
