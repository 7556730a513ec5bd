"""The full text of works as members read it. To others there is none: neither state nor file is told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from evidence.full_texts.kinds import PDF, is_shown
from evidence.full_texts.names import page_of
from evidence.models import FullText, Reference, ReferenceFile
from evidence.permissions import may_read_full_texts, objection_to_keeping_full_texts
from evidence.vocabulary import RetrievalState

FILES = ReferenceFile.objects.filter(removed_at__isnull=True).order_by("pk")
OPENS = '<a href="{}#page={}" target="_blank">{}<span class="hidden"> in the file (opens in a new tab)</span></a>'
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
    """The PDFs of documents that are reports of studies: a place in one opens the file at its page. For members.

    Who shows a place asks whether its reader may read full texts: the tag `place`, or `places_for`. The base is asked
    once, when the first page of a report is to be shown, and for all PDFs there are (10 ms for 5,000 of them): so no
    page has to say beforehand which documents it will name.
    """

    @cached_property
    def _pdfs(self) -> dict[str, int]:
        pdfs = FILES.filter(media_type=PDF).order_by("-pk")  # the first of several is told last, and stays
        return dict(pdfs.values_list("reference__key", "pk"))

    def place(self, document: str, location: str) -> str:
        """The place as it is told in the document of this key; a link where there is a file to open."""
        work, page = document.removesuffix(OF_A_REPORT), page_of(location)
        if not document.endswith(OF_A_REPORT) or page is None or work not in self._pdfs:
            return location
        return format_html(OPENS, reverse("reference-file", args=[work, self._pdfs[work]]), page, location)


def places_for(user) -> Callable[[str, str], str]:
    """`Papers.place` for this user: for who may not read full texts, without any link."""
    return Papers().place if may_read_full_texts(user) else lambda document, location: location
