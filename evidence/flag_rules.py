"""What the rules of the checks are called, by the name a flag bears."""

from collections.abc import Iterator

from evidence.checks import others, registry
from evidence.checks.findings import Rule


def rules() -> Iterator[Rule]:
    """Every rule once, in the order in which its flags are listed; what it looks at may be of several kinds."""
    named: dict[str, Rule] = {}
    for rule in (*registry.OWN, *others.rules()):
        named.setdefault(rule.name, rule)
    yield from named.values()


def described(name: str) -> tuple[str, str]:
    """Title and explanation. A flag of an older run may bear the name of a rule that is gone."""
    for rule in rules():
        if rule.name == name:
            return rule.title, rule.explanation
    return name.replace("_", " ").capitalize(), ""
