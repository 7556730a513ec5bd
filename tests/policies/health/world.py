"""Small rows to examine: one pair, one study, one link, each with only what a test says of it."""

from policies.health.findings import Place
from policies.health.rows import (
    CitationRow,
    CodeRow,
    ConclusionRow,
    CriterionRow,
    DefinitionRow,
    FactRow,
    LinkRow,
    PairRow,
    PolicyRows,
    StudyRow,
    VersionRow,
)

HERE = Place("Statement 1", "/statements/p/1/", "doc", "1")


def study(key: str, design: str = "rct", includes=()) -> StudyRow:
    return StudyRow(key, key.capitalize(), design, f"/studies/{key}/", frozenset(includes))


def link(*studies: StudyRow, bearing="supports", told_in="doc", target_type="figure") -> LinkRow:
    return LinkRow(bearing, target_type, studies, told_in)


def pair(*links: LinkRow, **values) -> PairRow:
    row = {
        "statement": "p/1",
        "title": "Statement 1",
        "kind": "named",
        "position": "medically_necessary",
        "basis": "not_stated",
        "indication": "re-hcc",
        "about": "hepatocellular carcinoma",
        "has_reason": False,
        "place": HERE,
    }
    return PairRow(**row | values, links=links)


def conclusion(conclusion="insufficient", indications=("re-hcc",), statements=("p/1",)) -> ConclusionRow:
    return ConclusionRow(conclusion, "Adults", frozenset(indications), frozenset(statements), HERE)


def criterion(text: str, key="p/1/a") -> CriterionRow:
    return CriterionRow(key, f"Criterion {key}", text, HERE)


def definition(term: str, meaning: str, *, policy="p", criteria=("p/1/a",)) -> DefinitionRow:
    return DefinitionRow(policy, f"policy {policy}", term, meaning, frozenset(criteria), HERE)


def code(code: str, description="", statements=("p/1",), system="ICD-10-CM") -> CodeRow:
    return CodeRow(system, code, description, frozenset(statements), HERE)


def citation(number: str, lines: str, **values) -> CitationRow:
    row = {"reference": f"r{number}", "name": f"Author {number}", "kind": "article", "is_used": False, "place": HERE}
    return CitationRow(number=number, lines=lines, **row | values)


def guideline(name="1.2022", *, order=("", "002022", "000001"), is_cited=True, **values) -> VersionRow:
    return VersionRow(name, "cited as reference 1", is_cited, HERE, order, **values)


def fact(pathway: str, on="", device="Sphere", reference="") -> FactRow:
    return FactRow(device, device.lower(), pathway, on, reference, HERE)


def policy(**values) -> PolicyRows:
    return PolicyRows(
        **{"policy": "p", "name": "A policy", "prints_citations": True, "reference_list": "printed", "place": HERE}
        | values
    )
