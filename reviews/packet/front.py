"""What stands first: which review it is, of what, by whom, where it stands, and what it proposes."""

from collections.abc import Iterator

from evidence.models.keyed import page_address
from policies.models import PolicyVersion
from policies.paper.content import Block, Facts, Heading, Item, Items, Paragraph, Run, Runs, muted, note_of, plain
from policies.permissions import PUBLIC
from policies.vocabulary import VersionStatus
from reviews.packet.subject import Subject
from reviews.vocabulary import ReviewTask


def facts(subject: Subject) -> Facts:
    cycle, policy = subject.cycle, subject.policy
    rows = [
        ("Payer", plain(policy.payer.name)),
        (
            "Policy",
            (
                Run(policy.title, href=policy.get_absolute_url()),
                *note_of(f"no. {policy.number}" if policy.number else "number not seen"),
            ),
        ),
        (
            "Review",
            (Run(f"{cycle.get_type_display()}, {cycle.number}", href=cycle.get_absolute_url()), *_trigger(cycle)),
        ),
        ("Due on", plain(str(cycle.due_on or "not stated"))),
        ("Opened on", plain(cycle.opened_on or "not stated")),
        ("Writer", plain(_writers(cycle) or "nobody is assigned")),
        ("State", _state(cycle)),
        ("Closed on", plain((cycle.closed_on or "not stated") if cycle.is_closed else "")),
        ("Literature", plain(_searched(cycle.literature_searched_through))),
        ("Came of it" if cycle.is_closed else "Version proposed", _version(subject.proposed)),
        ("Set against", _version(subject.before) if subject.proposed else ()),
        ("Next due on", plain(str(cycle.next_due_on or "not stated") if cycle.is_closed else "")),
        ("Source", _source(cycle)),
        ("Note", plain(cycle.note)),
        ("Packet made on", plain(subject.made_on.isoformat())),
    ]
    return Facts(tuple((name, runs) for name, runs in rows if runs))


def _trigger(cycle) -> Runs:
    told = ": ".join(filter(None, [cycle.get_trigger_display(), cycle.trigger_source]))
    return note_of(told)


def _writers(cycle) -> str:
    names = [each.name for each in cycle.assignments.all() if each.task == ReviewTask.WRITER and each.until is None]
    return ", ".join(names)


def _state(cycle) -> Runs:
    outcome = f": {cycle.get_outcome_display().lower()}" if cycle.outcome else ""
    return (Run(f"{cycle.get_state_display()}{outcome}", "strong"), *note_of(cycle.closed_because))


def _searched(through: str) -> str:
    return f"searched through {through}" if through else "through which day it was searched is not stated"


def _version(version: PolicyVersion | None) -> Runs:
    if version is None:
        return plain("none")
    status = (
        "" if version.status == VersionStatus.PUBLISHED else f"{version.get_status_display().lower()}, not in force"
    )
    return (Run(version.name, href=_address(version)), *note_of(status))


def _address(version: PolicyVersion) -> str:
    return page_address("version" if version.status in PUBLIC else "draft", version.key)


def _source(cycle) -> Runs:
    if cycle.document is None:
        return ()
    place = ", ".join(filter(None, [cycle.document.key, cycle.location]))
    return (Run(f"Told by {cycle.document.title} ({place})", href=cycle.document.get_absolute_url()),)


def question(subject: Subject) -> Iterator[Block]:
    cycle = subject.cycle
    yield Heading(1, plain("Question and criteria"), "question")
    yield from lines(cycle.question, "No question is written down for this review.")
    yield Heading(2, plain("Criteria for including and excluding"))
    yield from lines(cycle.criteria, "No criteria are written down for this review.")
    readers = "Two readers judge each work, the second without seeing the first." if cycle.readers_needed == 2 else ""
    yield Paragraph(muted(readers or "One reader judges each work."))


def lines(text: str, nothing: str) -> Iterator[Block]:
    """A text as it was typed: a paragraph for each of its lines, points as points."""
    told = [line.strip() for line in text.splitlines() if line.strip()]
    if not told:
        yield Paragraph(plain(nothing))
    points: list[Item] = []
    for line in told:
        if line[:2] in ("- ", "* ", "• "):
            points.append(Item("", 0, plain(line[2:].strip())))
            continue
        if points:
            yield Items("bullets", tuple(points))
            points = []
        yield Paragraph(plain(line))
    if points:
        yield Items("bullets", tuple(points))
