"""The full text of works as members read it. To others there is none: neither state nor file is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from evidence.full_texts.kinds import PDF, is_shown
from evidence.full_texts.names import page_of
from evidence.models import Document, FullText, Reference, ReferenceFile
from evidence.permissions import may_read_full_texts, objection_to_keeping_full_texts
from evidence.vocabulary import DocumentKind, RetrievalState

FILES = ReferenceFile.objects.filter(removed_at__isnull=True).order_by("pk")
OF_A_REPORT = "/report"  # the end of the key of a document that is a reference itself (evidence/entry/actions.py)


@dataclass(frozen=True)
class FileView:
    pk: int
    name: str
    size: int
    media_type: str
    url: str
    is_shown: bool  # by a browser; else it is saved
    by: str
    added_at: object


@dataclass(frozen=True)
class FullTextView:
    """`state` is "" where nothing was noted yet."""

    state: str
    label: str
    note: str
    files: list[FileView]


def with_full_texts(references: QuerySet[Reference]) -> QuerySet[Reference]:
    """Two queries more, whatever the number of works; `full_text_of` reads them."""
    return references.select_related("full_text").prefetch_related(Prefetch("files", FILES, to_attr="kept_files"))


def full_text_of(reference: Reference) -> FullTextView:
    held: FullText | None = getattr(reference, "full_text", None)
    files = reference.kept_files if hasattr(reference, "kept_files") else FILES.filter(reference=reference)
    return FullTextView(
        state=held.state if held else "",
        label=RetrievalState(held.state).label if held else "Not sought yet",
        note=held.note if held else "",
        files=[_file(reference, file) for file in files],
    )


def _file(reference: Reference, file: ReferenceFile) -> FileView:
    return FileView(
        pk=file.pk,
        name=file.name,
        size=file.size,
        media_type=file.media_type,
        url=reverse("reference-file", args=[reference.key, file.pk]),
        is_shown=is_shown(file.media_type),
        by=file.by,
        added_at=file.added_at,
    )


def context_of(reference: Reference, user) -> dict:
    """For the page of a work: nothing at all for who may not read full texts."""
    if not may_read_full_texts(user):
        return {}
    return {
        "full_text": full_text_of(reference),
        "retrieval_states": RetrievalState.choices,
        "largest_full_text": settings.LARGEST_FULL_TEXT,
        "may_keep_full_texts": not objection_to_keeping_full_texts(user),
    }


class Papers:
    """The PDFs of documents that are reports of studies, for this user: a place in one opens the file at its page."""

    def __init__(self, documents: Iterable[Document], user):
        reports = {each.key for each in documents if each.kind == DocumentKind.STUDY_REPORT}
        works = [key.removesuffix(OF_A_REPORT) for key in reports if key.endswith(OF_A_REPORT)]
        self._urls: dict[str, str] = {}
        if works and may_read_full_texts(user):
            pdfs = FILES.filter(reference__key__in=works, media_type=PDF).order_by("-pk")
            for pk, key in pdfs.values_list("pk", "reference__key"):  # the first of several is told last, and stays
                self._urls[key + OF_A_REPORT] = reverse("reference-file", args=[key, pk])

    def url(self, document: Document, location: str) -> str:
        """ "" where there is no file to open."""
        address, page = self._urls.get(document.key, ""), page_of(location)
        return f"{address}#page={page}" if address and page else ""

    def pages_of(self, document: Document) -> Callable[[str], str]:
        return partial(self.url, document)
