"""What changed in the criteria of one statement. Pure."""

from collections.abc import Iterator

from policies.versions import change_classes as classes
from policies.versions import truth_tables
from policies.versions.change_classes import Change, Proposal
from policies.versions.values import Node, StatementTree
from policies.vocabulary import ChangeClass, ChangeKind, CriterionLogic

Homes = tuple[dict[str, StatementTree], dict[str, StatementTree]]  # before and after: where each criterion stands


class TreeDiff:
    """The criteria of one statement. `position` is "" where it changed too."""

    def __init__(self, old: StatementTree, new: StatementTree, position: str, homes: Homes):
        self.trees = old.tree, new.tree
        self.position = position
        self.homes = homes
        self.old, self.above_old = _placed(old.tree)
        self.new, self.above_new = _placed(new.tree)
        self.moved = {
            key for key in self.old.keys() & self.new.keys() if self._parent_key(key, 0) != self._parent_key(key, 1)
        }

    def changes(self) -> Iterator[Change]:
        for node in self.new.values():
            yield from self._of_node(node.key)
        for key, node in self.old.items():
            if key not in self.new and self._parent_key(key, 0) in self.new.keys() | {""}:
                yield self._removed(node)

    def _parent_key(self, key: str, side: int) -> str:
        above = (self.above_old, self.above_new)[side][key]
        return above[-1].key if above else ""

    def _exclusions(self, above: tuple[Node, ...]) -> int:
        return sum(node.logic == CriterionLogic.NONE for node in above)

    def _change(self, kind: ChangeKind, key: str, before: str, after: str, proposal: Proposal) -> Change:
        old, new = self.old.get(key), self.new.get(key)
        title = next(each.path or each.text or each.lead for each in (new, old) if each)
        return Change(kind, key, title, before, after, proposal, old.place if old else "", new.place if new else "")

    def _overall(self, fact: str) -> Proposal:
        return classes.structural(
            truth_tables.effect(*self.trees), self.position, f"{fact}; all its criteria taken together"
        )

    def _of_node(self, key: str) -> Iterator[Change]:
        new, old = self.new[key], self.old.get(key)
        if not old:
            if self._parent_key(key, 1) in self.old.keys() | {""}:
                yield self._added(new)
            return
        above = self.above_new[key]
        if key in self.moved:
            was, now = (self._told_place(places[key]) for places in (self.above_old, self.above_new))
            yield self._change(ChangeKind.MOVED, key, was, now, self._overall("Moved to another group"))
        if (old.logic, old.minimum) != (new.logic, new.minimum):
            proposal = classes.logic_changed(old, new, self.position, self._exclusions(above))
            yield self._change(ChangeKind.LOGIC, key, old.lead or "Condition", new.lead or "Condition", proposal)
        if old.terms != new.terms:
            proposal = Proposal(
                ChangeClass.NOT_STATED, "The terms it tests differ; the structure does not tell the effect."
            )
            yield self._change(ChangeKind.TERMS, key, "; ".join(old.terms), "; ".join(new.terms), proposal)
        if old.text != new.text:
            yield self._change(ChangeKind.TEXT, key, old.text, new.text, classes.text_changed(old.text, new.text))
        if old.label != new.label:
            proposal = Proposal(ChangeClass.REORGANISED, "Only the printed label differs.")
            yield self._change(ChangeKind.RELABELLED, key, old.label, new.label, proposal)
        yield from self._order(old, new)

    def _told_place(self, above: tuple[Node, ...]) -> str:
        return " › ".join(node.path or node.text or node.lead for node in above) or "the root"

    def _order(self, old: Node, new: Node) -> Iterator[Change]:
        was = [child for child in old.children if child.key in {each.key for each in new.children}]
        now = [child for child in new.children if child.key in {each.key for each in old.children}]
        if [child.key for child in was] != [child.key for child in now]:
            before, after = ("; ".join(child.words for child in children) for children in (was, now))
            proposal = Proposal(
                ChangeClass.REORGANISED, "The same criteria in another order, which does not bear on who meets them."
            )
            yield self._change(ChangeKind.REORDERED, new.key, before, after, proposal)

    def _added(self, node: Node) -> Change:
        above = self.above_new[node.key]
        if self._is_entangled(node):
            proposal = self._overall("A group that takes in criteria of the older version")
        elif not above:
            proposal = classes.structural(-1, self.position, "Criteria were put where there were none")
        else:
            more = self._stood(node.key, 0)
            proposal = classes.child_added(self._as_group(above[-1]), self.position, self._exclusions(above), more)
        return self._change(ChangeKind.ADDED, node.key, "", node.words, proposal)

    def _removed(self, node: Node) -> Change:
        above = self.above_old[node.key]
        if self._is_entangled(node):
            proposal = self._overall("A group whose criteria stay")
        elif not above:
            proposal = classes.structural(1, self.position, "The criteria were taken away and none put in their place")
        else:
            more = self._stood(node.key, 1)
            group = self._as_group(above[-1], newer=False)
            proposal = classes.child_removed(group, self.position, self._exclusions(above), more)
        return self._change(ChangeKind.REMOVED, node.key, node.words, "", proposal)

    def _is_entangled(self, node: Node) -> bool:
        """Whether its effect cannot be told alone: it holds criteria that moved, or one root stands for another."""
        if any(under.key in self.moved for under in node.all()):
            return True
        return node.key in {tree.key for tree in self.trees if tree} and all(self.trees)

    def _as_group(self, parent: Node, *, newer: bool = True) -> Node:
        """The parent, or the condition that it is on the other side: then it was no group that could be added to."""
        other = (self.old if newer else self.new).get(parent.key)
        return other if other and not other.lead else parent

    def _stood(self, key: str, side: int) -> str:
        home = self.homes[side].get(key)
        return "" if not home else f"; the {('older', 'newer')[side]} version has it in {home.title}"


def _placed(tree: Node | None) -> tuple[dict[str, Node], dict[str, tuple[Node, ...]]]:
    """Every node by its key, and what stands above each, from the root down."""
    nodes: dict[str, Node] = {}
    above: dict[str, tuple[Node, ...]] = {}

    def place(node: Node, path: tuple[Node, ...]) -> None:
        nodes[node.key], above[node.key] = node, path
        for child in node.children:
            place(child, (*path, node))

    if tree:
        place(tree, ())
    return nodes, above


def aligned(old: Node | None, new: Node | None) -> list[tuple[int, Node | None, Node | None]]:
    """Every criterion of both trees with its depth, in the newer order; what was removed stands where it stood."""
    before, _ = _placed(old)
    after, _ = _placed(new)
    found: list[tuple[int, Node | None, Node | None]] = []

    def gone(node: Node, depth: int) -> None:
        """The node and those under it that the newer tree lacks."""
        if node.key not in after:
            found.append((depth, node, None))
            for child in node.children:
                gone(child, depth + 1)

    def walk(node: Node, depth: int) -> None:
        was = before.get(node.key)
        found.append((depth, was, node))
        left = list(was.children) if was else []
        for child in node.children:
            if any(each.key == child.key for each in left):
                while left[0].key != child.key and left[0].key not in after:
                    gone(left.pop(0), depth + 1)
                left = [each for each in left if each.key != child.key]
            walk(child, depth + 1)
        for each in left:
            gone(each, depth + 1)

    if old and (not new or old.key != new.key):
        gone(old, 0)
    if new:
        walk(new, 0)
    return found
