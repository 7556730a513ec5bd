"""Asking one rule of a value, by its name in the registry."""

from evidence.checks import registry
from evidence.checks.findings import Finding


def found(name: str, value) -> list[Finding]:
    """What the rule finds in the value. A name that several entries of the registry share asks the first."""
    rule = next(rule for rule in registry.OWN if rule.name == name)
    return list(rule.check(value))


def grades(name: str, value) -> list[str]:
    return [str(finding.grade) for finding in found(name, value)]
