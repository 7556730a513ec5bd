import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from policies.paper.content import Figure, Table
from reviews.packet.flow import flow
from reviews.packet.subject import subject_of
from tests.reviews import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(starter_base, account):
    cycle = world.opened(account("Writer"))
    world.candidate(cycle, origin="request", title_abstract="excluded", excluded_because="design")
    world.candidate(cycle, origin="website")
    return cycle


def blocks_of(cycle) -> list:
    return list(flow(subject_of(cycle, User.objects.get(username="writer"), timezone.localdate())))


def test_the_packet_draws_the_flow_and_tells_it_in_a_table(cycle):
    blocks = blocks_of(cycle)
    (figure,) = [block for block in blocks if isinstance(block, Figure)]
    assert "Records screened" in figure.svg
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert table.rows[0][0][0].text == "Studies in the version before"
    texts = [run.text for block in blocks for run in getattr(block, "runs", ())]
    assert "Not decided yet: 1 work not decided by title and abstract." in texts


def test_counts_that_are_not_stated_are_not_drawn(cycle):
    cycle.state, cycle.outcome, cycle.flow = "closed", "reaffirmed", {}
    assert [type(block).__name__ for block in blocks_of(cycle)] == ["Heading", "Paragraph"]
