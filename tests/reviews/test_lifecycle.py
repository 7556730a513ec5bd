"""The table of moves, read again as a whole: from each state, by each move, for each role."""

import pytest

from audit.acts import ACTS, may
from audit.roles import ROLES
from reviews import lifecycle
from reviews.vocabulary import CycleState

ENDS = {
    "open": {"screen": "screening", "skip": "drafting", "defer": "closed", "reject": "closed"},
    "screening": {"draft": "drafting", "defer": "closed", "reject": "closed"},
    "drafting": {"screen_again": "screening", "decide": "deciding", "defer": "closed", "reject": "closed"},
    "deciding": {"return": "drafting", "close": "closed", "defer": "closed", "reject": "closed"},
    "closed": {},
}
KEEPERS, CLOSERS = {"Writer", "Administrator"}, {"Writer", "Approver"}


@pytest.mark.parametrize("state", CycleState)
@pytest.mark.parametrize("name", [move.name for move in lifecycle.MOVES])
def test_a_move_leads_from_where_the_table_says_and_is_refused_elsewhere(state, name):
    said = lifecycle.objection(name, state)
    if name in ENDS[state]:
        assert said == ""
        assert lifecycle.move(name).end == ENDS[state][name]
    else:
        assert said.startswith(f"A review is {lifecycle.move(name).does} when it is ")
        assert said.endswith(".")


def test_a_closed_review_stays_closed():
    assert lifecycle.objection("screen", "closed").endswith("this one is closed, and stays so.")


@pytest.mark.parametrize("move", lifecycle.MOVES, ids=lambda move: move.name)
def test_writers_and_administrators_take_a_review_on_and_writers_and_approvers_end_it(move):
    who = {role for role in ROLES if may(frozenset({role}), move.act)}
    ends = move.end == CycleState.CLOSED or move.name == "return"
    assert who == (CLOSERS if ends else KEEPERS)
    assert move.act in ACTS
