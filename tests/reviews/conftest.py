"""A writer who is signed in, and the review that they opened; a file that needs others makes its own."""

import pytest

from audit.roles import WRITER
from tests.reviews import world


@pytest.fixture
def writer(account, client):
    writer = account(WRITER)
    client.force_login(writer)
    return writer


@pytest.fixture
def cycle(writer):
    return world.opened(writer)
