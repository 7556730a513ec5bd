"""Which work a record is: the same, perhaps the same, or none that is known. Pure.

The same is only who shares a DOI or PMID and contradicts in neither. Whatever else is alike is for a person to say:
a title and a year are a weak sign, and two different DOIs are never one work without a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from evidence.matching_keys import folded_title, is_telling


class Where(Enum):
    """Where the other work stands, in the order in which it counts."""

    HERE = "here"  # among the candidates of this cycle
    CITED = "cited"  # among the works the policy cites or links
    BEFORE = "before"  # among the candidates of earlier cycles


@dataclass(frozen=True)
class Work:
    """What works are compared by. `name` says which it is; `cycle` is that of a candidate, the newest counts first."""

    name: int
    dois: frozenset[str] = frozenset()
    pmids: frozenset[str] = frozenset()
    title: str = ""  # folded
    year: str = ""
    author: str = ""  # the first's family name, folded; only for titles that many works have
    is_telling: bool = True
    cycle: int = 0
    is_decided: bool = False


def work(
    name: int, *, doi: str, pmid: str, title: str, year: str, authors: list[str], cycle: int = 0, decided: bool = False
) -> Work:
    return Work(
        name,
        frozenset({doi} - {""}),
        frozenset({pmid} - {""}),
        folded_title(title),
        year,
        family(authors),
        is_telling(title),
        cycle,
        decided,
    )


def family(authors: list[str]) -> str:
    """ "van Hazel GA" -> "vanhazel"."""
    return folded_title(authors[0].rpartition(" ")[0] or authors[0]) if authors else ""


@dataclass
class Works:
    """Works to be found by identifier and title; those of one list, or of several cycles, the newest cycle first."""

    by_identifier: dict[tuple[str, str], list[Work]] = field(default_factory=dict)
    by_title: dict[str, list[Work]] = field(default_factory=dict)

    @classmethod
    def of(cls, works: Iterable[Work]) -> "Works":
        found = cls()
        for each in works:
            found.add(each)
        return found

    def add(self, each: Work) -> None:
        for key in _identifiers(each):
            self.by_identifier.setdefault(key, []).append(each)
        if each.title:
            self.by_title.setdefault(each.title, []).append(each)


@dataclass(frozen=True)
class Match:
    """`fields` are those that are the same, `against` those that differ though both have one."""

    where: Where
    work: Work
    is_same: bool
    fields: tuple[str, ...]
    against: tuple[str, ...] = ()


def judge(record: Work, works: dict[Where, Works]) -> Match | None:
    """The match that counts most: any that is the same, in the order of Where; else the first doubtful one.

    A work that an earlier cycle left undecided is the same, and still to be judged: it counts after every doubt.
    """
    doubts, undecided = [], None
    for where in Where:
        match = by_identifier(record, works[where], where)
        if match is None:
            continue
        if not match.is_same:
            doubts.append(match)
        elif where is Where.BEFORE and not match.work.is_decided:
            undecided = match
        else:
            return match
    for where in Where:
        if where is Where.BEFORE and undecided:
            continue
        if alike := by_title(record, works[where], where):
            doubts.append(alike)
    return doubts[0] if doubts else undecided


def by_identifier(record: Work, works: Works, where: Where) -> Match | None:
    found = list(dict.fromkeys(each for key in _identifiers(record) for each in works.by_identifier.get(key, ())))
    if not found:
        return None
    newest = max(each.cycle for each in found)
    found = [each for each in found if each.cycle == newest]
    same, against = compared(record, found[0])
    is_same = not against and len({each.name for each in found}) == 1
    return Match(where, found[0], is_same, same, against)


def by_title(record: Work, works: Works, where: Where) -> Match | None:
    """The same title, in years that differ by one at most; of a title that many works have, also the same author."""
    for each in works.by_title.get(record.title, ()) if record.title else ():
        if not _near(record.year, each.year) or not (record.is_telling or record.author == each.author):
            continue
        same, against = compared(record, each)
        return Match(where, each, False, same, against)
    return None


def compared(one: Work, other: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields that are the same in both, and of the identifiers that both have and that differ."""
    same, against = [], []
    for name, ones, others in (("doi", one.dois, other.dois), ("pmid", one.pmids, other.pmids)):
        if ones & others:
            same.append(name)
        elif ones and others:
            against.append(name)
    if one.title and one.title == other.title:
        same.append("title")
    if one.year and one.year == other.year:
        same.append("year")
    return tuple(same), tuple(against)


def _near(one: str, other: str) -> bool:
    """A year that is not known speaks against nothing."""
    return not (one.isdigit() and other.isdigit()) or abs(int(one) - int(other)) <= 1


def _identifiers(each: Work) -> list[tuple[str, str]]:
    return [*(("doi", value) for value in sorted(each.dois)), *(("pmid", value) for value in sorted(each.pmids))]
