"""docs/policy-lifecycle.md as text, drawn from the table of moves. Pure."""

from audit import acts
from policies import lifecycle
from policies.vocabulary import VersionStatus

HEAD = """# The life of a policy version

Drawn from `policies/lifecycle.py` and `audit/acts.py` by `manage.py draw_docs`: change it there.

"""
RULES = """
- **In force** is no status: it follows from the days a version has. A published version is in force from its effective
  day until the day before another one is, or until the day a retirement ends.
- **Signing**: `SIGNOFFS_NEEDED` approvers (2), none of whom wrote on the draft. Each one's last word counts, once, as
  long as the content is the one they signed (its SHA-256), they are still asked, and they have not written on it since.
  With `SIGNOFFS_BLIND=1` an approver sees the others' word only after their own; the trail then holds what each said
  from the publication on.
- **Publishing** asks for: sign-offs that hold, a class for every change against the text before (dates and the list of
  references owe none), evidence or a written reason for every statement and indication, a day from today on, and the
  longest notice that one of the classes asks for (`NOTICE_DAYS`). A shorter one needs a written reason, or is refused
  (`SHORT_NOTICE=refuse`).
- It is one transaction: dates and history row are written, the content is kept with its hash and its sign-offs, and the
  text before is closed. A version published for the same day as an upcoming one supersedes it; an earlier day is
  refused, but to a correction of what is in force, which then stands until that day.
- **Published** is not changed any more. A mistake is put right by a new version, with a reason that both show. A figure
  that is corrected later leaves it as it was, and raises an alert.
- **Withdrawn**: in force until the day it was withdrawn, and nothing takes its place. One that was never in force
  leaves the text before it in force.
- **Reviewed, no change** and **retirement** are versions too, with the same sign-offs. A retirement has a day on which
  it ends; its notice runs to that day.
"""


def lifecycle_page() -> str:
    return HEAD + diagram() + "\n" + table() + RULES


def diagram() -> str:
    """As Mermaid, which the places that show the docs draw."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {VersionStatus.DRAFT.value}"]
    for status in VersionStatus:
        lines.append(f"    {status.value}: {status.label}")
    for move in lifecycle.MOVES:
        lines.append(f"    {move.start.value} --> {move.end.value}: {move.name}")
    return "\n".join([*lines, "```", ""])


def table() -> str:
    lines = ["| move | from | to | it is then | who |", "| --- | --- | --- | --- | --- |"]
    for move in lifecycle.MOVES:
        who = acts.told(move.act)
        lines.append(f"| {move.name} | {move.start.label} | {move.end.label} | {move.does} | {who} |")
    return "\n".join([*lines, ""])
