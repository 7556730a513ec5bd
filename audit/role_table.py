"""The table of who may do what, for the page of the roles and docs/roles.md. Pure."""

from dataclasses import dataclass

from audit.acts import ACTS
from audit.roles import ROLES

DOCUMENT = """# Who may do what

Drawn from `audit/acts.py` by `manage.py draw_docs`: change it there. The page `/roles/` shows the same.

Reading what is published needs no role; with `READING=members` it needs an account with any of these
([deployment.md](deployment.md)). An account may have several roles, and then may do what any of them may. Nobody signs
off what they wrote, whatever their roles.

{roles}

{table}
"""


@dataclass(frozen=True)
class ActRow:
    does: str
    by_role: list[tuple[str, bool]]  # every role, in their order, and whether it may


def act_rows() -> list[ActRow]:
    return [ActRow(_sentence(act.does), [(role, role in act.roles) for role in ROLES]) for act in ACTS.values()]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def document() -> str:
    """The text of docs/roles.md."""
    roles = "\n".join(f"- **{name}**: {about}" for name, about in ROLES.items())
    lines = [["", *ROLES], ["---"] + [":-:"] * len(ROLES)]
    lines += [[row.does, *("yes" if may else "" for _, may in row.by_role)] for row in act_rows()]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return DOCUMENT.format(roles=roles, table=table)
