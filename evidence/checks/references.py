"""Years and numbers of works. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import Mention, Mentions
from evidence.numbers import number

FIRST_YEAR = 1850  # before it nobody published what is cited here
LINE = re.compile(r"\d+")
RANGE_SIGNS = "-–,"  # a number that is a range or a list stands for several works


def year_possible(document: Mentions) -> Iterator[Finding]:
    for mention in _each_year_once(document):
        year = number(mention.year)
        if year is not None and not FIRST_YEAR <= year <= document.this_year:
            known = " or ".join(mention.work.years)
            yield Finding(
                IMPOSSIBLE,
                f"The year {mention.year} of {mention.work.label} "
                + ("lies in the future." if year > document.this_year else "cannot be."),
                f"{known}, the year of the work." if known else f"A year up to {document.this_year}.",
                (mention.place,),
            )


def year_agrees_with_reference(document: Mentions) -> Iterator[Finding]:
    """The printed year and the year online are both right."""
    for mention in _each_year_once(document):
        year = number(mention.year)
        if year is None or not FIRST_YEAR <= year <= document.this_year or not mention.work.years:
            continue
        if mention.year in mention.work.years:
            continue
        off = min(abs(year - (number(each) or year)) for each in mention.work.years)
        yield Finding(
            LOOK_AGAIN,
            f"{mention.work.label} is dated {mention.year}; the work is of {' or '.join(mention.work.years)}.",
            f"{' or '.join(mention.work.years)}, or the year online if it is another one."
            if off <= 3
            else " or ".join(mention.work.years),
            (mention.place,),
        )


def one_number_one_work(document: Mentions) -> Iterator[Finding]:
    """A printed number that stands for two works: one of them cannot be found by it."""
    numbers: dict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in document.mentions:
        if mention.number and not any(sign in mention.number for sign in RANGE_SIGNS):
            numbers[mention.number].setdefault(mention.work.key, mention)
    for printed, works in numbers.items():
        if len(works) > 1:
            told = " and ".join(f"{m.work.label} ({m.place.location})" for m in works.values())
            yield Finding(
                UNLIKELY,
                f"The number [{printed}] stands for {told}.",
                "One number for one work.",
                tuple(mention.place for mention in works.values()),
            )
    yield from _inside_spans(document)
    yield from _outside_spans(document)


def _inside_spans(document: Mentions) -> Iterator[Finding]:
    """A work under a number that lies in the range of a group it is not of."""
    for span in document.spans:
        for mention in document.mentions:
            printed = number(mention.number)
            if printed is None or not span.first <= printed <= span.last or mention.work.study in span.named:
                continue
            yield Finding(
                LOOK_AGAIN,
                f"The number [{mention.number}] stands for {mention.work.label} ({mention.place.location}) and lies in "
                f"[{span.first}-{span.last}], {span.label} ({span.place.location}).",
                "One number for one work.",
                (mention.place, span.place),
            )


def _outside_spans(document: Mentions) -> Iterator[Finding]:
    """A number that is told among the works of a range, is none of them, and belongs to a work told elsewhere.

    A work told only there is another matter: a passage on a group may cite a review besides. Nor is a passage of one
    line judged, which may be a whole paragraph.
    """
    for span in document.spans:
        passages = [each for each in lines_of(span.place.location) if each[0] < each[1]]
        for mention in document.mentions:
            printed = number(mention.number)
            lines = lines_of(mention.place.location)
            if printed is None or span.first <= printed <= span.last or mention.work.study in span.named:
                continue
            there = [each for each in lines if _within(each, passages)]
            if there and len(there) < len(lines):
                at = ", ".join(map(str, sorted({line for each in there for line in each})))
                yield Finding(
                    LOOK_AGAIN,
                    f"The number [{mention.number}], cited at line {at} among [{span.first}-{span.last}], "
                    f"{span.label}, stands for {mention.work.label}.",
                    f"A number from {span.first} to {span.last}, if one of those works is meant.",
                    (mention.place, span.place),
                )


def lines_of(location: str) -> list[tuple[int, int]]:
    """ "lines 1026-1027, 1080" -> [(1026, 1027), (1080, 1080)]."""
    found = (tuple(map(int, LINE.findall(part))) for part in location.split(","))
    return [(each[0], each[-1]) for each in found if each]


def _within(one: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(first <= one[0] and one[1] <= last for first, last in others)


def _each_year_once(document: Mentions) -> Iterator[Mention]:
    """An account and a citation of the same work and year are one printed year."""
    seen = set()
    for mention in document.mentions:
        if mention.year and (mention.work.key, mention.year) not in seen:
            seen.add((mention.work.key, mention.year))
            yield mention
