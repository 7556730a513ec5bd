"""What the rules of the checks are called, by the name a flag bears."""

from evidence.checks.running import all_rules


def described(name: str) -> tuple[str, str]:
    """Title and explanation. A flag of an older run may bear the name of a rule that is gone."""
    rule = all_rules().get(name)
    return (rule.title, rule.explanation) if rule else (name.replace("_", " ").capitalize(), "")
