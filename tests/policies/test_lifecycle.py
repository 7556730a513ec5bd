"""The table of moves."""

import pytest

from audit import acts
from policies import lifecycle
from policies.vocabulary import VersionStatus


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
