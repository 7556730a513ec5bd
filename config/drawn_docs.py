"""The documents of docs/ that are drawn from code. `manage.py draw_docs` writes them; a test says when one is stale.

Each is the name of its file and a function that gives its text.
"""

from collections.abc import Callable

from audit import role_table
from policies import drawing as policy_drawing
from reviews import drawing as review_drawing

DRAWN: dict[str, Callable[[], str]] = {
    "policy-lifecycle.md": policy_drawing.lifecycle_page,
    "review-cycle.md": review_drawing.cycle_page,
    "roles.md": role_table.document,
}
