"""What became of the works, guidelines and approvals that a policy cites. Pure."""

import re

from evidence.vocabulary import ReferenceKind, ReferenceList, VersionRelation
from policies.health.findings import (
    LOOK_AGAIN,
    OUT_OF_DATE,
    OWED,
    SUPERSEDED,
    Finding,
    Place,
)
from policies.health.rows import CitationRow, FactRow, VersionRow
from policies.vocabulary import RegulatoryPathway

TOLD = {
    VersionRelation.REPLACES: "is replaced by",
    VersionRelation.PARTLY_UPDATES: "is partly updated by",
    VersionRelation.SPLITS_INTO: "was split, one part of it being",
    VersionRelation.MERGES: "was merged into",
    VersionRelation.WITHDRAWN: "was withdrawn with",
}
# The FDA numbers its files by kind, year of submission and a running number: P200029 is of 2020.
FILE_NUMBER = re.compile(r"\b([PHK])(\d\d)\d{4}", re.IGNORECASE)
PATHWAYS = {"P": RegulatoryPathway.PMA, "H": RegulatoryPathway.HDE, "K": RegulatoryPathway.K510}


def cited_nowhere(citations: list[CitationRow], reference_list: str) -> list[Finding]:
    """Works whose only place is the list of references, and from which nothing was entered.

    A citation has the lines of the list and of the text alike. Of a document that prints no list all are of its text.
    """
    return [
        Finding(
            OWED,
            f"{_number(work)}{work.name} stands in the list, and nothing in the text cites it.",
            "Cite it where it bears on something, or take it off the list.",
            work.place,
        )
        for work in citations
        if reference_list == ReferenceList.PRINTED and not work.is_used and len(spans(work.lines)) == 1
    ]


def spans(lines: str) -> list[tuple[int, int]]:
    """ "25, 240-242" as [(25, 25), (240, 242)]."""
    found = []
    for start, end in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", lines):
        found.append((int(start), int(end or start)))
    return found


def superseded(versions: list[VersionRow]) -> list[Finding]:
    """By a relation that was entered, else by a later edition of the same guideline that is held here."""
    found = []
    for version in versions:
        after = [(TOLD[VersionRelation(relation)], place) for relation, place in version.overtaken]
        if not after and (newest := _newest_after(version)):
            after = [("is not the newest edition held here; that is", newest)]
        for told, newer in after:
            found.append(
                Finding(
                    SUPERSEDED if version.is_cited else LOOK_AGAIN,
                    f"{version.name} ({version.how}) {told} {newer.name}.",
                    "Read the newer one, and cite it with what it says.",
                    version.place,
                    (newer,),
                )
            )
    return found


def _newest_after(version: VersionRow) -> Place | None:
    own = version.order
    if own is None:
        return None
    alike = [(order, place) for order, place in version.editions if _is_alike(order, own) and order > own]
    return max(alike, key=lambda edition: edition[0])[1] if alike else None


def _is_alike(order: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both editions are named in one manner, by a year or by numbers, so that they can be put in order."""
    return len(order) == len(other) and bool(order[0]) == bool(other[0])


def regulation_behind(citations: list[CitationRow], facts: list[FactRow], devices: dict[str, str]) -> list[Finding]:
    """Documents of approval that are cited and that the regulatory text does not reach; `devices` are names by key."""
    works = [work for work in citations if work.kind == ReferenceKind.REGULATORY]
    return [finding for work in works if (finding := _behind(work, facts, devices))]


def _behind(work: CitationRow, facts: list[FactRow], devices: dict[str, str]) -> Finding | None:
    file = FILE_NUMBER.search(f"{work.address} {work.title}")
    named = {key for key, name in devices.items() if name.casefold() in work.title.casefold()}
    about = [fact for fact in facts if fact.device_key in named] if named else facts
    since = work.year or (_year(file[2]) if file else "")
    pathway = PATHWAYS[file[1].upper()] if file else ""
    newest = max((fact.on for fact in about), default="")
    if any(fact.reference == work.reference for fact in about):
        return None
    lacks_pathway = bool(pathway) and pathway not in {fact.pathway for fact in about}
    is_older = bool(since and newest) and newest[:4] < since
    if not (lacks_pathway or is_older):
        return None
    approval = f"file {file[0].upper()}, {_label(pathway)}" if file else "a document of approval"
    place = about[-1].place if about else work.place
    return Finding(
        OUT_OF_DATE,
        f"The text on {_devices(about, named, devices)} {_stops(about, newest)}; "
        f"its own {_reference(work)} is {approval}{f', of {since} or later' if since else ''}.",
        "Bring the text on regulation up to the approval that is cited.",
        place,
        (work.place,),
    )


def _stops(about: list[FactRow], newest: str) -> str:
    if not about:
        return "states no approval"
    last = next((fact for fact in reversed(about) if fact.on == newest), about[-1])
    return f"stops at the {_label(last.pathway)}" + (f" of {newest}" if newest else ", undated")


def _devices(about: list[FactRow], named: set[str], devices: dict[str, str]) -> str:
    names = [devices[key] for key in sorted(named)] or list(dict.fromkeys(fact.device for fact in about if fact.device))
    return " and ".join(names) or "regulation"


def _year(two_digits: str) -> str:
    """The agency's devices law is of 1976."""
    return f"{'19' if int(two_digits) >= 76 else '20'}{two_digits}"


def _label(pathway: str) -> str:
    label = str(RegulatoryPathway(pathway).label)
    return label if label[:1].isdigit() else label[:1].lower() + label[1:]


def _number(work: CitationRow) -> str:
    return f"{work.number}. " if work.number else ""


def _reference(work: CitationRow) -> str:
    name = f"“{work.title}”" if work.title else work.name
    return f"reference {work.number}, {name}," if work.number else f"reference {name}"
