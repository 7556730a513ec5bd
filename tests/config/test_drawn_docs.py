"""Documents drawn from code say what the code says."""

import pytest
from django.conf import settings

from audit.acts import ACTS, told
from audit.role_table import act_rows
from audit.roles import ROLES
from config.drawn_docs import DRAWN


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_document_is_current(name):
    kept = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    assert kept == DRAWN[name](), f"docs/{name} is not what the code says any more: run manage.py draw_docs"


def test_table_has_every_act_and_every_role():
    rows = act_rows()
    assert len(rows) == len(ACTS)
    for row, (act, kept) in zip(rows, ACTS.items(), strict=True):
        assert [name for name, _ in row.by_role] == list(ROLES)
        assert {name for name, may in row.by_role if may} == set(kept.roles)
        assert row.does[1:] in told(act)


def test_every_role_may_do_something_but_reading_needs_none():
    may = {name for act in ACTS.values() for name in act.roles}
    assert set(ROLES) - may == {"Reader"}
