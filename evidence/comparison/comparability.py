"""Where figures of different studies are not alike, though they stand beside each other. Pure.

A reader of a comparison takes a row for like beside like. These rules say where it is not: counted by other criteria,
from another moment, in other patients, or in the same patients twice. They judge nothing: every figure stays.
"""

from collections.abc import Callable, Iterable, Sequence

from evidence import vocabulary as words
from evidence.comparison.values import Caveat, Figure

RESPONSE = frozenset(
    (words.Endpoint.ORR, words.Endpoint.CR, words.Endpoint.PR, words.Endpoint.SD, words.Endpoint.PD, words.Endpoint.DCR)
)
TIME_TO_EVENT = frozenset(
    (
        words.Endpoint.OS,
        words.Endpoint.PFS,
        words.Endpoint.HPFS,
        words.Endpoint.TTP,
        words.Endpoint.HEPATIC_TTP,
        words.Endpoint.DFS,
        words.Endpoint.DSS,
        words.Endpoint.DURATION_OF_RESPONSE,
        words.Endpoint.TIME_TO_TRANSPLANT,
    )
)
# Of these neither who was analysed nor the line of therapy makes figures unlike: they tell who was treated, and how.
DESCRIPTIVE = frozenset(
    (words.Endpoint.BASELINE, words.Endpoint.FOLLOW_UP, words.Endpoint.INCIDENCE, words.Endpoint.RADIATION_DOSE)
)
WITH_VERSIONS = ("recist",)  # systems of which there are several: 1.0 and 1.1
AVERAGES = (words.Statistic.MEDIAN, words.Statistic.MEAN)
FIGURES_NAMED = 4  # of one study in a sentence; all of them stand in the row
ONE_UNIT = {"month": "months", "day": "days", "week": "weeks", "year": "years", "%": "percent"}


def row_caveats(endpoint: str, figures: Sequence[Figure], row: str = "") -> list[Caveat]:
    """What has to be said of figures that stand in one row."""
    found = [_two_documents(figures, row)]
    if len({figure.study for figure in figures}) > 1:
        found += _counted_otherwise(endpoint, figures, row)
        found += [_names(figures, row), _statistics(figures, row), _units(figures, row)]
    return [caveat for caveat in found if caveat]


def _counted_otherwise(endpoint: str, figures: Sequence[Figure], row: str) -> list[Caveat | None]:
    found = [_criteria(endpoint, figures, row)]
    if endpoint in TIME_TO_EVENT:
        found.append(_stated(figures, row, "time_origin", _origin))
    if endpoint not in DESCRIPTIVE:
        found.append(_stated(figures, row, "population", _population))
        found.append(_stated(figures, row, "line_of_therapy", _line))
    return found


def endpoint_caveats(endpoint: str, figures: Sequence[Figure]) -> list[Caveat]:
    """What has to be said of all figures of one endpoint, of whatever statistic, time or part of the patients: two
    studies may be unlike though no row holds both. Only what is surely unlike is said of figures so far apart."""
    found = [_subgroup(figures)]
    if len({figure.study for figure in figures}) > 1:
        found += _counted_otherwise(endpoint, figures, "")
    return [caveat for caveat in found if caveat and caveat.grade == words.Alikeness.UNLIKE]


def _subgroup(figures: Sequence[Figure]) -> Caveat | None:
    """Where one study has only subgroups and another all its patients."""
    parts = told_by_subgroups(figures)
    if not parts or parts == {figure.study for figure in figures}:
        return None
    told = [figure for figure in figures if figure.study in parts or not figure.of_subgroup]
    return _caveat("subgroup", words.Alikeness.UNLIKE, told, "", lambda f: "a subgroup" if f.of_subgroup else "all")


def told_by_subgroups(figures: Iterable[Figure]) -> set[str]:
    """Keys of the studies that have figures of subgroups alone."""
    figures = list(figures)
    return {f.study for f in figures if f.of_subgroup} - {f.study for f in figures if not f.of_subgroup}


def includes_caveat(review: Figure, study: Figure, documents: Iterable[str]) -> Caveat:
    """`review` and `study` stand for the two studies; no figure of theirs is named."""
    message = f"{review.study_name} includes {study.study_name}, according to {' and '.join(documents)}."
    return Caveat("includes", words.Alikeness.OVERLAP, message, (review.study, study.study))


def shared_report_caveat(one: Figure, other: Figure, shared: Iterable[str]) -> Caveat:
    message = f"{one.study_name} and {other.study_name} share {' and '.join(shared)}."
    return Caveat("shared_report", words.Alikeness.OVERLAP, message, (one.study, other.study))


def _criteria(endpoint: str, figures: Sequence[Figure], row: str) -> Caveat | None:
    if endpoint not in RESPONSE:
        return None
    systems = {figure.criteria.casefold() for figure in figures}
    versions = {figure.criteria_version for figure in figures}
    if len(systems - {""}) > 1 or len(versions - {""}) > 1:
        grade = words.Alikeness.UNLIKE
    elif "" in systems or len(versions) > 1 or ("" in versions and systems & set(WITH_VERSIONS)):
        grade = words.Alikeness.UNKNOWN
    else:
        return None
    return _caveat("response_criteria", grade, figures, row, _by_criteria)


def _by_criteria(figure: Figure) -> str:
    if not figure.criteria:
        return "criteria not stated"
    if not figure.criteria_version and figure.criteria.casefold() in WITH_VERSIONS:
        return f"{figure.criteria}, version not stated"
    return f"{figure.criteria} {figure.criteria_version}".strip()


def _origin(figure: Figure) -> str:
    return "" if figure.time_origin == words.TimeOrigin.NOT_STATED else str(words.TimeOrigin(figure.time_origin).label)


def _population(figure: Figure) -> str:
    stated = figure.population != words.AnalysisPopulation.NOT_STATED
    return str(words.AnalysisPopulation(figure.population).label) if stated else ""


def _line(figure: Figure) -> str:
    return "" if figure.line == words.LineOfTherapy.NOT_STATED else str(words.LineOfTherapy(figure.line).label)


NOT_STATED = {
    "time_origin": "not stated from when",
    "population": "not stated of whom",
    "line_of_therapy": "line not stated",
}


def _stated(figures: Sequence[Figure], row: str, rule: str, read: Callable[[Figure], str]) -> Caveat | None:
    """Unlike where two things are stated, not known to be alike where one is and some do not say; nothing where none
    is: that the documents are silent throughout is no difference between the columns."""
    told = {read(figure) for figure in figures}
    if len(told - {""}) > 1:
        grade = words.Alikeness.UNLIKE
    elif len(told) > 1:
        grade = words.Alikeness.UNKNOWN
    else:
        return None
    return _caveat(rule, grade, figures, row, lambda f: read(f).lower() or NOT_STATED[rule])


def _names(figures: Sequence[Figure], row: str) -> Caveat | None:
    if len({figure.name.casefold() for figure in figures}) < 2:
        return None
    return _caveat(
        "name", words.Alikeness.UNKNOWN, figures, row, lambda f: f"“{f.name}”" if f.name else "no other name"
    )


def _statistics(figures: Sequence[Figure], row: str) -> Caveat | None:
    if len({figure.statistic for figure in figures}) < 2:
        return None
    return _caveat("statistic", words.Alikeness.UNKNOWN, figures, row, _statistic)


def _statistic(figure: Figure) -> str:
    return "kind not stated" if figure.statistic == words.Statistic.VALUE else figure.statistic


def _units(figures: Sequence[Figure], row: str) -> Caveat | None:
    averages = [figure for figure in figures if figure.statistic in AVERAGES and figure.unit]
    if len({_unit(figure) for figure in averages}) < 2:
        return None
    return _caveat("unit", words.Alikeness.UNLIKE, averages, row, _unit)


def _unit(figure: Figure) -> str:
    unit = figure.unit.strip().lower()
    return ONE_UNIT.get(unit, unit)


def _two_documents(figures: Sequence[Figure], row: str) -> Caveat | None:
    documents: dict[str, set[str]] = {}
    for figure in figures:
        documents.setdefault(figure.study, set()).add(figure.document)
    twice = [figure for figure in figures if len(documents[figure.study]) > 1]
    if not twice:
        return None
    return _caveat("two_documents", words.Alikeness.OVERLAP, twice, row, lambda f: f.document)


def _caveat(rule: str, grade: str, figures: Sequence[Figure], row: str, read: Callable[[Figure], str]) -> Caveat:
    """Names each study with what it is counted by and the figures that are."""
    told: dict[str, dict[str, list[str]]] = {}
    for figure in figures:
        told.setdefault(figure.study_name, {}).setdefault(read(figure), []).append(figure.text)
    message = "; ".join(
        f"{study}: {', '.join(f'{what} ({_listed(texts)})' for what, texts in by.items())}"
        for study, by in told.items()
    )
    return Caveat(
        rule,
        grade,
        f"{message}.",
        tuple(dict.fromkeys(figure.study for figure in figures)),
        tuple(dict.fromkeys(figure.key for figure in figures if figure.key)),
        row,
    )


def _listed(texts: Iterable[str]) -> str:
    told = list(dict.fromkeys(texts))
    more = f" and {len(told) - FIGURES_NAMED} more" if len(told) > FIGURES_NAMED else ""
    return ", ".join(told[:FIGURES_NAMED]) + more
