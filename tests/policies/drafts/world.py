"""A draft of policy 292, made by the Writer as a person makes it, and what tests look at of one."""

from policies.drafts import actions
from policies.drafts.parts import PARTS
from policies.models import Policy, PolicyVersion

POLICY = "bcbsma-292"
HCC = "bcbsma-292/v2/hcc"


def begin(writer, policy: str = POLICY) -> PolicyVersion:
    topic = Policy.objects.get(key=policy)
    rows = topic.versions.filter(status="published", superseded_on=None)
    return actions.begin_draft(policy=topic, by=writer, based_on=rows.get())


def everything(version: PolicyVersion) -> dict:
    """All rows of the version as images, with the labels and numbers that people see and that follow from the order."""
    seen = {"statement": ["order"], "criterion": ["order", "computed_label"]}
    return {part.name: part.images(part.rows(version), *seen.get(part.name, ())) for part in PARTS}


def outline(statement) -> list[str]:
    """ "1 A: text", the depth, the label and the text, from the top."""
    depths, lines = {None: 0}, []
    for row in statement.criteria.order_by("order"):
        depths[row.pk] = depths[row.parent_id] + 1
        lines.append(f"{depths[row.pk] - 1} {row.computed_label}: {row.text or row.logic}")
    return lines
