"""Whether the last run of the checks still says what there is to say: of this content, by these rules."""

from hashlib import sha256

from evidence.checks import running
from evidence.models import CheckRun
from search.following import Position, new_since


def rules_in_use() -> str:
    """Changes when a rule is added, renamed or explained anew, as by a newer version of the product."""
    return sha256(repr([(rule.name, rule.explanation) for rule in running.all_rules().values()]).encode()).hexdigest()


def is_behind(run: CheckRun) -> bool:
    """Whether something was committed since the run began, or the rules are no longer those it ran."""
    if run.rules != rules_in_use():
        return True
    try:
        position = Position.of_text(run.position)
    except ValueError:
        return True
    return position.is_stale or bool(new_since(position)[0])
