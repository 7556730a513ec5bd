"""The table of moves, and the page of the docs drawn from it."""

from pathlib import Path

import pytest
from django.conf import settings

from audit import acts
from policies import drawing, lifecycle
from policies.vocabulary import VersionStatus


def test_the_page_of_the_docs_is_drawn_from_the_table_as_it_is():
    kept = Path(settings.BASE_DIR, "docs/policy-lifecycle.md").read_text()
    assert kept == drawing.lifecycle_page(), "draw it anew from policies.drawing.lifecycle_page()"


@pytest.mark.parametrize("move", lifecycle.MOVES, ids=lambda move: move.name)
@pytest.mark.parametrize("status", VersionStatus)
def test_a_move_is_made_from_its_start_alone(move, status):
    said = lifecycle.objection(move.name, status)
    assert (said == "") == (status == move.start)
    if said:
        assert f"this one is {status.label.lower()}" in said
        assert said.endswith(".")


def test_every_move_is_somebodys_and_nothing_comes_back_from_publication():
    assert {move.act for move in lifecycle.MOVES} <= set(acts.ACTS)
    assert {move.end for move in lifecycle.MOVES if move.start == VersionStatus.PUBLISHED} == {VersionStatus.WITHDRAWN}
    assert not [move for move in lifecycle.MOVES if move.start == VersionStatus.WITHDRAWN]
