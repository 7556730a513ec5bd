"""Edits one after another against a plain tree in Python, and then all of them taken back."""

import contextlib
import random

import pytest
from django.core.exceptions import ValidationError

from audit.roles import WRITER
from policies.drafts import actions, undoing
from policies.models import Statement
from tests.policies.drafts.world import HCC, begin, everything

pytestmark = pytest.mark.usefixtures("starter_base")
EDITS = 25


class Tree:
    """What the outline should be: keys, their children in order."""

    def __init__(self, statement: Statement):
        rows = list(statement.criteria.order_by("order"))
        self.children = {row.key: [other.key for other in rows if other.parent_id == row.pk] for row in rows}
        self.root = next(row.key for row in rows if row.parent_id is None)

    def parent(self, key):
        return next((above for above, below in self.children.items() if key in below), None)

    def below(self, key):
        return [key, *(each for child in self.children[key] for each in self.below(child))]

    def move(self, key, above, place):
        self.children[self.parent(key)].remove(key)
        self.children[above].insert(place, key)

    def nested(self, key=None):
        key = key or self.root
        return key, [self.nested(child) for child in self.children[key]]


def nested(statement: Statement):
    tree = Tree(statement)
    return tree.nested()


def one_edit(tree: Tree, chance: random.Random, **draft):
    """Makes one edit, as a person might, in the draft and in the plain tree; what the draft refuses changes neither."""
    inner = [key for key in tree.children if key != tree.root]
    key = chance.choice(inner) if inner else None
    act = chance.choice(["add", "indent", "outdent", "move", "remove"]) if key else "add"
    if act == "add":
        above = chance.choice(list(tree.children))
        made = actions.add_criterion(statement=HCC, parent=above, values={"text": str(chance.random())}, **draft)
        tree.children[above].append(made.key)
        tree.children[made.key] = []
    elif act == "remove":
        actions.remove_row(part="criterion", key=key, **draft)
        gone = tree.below(key)
        tree.children[tree.parent(key)].remove(key)
        for each in gone:
            del tree.children[each]
    elif act == "move":
        above = chance.choice([each for each in tree.children if each not in tree.below(key)])
        place = chance.randrange(len(tree.children[above]) + 1)
        actions.move_criterion(key=key, parent=above, place=place, **draft)
        tree.move(key, above, place)
    elif act == "indent":
        siblings = tree.children[tree.parent(key)]
        actions.indent(key=key, **draft)
        before = siblings[siblings.index(key) - 1]
        tree.move(key, before, len(tree.children[before]))
    else:
        above = tree.parent(key)
        actions.outdent(key=key, **draft)
        tree.move(key, tree.parent(above), tree.children[tree.parent(above)].index(above) + 1)


@pytest.mark.parametrize("seed", range(4))
def test_the_outline_is_as_a_plain_tree_says_and_comes_back_edit_by_edit(account, seed):
    chance, writer = random.Random(seed), account(WRITER)
    version = begin(writer)
    statement, before = Statement.objects.get(key=HCC), everything(version)
    tree = Tree(statement)
    for _ in range(EDITS):
        # There may be no criterion to go under, or none to come out of.
        with contextlib.suppress(ValidationError):
            one_edit(tree, chance, version=version, by=writer, edition=version.edition)
        assert nested(statement) == tree.nested()
    assert version.edition >= EDITS / 3
    labels = list(statement.criteria.exclude(parent=None).values_list("computed_label", flat=True))
    assert len(labels) == len(set(labels))
    for _ in range(version.edition):
        undoing.undo(version=version, by=writer, edition=version.edition)
    assert everything(version) == before
