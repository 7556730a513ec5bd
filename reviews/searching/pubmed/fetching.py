"""The worker's job: everything a search finds in PubMed, as one file that is imported like any other."""

import os
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from jobs import registry
from jobs.running import RunningJob
from reviews.importing.staging import stage_import
from reviews.models import SearchRun
from reviews.searching import actions
from reviews.searching.pubmed import answers, splitting
from reviews.searching.pubmed.answers import Found, PubMedError
from reviews.searching.pubmed.asking import KIND
from reviews.searching.pubmed.splitting import Days

MOST_RECORDS = 100_000  # of one search


def register() -> None:
    registry.register_job(KIND, fetch)


def fetch(job: RunningJob) -> None:
    from reviews.searching.pubmed import client  # here, since only the worker needs httpx

    if settings.PUBMED != "on" or job.cursor.get("staged"):
        return
    run = SearchRun.objects.select_related("cycle__policy").get(pk=job.arguments["run"])
    path = settings.VAR_DIR / "pubmed" / f"run-{run.pk}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    with client.connected(email=settings.NCBI_EMAIL, api_key=settings.NCBI_API_KEY) as pubmed:
        collecting = Collecting(pubmed, run, job)
        collecting.into(path)
    _hand_over(run, User.objects.get(username=job.arguments["by"]), path, collecting)
    job.report(collecting.got, collecting.total, cursor={"staged": True})
    path.unlink()


class Collecting:
    """What is fetched, window by window. A window broken off is fetched again: the server's list of it is gone by then.

    The job's cursor holds the first day that is not fetched yet, and how much of the file is of the days before.
    """

    def __init__(self, pubmed, run: SearchRun, job: RunningJob):
        self.pubmed, self.query, self.job = pubmed, run.query, job
        self.days = splitting.whole(run.window_from, run.window_to or run.run_on)
        self.got = self.total = 0
        self.remarks: tuple[str, ...] = ()

    def into(self, path: Path) -> None:
        with path.open("r+b" if path.exists() else "w+b") as file:
            first, end = self._taken_up(file), self.days[1]
            if first <= end:
                for days, found in splitting.parts((first, end), self._counted):
                    self._window(file, days, found)
            file.write(answers.FOOT)

    def _taken_up(self, file: BinaryIO):
        """The first day to fetch; the file ends where the days before it end."""
        kept = self.job.cursor
        if kept and file.seek(0, os.SEEK_END) >= kept["bytes"]:
            self.got, self.total, self.remarks = kept["got"], kept["total"], tuple(kept["remarks"])
            file.seek(kept["bytes"])
            file.truncate()
            return splitting.FIRST_DAY + timedelta(days=kept["next"])
        file.seek(0)
        file.truncate()
        file.write(answers.HEAD)
        return self.days[0]

    def _counted(self, days: Days) -> Found:
        found = self.pubmed.search(self.query, days)
        if days == self.days:
            self.total, self.remarks = found.count, found.remarks
        if found.count > MOST_RECORDS:
            raise PubMedError(
                f"PubMed finds {found.count:,} records, and at most {MOST_RECORDS:,} are fetched for one search: "
                "narrow the query or its window."
            )
        return found

    def _window(self, file: BinaryIO, days: Days, found: Found) -> None:
        from reviews.searching.pubmed.client import BATCH

        for start in range(0, found.count, BATCH):
            part = self.pubmed.fetch(found, start)
            file.write(part)
            self.got += answers.records_in(part)
            self.job.report(self.got, max(self.total, self.got))
        file.flush()
        os.fsync(file.fileno())
        kept = {"next": (days[1] - splitting.FIRST_DAY).days + 1, "bytes": file.tell()}
        kept |= {"got": self.got, "total": self.total, "remarks": list(self.remarks)}
        self.job.report(self.got, max(self.total, self.got), cursor=kept)


def _hand_over(run: SearchRun, by: User, path: Path, collected: Collecting) -> None:
    told = [each for each in (*collected.remarks, _shortfall(collected)) if each and each not in run.note]
    note = " ".join(filter(None, [run.note, *told]))
    try:
        actions.correct_run(run=run, by=by, found=collected.total, note=note)
        if collected.got:
            with path.open("rb") as file:
                name = f"pubmed-{run.run_on}-{run.key.rpartition('-')[2]}.xml"
                stage_import(run=run, by=by, file_name=name, file=file)
    except ValidationError as refusal:
        raise PubMedError(" ".join(refusal.messages)) from None


def _shortfall(collected: Collecting) -> str:
    if collected.got == collected.total:
        return ""
    return f"PubMed told {collected.total:,} records and gave {collected.got:,}."
