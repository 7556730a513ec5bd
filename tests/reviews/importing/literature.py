"""Files of search results for tests, and the worker that reads them."""

import io

from jobs.running import run_next
from reviews.importing.staging import stage_import
from reviews.models import ImportBatch
from tests.evidence.importers.files import TRIAL, written

ALIKE = TRIAL | {"authors": ["Ng P"]}


def work(number: int, **told) -> dict:
    """The number makes title, DOI and PMID its own."""
    title = f"Study number {number} of radioembolization"
    return ALIKE | {"title": title, "doi": f"10.1000/n.{number}", "pmid": str(1000 + number)} | told


def a_file(*works: dict, form: str = "ris") -> bytes:
    return written(form, works).encode()


def imported(run, data: bytes, by, name: str = "results.ris") -> ImportBatch:
    batch = stage_import(run=run, by=by, file=io.BytesIO(data), file_name=name)
    assert run_next()
    batch.refresh_from_db()
    return batch
