"""The tree of a statement as an outline."""

from dataclasses import dataclass, field

from policies import labels
from policies.models import Criterion, Statement
from policies.vocabulary import CriterionLogic


@dataclass(frozen=True)
class Node:
    """A criterion with its children, as an outline."""

    criterion: Criterion
    label: str  # as printed, else the last part of the computed label in brackets
    lead: str  # "All of", "At least 2 of"; "" for a condition
    children: list["Node"] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What it asks for, in one line."""
        if self.criterion.text or not self.lead:
            return self.criterion.text
        held = "; ".join(child.criterion.text or f"{child.lead.lower()} {child.label}" for child in self.children)
        return f"{self.lead}: {held}"


def outline(criteria: list[Criterion]) -> Node | None:
    """The tree of one statement from its flat rows, in depth-first order."""
    nodes: dict[int | None, Node] = {}
    root = None
    for criterion in criteria:
        parent = nodes.get(criterion.parent_id)
        label = criterion.printed_label or labels.last_part(criterion.computed_label)
        node = Node(criterion, label, lead(criterion))
        nodes[criterion.pk] = node
        if parent:
            parent.children.append(node)
        else:
            root = root or node
    return root


def branch_indications(statement: Statement, above: tuple[Node, ...], node: Node) -> set[int]:
    """The ids of the indications a criterion's branch is about; all of the statement's where the branch names none."""
    pairs = statement.statement_indications.all()
    for at in (node, *reversed(above)):
        tested = set(_tested(at))
        own = {pair.indication_id for pair in pairs if pair.indication.condition_id in tested}
        if own:
            return own
    return {pair.indication_id for pair in pairs}


def _tested(node: Node):
    yield from (condition.pk for condition in node.criterion.conditions.all())
    for child in node.children:
        yield from _tested(child)


def lead(criterion: Criterion) -> str:
    if criterion.logic == CriterionLogic.CONDITION:
        return ""
    if criterion.logic == CriterionLogic.AT_LEAST:
        return f"At least {criterion.minimum} of"
    return criterion.get_logic_display()
