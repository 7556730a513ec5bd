"""What a comparison of studies is made of: rows of cells, a cell for each study. Pure."""

from dataclasses import dataclass

from evidence import vocabulary as words
from evidence.comparison.rules import RULES


@dataclass(frozen=True)
class Figure:
    """A printed figure with what it was counted by. An empty text, or `not_stated`, where the document does not say."""

    study: str  # key
    study_name: str
    text: str  # as printed
    key: str = ""
    document: str = ""  # key
    statistic: str = ""
    unit: str = ""
    name: str = ""  # of the outcome, where it says more than the endpoint
    criteria: str = ""
    criteria_version: str = ""
    time_origin: str = words.TimeOrigin.NOT_STATED
    population: str = words.AnalysisPopulation.NOT_STATED
    line: str = words.LineOfTherapy.NOT_STATED
    of_subgroup: bool = False


@dataclass(frozen=True)
class Entry:
    """One thing a cell says, with its place. `about` narrows it: the arm, the criteria, the line of therapy.

    `figure` is empty where the cell tells no figure: the design, the population.
    """

    text: str
    about: str = ""
    note: str = ""
    document: str = ""
    location: str = ""
    url: str = ""
    document_url: str = ""
    figure: Figure | None = None

    @property
    def figure_key(self) -> str:
        return self.figure.key if self.figure else ""

    @property
    def unit(self) -> str:
        return self.figure.unit if self.figure else ""


@dataclass(frozen=True)
class Column:
    key: str
    name: str
    url: str
    design: str


@dataclass(frozen=True)
class RowKey:
    """What makes figures of two studies stand beside each other. What they were counted by does not part them: where
    that differs, a warning stands at the row.

    `time` is the time of measurement in months where it can be told, so that "one year" stands beside "12 months".
    """

    endpoint: str
    statistic: str
    about: str = ""
    subgroup: str = ""
    time: str = ""
    grade: str = ""

    @property
    def family(self) -> tuple[str, str]:
        """Of whatever part of the patients, and however it is told."""
        return self.endpoint, self.about


@dataclass(frozen=True)
class Caveat:
    """Why figures that stand beside each other are not alike, or not known to be, or count patients twice."""

    rule: str
    grade: str  # a word of Alikeness
    message: str
    studies: tuple[str, ...]
    figures: tuple[str, ...] = ()
    row: str = ""  # id of the row it stands at; empty where it holds for the studies as a whole

    @property
    def title(self) -> str:
        return RULES[self.rule].title

    @property
    def why(self) -> str:
        return RULES[self.rule].why

    @property
    def grade_label(self) -> str:
        return str(words.Alikeness(self.grade).label)


@dataclass(frozen=True)
class Row:
    """`cells` has the entries of each study, in the order of the columns; `state` says how they agree."""

    id: str
    title: str
    details: tuple[str, ...]
    cells: tuple[tuple[Entry, ...], ...]
    state: str
    endpoint: str = ""
    caveats: tuple[Caveat, ...] = ()

    @property
    def told_of(self) -> int:
        return sum(1 for cell in self.cells if cell)


@dataclass(frozen=True)
class Group:
    """Rows under one heading: those of one endpoint, say."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """`folded` sections are opened by who wants them."""

    name: str
    title: str
    groups: tuple[Group, ...]
    folded: bool = False

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


@dataclass(frozen=True)
class Comparison:
    columns: tuple[Column, ...] = ()
    sections: tuple[Section, ...] = ()
    caveats: tuple[Caveat, ...] = ()  # those of the rows and those of the studies as a whole
    hidden: int = 0  # rows left out because they do not differ

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]
