"""Packets of the review in world.py, and of one that was opened and no more."""

import pytest

from audit.roles import APPROVER, WRITER
from policies.paper.content import Paper
from reviews.models import ReviewCycle
from reviews.packet.reading import packet_of
from tests.reviews import world as reviews
from tests.reviews.packet import world
from tests.reviews.packet.told import DAY


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def approvers(account):
    return [account(APPROVER, name) for name in ("ann", "bob")]


@pytest.fixture
def cycle(starter_base, writer, approvers) -> ReviewCycle:
    return world.whole_review(writer, *approvers)


KEPT: dict[str, Paper] = {}


@pytest.fixture
def packet(request) -> Paper:
    """Of the whole review. A value: the first test that asks for it makes it, for all."""
    if "packet" not in KEPT:
        request.getfixturevalue("starter_base")
        KEPT["packet"] = packet_of(request.getfixturevalue("cycle"), request.getfixturevalue("writer"), DAY)
    return KEPT["packet"]


@pytest.fixture
def bare(request) -> Paper:
    """Of a review that was opened, and no more."""
    if "bare" not in KEPT:
        request.getfixturevalue("starter_base")
        writer = request.getfixturevalue("writer")
        KEPT["bare"] = packet_of(reviews.opened(writer), writer, DAY)
    return KEPT["bare"]
