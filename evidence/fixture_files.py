"""Reading fixtures/: YAML with every scalar as text, and problems told by file and line.

Pure: no database. `read_folder` gives what stands in the files; `key_problems` says which
keys lead nowhere or stand twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evidence.fixture_format import AccountEntry, FixtureFile, TermEntry
from evidence.vocabulary import Completeness

# Which section a field's key or keys are looked up in.
REFERS = {
    "document": "documents",
    "condition": "conditions",
    "conditions": "conditions",
    "excludes": "conditions",
    "scope_conditions": "conditions",
    "intervention": "interventions",
    "interventions": "interventions",
    "indication": "indications",
    "indications": "indications",
    "reference": "references",
    "reports": "references",
    "study": "studies",
    "includes": "studies",
    "trials": "trials",
    "body": "guideline_bodies",
    "guideline_version": "guideline_versions",
    "device": "devices",
    "devices": "devices",
    "figure": "figures",
    "recommendation": "recommendations",
    "payer": "payers",
    "policy": "policies",
    "statement": "statements",
    "statements": "statements",
    "governs": "statements",
    "exceptions": "statements",
    "criterion": "criteria",
    "within": "criteria",
    "previous": "review_cycles",
}
ARM_FIELDS = ("arm", "intervention_arm", "comparator_arm")
# Sections whose entries are identities, by the class of the entry.
IDENTITIES = {
    "DocumentEntry": "documents",
    "IndicationEntry": "indications",
    "ReferenceEntry": "references",
    "StudyEntry": "studies",
    "TrialEntry": "trials",
    "GuidelineBodyEntry": "guideline_bodies",
    "GuidelineEntry": "guidelines",
    "GuidelineVersionEntry": "guideline_versions",
    "RecommendationEntry": "recommendations",
    "DeviceEntry": "devices",
    "FormulaEntry": "formulas",
    "ThresholdEntry": "thresholds",
    "MeasurementEntry": "figures",
    "EffectEntry": "figures",
    "PayerEntry": "payers",
    "PolicyEntry": "policies",
    "StatementEntry": "statements",
    "CriterionEntry": "criteria",
    "DefinitionEntry": "definitions",
    "PatientSelectionEntry": "patient_selection",
    "EvidenceConclusionEntry": "evidence_conclusions",
    "ReviewCycleEntry": "review_cycles",
}

# Entries that have no lines where the document is known in part, and must have them where it was read whole.
PLACED = {"CriterionEntry", "StatementEntry", "HistoryEntry", "PolicyEntry", "RecommendationEntry"}


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True)
class ReadFile:
    """One fixture file: its content and where each part of it stands."""

    name: str
    content: FixtureFile
    root: yaml.Node

    def line_of(self, path: tuple) -> int:
        """The line (from 1) of the part at this path of field names and indexes."""
        node = self.root
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        return node.start_mark.line + 1


@dataclass(frozen=True)
class Part:
    """An entry of a file, with its path from the file's root."""

    path: tuple
    entry: BaseModel


def read_folder(folder: Path, format: type[FixtureFile]) -> tuple[list[ReadFile], list[Problem]]:
    files, problems = [], []
    for path in sorted(folder.rglob("*.yaml")):
        name = str(path.relative_to(folder.parent))
        try:
            file = read_text(path.read_text(encoding="utf-8"), name=name, format=format)
        except FixtureError as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem(name, 1, f"the file cannot be read ({error.strerror})"))
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.append(Problem(name, line, f"the file is not UTF-8 text ({error.reason})"))
        else:
            files.append(file)
    return files, problems


class FixtureError(Exception):
    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(p) for p in problems))


def read_text(text: str, *, name: str, format: type[FixtureFile]) -> ReadFile:
    """Raises FixtureError with every problem of the file at its line."""
    root = _compose(text, name)
    if not isinstance(root, yaml.MappingNode):
        raise FixtureError([Problem(name, 1, "a fixture file holds named sections, such as `references:`")])
    misnamed: list[Problem] = []
    try:
        plain = _plain(root, name, misnamed)
    except RecursionError:  # an alias inside what it stands for
        raise FixtureError([Problem(name, 1, "a part holds itself, or lies too deep")]) from None
    if misnamed:
        raise FixtureError(misnamed)
    try:
        content = format.model_validate(plain)
    except ValidationError as error:
        place = ReadFile(name, FixtureFile(), root)
        raise FixtureError([_problem(place, e) for e in error.errors()]) from None
    return ReadFile(name, content, root)


def _compose(text: str, name: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FixtureError([Problem(name, line, f"not YAML: {error.problem}")]) from None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise FixtureError([Problem(name, line, f"not YAML: {error.reason}")]) from None


def parts(entry: BaseModel, path: tuple = ()) -> Iterator[Part]:
    """The entry and every entry inside it."""
    yield Part(path, entry)
    for field in type(entry).model_fields:
        value = getattr(entry, field)
        if isinstance(value, BaseModel):
            yield from parts(value, (*path, field))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from parts(item, (*path, field, index))


def key_problems(files: list[ReadFile]) -> list[Problem]:
    """Keys that stand twice, and keys that lead nowhere."""
    known, problems = _known_keys(files)
    arms = {entry.key: {arm.key for arm in entry.arms} for file in files for entry in file.content.studies}
    for file in files:
        study = ""
        for part in parts(file.content):
            if isinstance(part.entry, AccountEntry):
                study = part.entry.study
            for field, key, section in _references(part):
                if key not in known.get(section, ()):
                    message = f'{field}: there is no "{key}" among the {section.replace("_", " ")}'
                    problems.append(Problem(file.name, file.line_of((*part.path, field)), message))
            for field in ARM_FIELDS:
                arm = getattr(part.entry, field, None)
                if arm and study in arms and arm not in arms[study]:
                    message = f'{field}: the study "{study}" has no arm "{arm}"'
                    problems.append(Problem(file.name, file.line_of((*part.path, field)), message))
    return problems


def place_problems(files: list[ReadFile]) -> list[Problem]:
    """Entries without their lines: only a document known in part, as others tell it, has none."""
    in_part = {
        entry.key for file in files for entry in file.content.documents if entry.completeness == Completeness.IN_PART
    }
    return [
        Problem(file.name, file.line_of(part.path), "lines: the document was read whole, so the lines are known")
        for file in files
        if file.content.document and file.content.document not in in_part
        for part in parts(file.content)
        if type(part.entry).__name__ in PLACED and not part.entry.lines  # type: ignore[attr-defined]
    ]


def cycle_problems(files: list[ReadFile]) -> list[Problem]:
    """Terms that are, by their parents, broader than themselves."""
    problems = []
    for section in ("conditions", "interventions"):
        entries = [(file, n, e) for file in files for n, e in enumerate(getattr(file.content, section))]
        parents = {entry.key: entry.parents for _, _, entry in entries}
        for file, number, entry in entries:
            if entry.key in _above(entry.key, parents):
                message = f'"{entry.key}" is by its parents broader than itself'
                problems.append(Problem(file.name, file.line_of((section, number)), message))
    return problems


def _above(key: str, parents: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(parents.get(key, []))
    while todo:
        parent = todo.pop()
        if parent not in found:
            found.add(parent)
            todo += parents.get(parent, [])
    return found


def _known_keys(files: list[ReadFile]) -> tuple[dict[str, set[str]], list[Problem]]:
    first: dict[tuple[str, str], str] = {}
    known: dict[str, set[str]] = {}
    problems = []
    for file in files:
        for part in parts(file.content):
            section = _section(part)
            key = getattr(part.entry, "key", None)
            if not section or not key:
                continue
            place = f"{file.name}:{file.line_of(part.path)}"
            if (section, key) in first:
                message = f'"{key}" stands twice among the {section.replace("_", " ")} (first in {first[section, key]})'
                problems.append(Problem(file.name, file.line_of(part.path), message))
            first.setdefault((section, key), place)
            known.setdefault(section, set()).add(key)
    return known, problems


def _section(part: Part) -> str | None:
    return part.path[0] if isinstance(part.entry, TermEntry) else IDENTITIES.get(type(part.entry).__name__)


def _references(part: Part) -> Iterator[tuple[str, str, str]]:
    for field in type(part.entry).model_fields:
        value = getattr(part.entry, field)
        section = _section(part) if field == "parents" else REFERS.get(field)
        if not section or value is None:
            continue
        for key in value if isinstance(value, list) else [value]:
            if isinstance(key, str):
                yield field, key, section


def holds_keys(field: str) -> bool:
    """Whether a field of this name points at other entries, rather than saying something itself."""
    return field in REFERS or field in ARM_FIELDS or field == "parents"


def _child(node: yaml.Node, step) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _plain(node: yaml.Node, name: str, misnamed: list[Problem]):
    """The node as dicts, lists and strings; a field given twice is a problem, not an overwrite."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name, misnamed) for item in node.value]
    fields: dict = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            misnamed.append(Problem(name, key.start_mark.line + 1, "the name of a field is plain text"))
        elif key.value in fields:
            misnamed.append(Problem(name, key.start_mark.line + 1, f"`{key.value}` is given twice"))
        else:
            fields[key.value] = _plain(value, name, misnamed)
    return fields


def _problem(place: ReadFile, error: ErrorDetails) -> Problem:
    path = tuple(error["loc"])
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "there is no such field here"
    return Problem(place.name, place.line_of(path), f"`{field}`: {message}" if field else message)
