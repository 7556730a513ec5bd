"""The starter base: fixtures/ -> rows, all of them or none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Model

import audit.actions
import evidence.fixture_rows
import policies.fixture_rows
from evidence import search_documents as evidence_search
from evidence.checks.actions import run_checks
from evidence.fixture_files import (
    FixtureError,
    Problem,
    ReadFile,
    cycle_problems,
    key_problems,
    place_problems,
    read_folder,
)
from evidence.models import Document, EffectEstimate, Reference, Study
from evidence.rows import Difference, Row, differences, row_problems, save
from policies import search_documents as policy_search
from policies.fixture_format import PolicyFixtureFile
from policies.models import Policy, PolicyVersion
from search import changes

BY = "fixtures"


@dataclass(frozen=True)
class Above:
    """What an app above this one adds to the files: their format with its sections, and the rows of these.

    `told` names its rows in the trail.
    """

    format: type[PolicyFixtureFile]
    rows_of: Callable[[ReadFile], Iterable[Row]]
    problems_of: Callable[[list[ReadFile]], Iterable[Problem]]
    told: dict[type[Model], str]


_above: list[Above] = []


def register(above: Above) -> None:
    _above[:] = [above]


def file_format() -> type[PolicyFixtureFile]:
    return _above[0].format if _above else PolicyFixtureFile


@dataclass(frozen=True)
class Loaded:
    rows: int
    files: int


def is_empty() -> bool:
    return not any(model.objects.exists() for model in (Document, Reference, Study, Policy))


def read_rows(folder: Path) -> tuple[list[Row], int]:
    """Every row the files hold, and the number of files. Raises FixtureError with all problems found."""
    files, problems = read_folder(folder, file_format())
    if not files and not problems:
        problems = [Problem(folder.name, 0, "there are no fixture files here")]
    if not problems:
        problems = key_problems(files) + cycle_problems(files) + place_problems(files)
        problems = problems or list(policies.fixture_rows.link_problems(files))
        problems += [problem for above in _above for problem in above.problems_of(files)]
    if problems:
        raise FixtureError(problems)
    rows = [row for file in files for row in evidence.fixture_rows.rows_of(file)]
    rows += evidence.fixture_rows.account_rows(files)
    rows += [row for file in files for row in policies.fixture_rows.rows_of(file)]
    rows += [row for above in _above for file in files for row in above.rows_of(file)]
    effects = {row.key for row in rows if row.model is EffectEstimate}
    rows += policies.fixture_rows.link_rows(files, effects)
    if problems := row_problems(rows):
        raise FixtureError(problems)
    return rows, len(files)


@transaction.atomic
def load(folder: Path) -> Loaded:
    """Loads the files into an empty base and checks what they hold. Raises FixtureError; then nothing is loaded."""
    if not is_empty():
        raise ValueError("the base is not empty; the starter base loads only into an empty one")
    rows, files = read_rows(folder)
    try:
        save(rows)
    except IntegrityError as error:
        raise FixtureError([Problem(folder.name, 0, f"the database refuses the rows: {error}")]) from error
    _record_what_was_loaded(rows)
    for source in (*evidence_search.SOURCES, *policy_search.SOURCES):
        changes.record(source.type, source.keys())
    run_checks()
    return Loaded(len(rows), files)


def _record_what_was_loaded(rows: list[Row]) -> None:
    for row in rows:
        if row.model is Document:
            held = sum(f"/{row.key}/" in other.file for other in rows)
            audit.actions.record(
                event="document.loaded", target_type="document", target_key=row.key, by=BY, after={"rows": held}
            )
        elif row.model is PolicyVersion:
            audit.actions.record(
                event="policy_version.loaded",
                target_type="policy_version",
                target_key=row.key,
                by=BY,
                after={"document": row.values["document"], "status": row.values["status"]},
            )

    for above in _above:
        for row in rows:
            if row.model in above.told:
                audit.actions.record(
                    event=f"{above.told[row.model]}.loaded",
                    target_type=above.told[row.model],
                    target_key=row.key,
                    by=BY,
                    after={"document": row.values["document"]},
                )


def compare(folder: Path) -> list[Difference]:
    rows, _ = read_rows(folder)
    return differences(rows)
