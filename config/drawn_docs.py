"""The documents of docs/ that are drawn from code. `manage.py draw_docs` writes them; a test says when one is stale.

Each is the name of its file and a function that gives its text.
"""

from collections.abc import Callable

from audit import role_table
from policies import drawing

DRAWN: dict[str, Callable[[], str]] = {
    "policy-lifecycle.md": drawing.lifecycle_page,
    "roles.md": role_table.document,
}
