"""The health of a policy as pages, files and the API tell it."""

from policies.health.findings import EXPLAINED, NOTE, Finding, Place, Section, counted


def section_views(sections: list[Section]) -> list[dict]:
    return [{"section": section, "in_short": in_short(section)} for section in sections]


def in_short(section: Section) -> str:
    """ "3 to look at, 1 explained"; "nothing found"; "not asked"."""
    if section.not_asked:
        return "not asked"
    told = {
        "to look at": section.open_count,
        "explained": sum(finding.severity == EXPLAINED for finding in section.findings),
        "noted": sum(finding.severity == NOTE for finding in section.findings),
    }
    return ", ".join(f"{number} {word}" for word, number in told.items() if number) or "nothing found"


def open_count(sections: list[Section]) -> int:
    return sum(section.open_count for section in sections)


def summary(sections: list[Section]) -> str:
    """Of the whole examination, in one sentence."""
    found = [(section.open_count, section.kind.title) for section in sections if section.open_count]
    if not found:
        return "Nothing to look at."
    kinds = "; ".join(f"{title[:1].lower()}{title[1:]}, {number}" for number, title in found)
    return f"{counted(open_count(sections), 'thing')} to look at: {kinds}."


def finding_rows(policy: str, sections: list[Section], absolute=lambda url: url) -> list[dict]:
    """A row for each finding, in the order of the page; `policy` is its key."""
    return [_row(policy, section, finding, absolute) for section in sections for finding in section.findings]


def _row(policy: str, section: Section, finding: Finding, absolute) -> dict:
    return {
        "policy": policy,
        "kind": section.kind.key,
        "severity": finding.severity,
        "finding": finding.sentence,
        "next_step": finding.next_step,
        "place": finding.place.name,
        "url": absolute(finding.place.url),
        "document": finding.place.document,
        "lines": finding.place.lines,
        "others": [_named(place) for place in finding.others],
    }


def _named(place: Place) -> str:
    return f"{place.name} ({place.document}, lines {place.lines})" if place.lines else place.name
