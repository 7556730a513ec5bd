"""A draft of policy 292, made by the Writer as a person makes it, and what tests look at of one."""

from policies.drafts import actions
from policies.drafts.content import content_hash, content_of
from policies.drafts.parts import PARTS
from policies.models import Criterion, Policy, PolicyVersion

POLICY = "bcbsma-292"
HCC = "bcbsma-292/v2/hcc"
ROOT = f"{HCC}/root"
DRAFT = "/drafts/bcbsma-292/v2/"  # the editor of the draft that is begun


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


def conditions(statement: str = HCC) -> list[Criterion]:
    return list(Criterion.objects.filter(statement__key=statement, parent__isnull=False).order_by("order"))


def post(client, *, script=True, **values):
    """Sends a form of the editor, of a criterion to be saved where nothing else is said."""
    values = {"part": "criterion", "edition": "0", "act": "save"} | values
    return client.post(DRAFT, values, headers={"accept": "application/json"} if script else {})


def hash_of(version: PolicyVersion) -> str:
    """What a sign-off of the version binds to."""
    return content_hash(content_of(version))
