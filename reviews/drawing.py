"""docs/review-cycle.md as text, drawn from the table of moves. Pure."""

from audit import acts
from reviews import lifecycle
from reviews.vocabulary import CycleState

HEAD = """# The life of a review

Drawn from `reviews/lifecycle.py` and `audit/acts.py` by `manage.py draw_docs`: change it there.

"""
RULES = """
- **Opened** by hand, or by the worker when its stored due date comes: the one set when the last review closed, else the
  next review that the text in force names, where that is a day. A policy has one review in progress at most.
- **Screening ends** when no record is undecided, no possible duplicate is left, and every full text that was sought is
  there or given up.
- **Drafting**: the draft is begun for the review, or an open draft of the policy is taken as the review's. "Reviewed,
  no change" and a retirement are drafts too, sent to be signed at once.
- **Deciding** asks for a version that was sent to be signed. Signing and publishing are the version's own
  (docs/policy-lifecycle.md).
- **Closed** on the version once it is published. The outcome follows from what the version was written for: a new
  policy, a revision or correction (revised), reviewed with no change (reaffirmed), a retirement (retired).
- **Deferred and rejected**, with a reason, from any state. The policy stays as it is.
- **The next due date** is typed in when a review closes, or left "not stated". It is never computed.
- **When it closes**, the counts of its flow are kept with it, and nobody is assigned in it any more.
"""


def cycle_page() -> str:
    return HEAD + diagram() + "\n" + table() + RULES


def diagram() -> str:
    """As Mermaid, which the places that show the docs draw."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {CycleState.OPEN.value}"]
    lines += [f"    {state.value}: {state.label}" for state in CycleState]
    for move in lifecycle.MOVES:
        lines += [f"    {start.value} --> {move.end.value}: {move.name}" for start in move.starts]
    return "\n".join([*lines, f"    {CycleState.CLOSED.value} --> [*]", "```", ""])


def table() -> str:
    lines = ["| move | from | to | it is then | who |", "| --- | --- | --- | --- | --- |"]
    for move in lifecycle.MOVES:
        starts = ", ".join(str(start.label) for start in move.starts)
        lines.append(f"| {move.name} | {starts} | {move.end.label} | {move.does} | {acts.told(move.act)} |")
    return "\n".join([*lines, ""])
