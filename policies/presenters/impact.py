"""What depends on a piece of evidence, as pages, files and the API tell it."""

from policies.health.findings import counted
from policies.impact.dependencies import LISTED, Dependency
from policies.models import PolicyVersion
from policies.vocabulary import CoveragePosition, EvidenceBearing


def dependency_rows(dependencies: list[Dependency], absolute=lambda url: url) -> list[dict]:
    return [_row(dependency, absolute) for dependency in dependencies]


def _row(dependency: Dependency, absolute) -> dict:
    statement, policy = dependency.statement, dependency.version.policy
    page = (statement or policy).get_absolute_url()
    return {
        "policy": policy.key,
        "policy_name": f"{policy.payer.name}, {policy.numbered}{_unless_in_force(dependency.version)}",
        "version": dependency.version.key,
        "statement": statement.key if statement else "",
        "statement_name": statement.title if statement else "",
        "position": statement.position if statement else "",
        "about": dependency.about,
        "route": dependency.route,
        "way": dependency.way,
        "way_url": absolute(dependency.url),
        "bearing": dependency.bearing,
        "url": absolute(page),
        "document": dependency.document,
        "lines": dependency.lines,
    }


def _unless_in_force(version: PolicyVersion) -> str:
    """ ", Version three (effective on 2027-01-01)"; "" of the version in force."""
    state = version.state
    return "" if state.is_in_force else f", {version.name} ({state.words.lower()})"


def summary(dependencies: list[Dependency]) -> str:
    """ "3 statements of 2 policies depend on it; 1 more policy only cites it.

    A statement that stands in the version in force, in the next one and in a draft is one.
    """
    statements = {(each.version.policy_id, each.statement.stable_key) for each in dependencies if each.statement}
    policies = {each.version.policy_id for each in dependencies if each.statement}
    others = {each.version.policy_id for each in dependencies} - policies
    told = "No statement depends on it"
    if statements:
        verb = "depends" if len(statements) == 1 else "depend"
        told = f"{counted(len(statements), 'statement')} of {counted(len(policies), 'policy', 'policies')} {verb} on it"
    if others:
        only = "cites" if all(each.route == LISTED for each in dependencies if not each.statement) else "names"
        verb = only if len(others) == 1 else only.removesuffix("s")
        told += f"; {counted(len(others), 'policy', 'policies')} {verb} it without resting a statement on it"
    return f"{told}."


def display(row: dict) -> dict:
    """The row with its words as people read them."""
    bearing, position = row["bearing"], row["position"]
    return row | {
        "bearing_label": EvidenceBearing(bearing).label if bearing else "",
        "position_label": CoveragePosition(position).label if position else "",
    }
