"""A policy as one document: a page to print, and the same as DOCX and as PDF."""

import logging

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from evidence.full_texts.reading import places_for
from policies import permissions
from policies.days.reading import answer_of
from policies.models import PolicyVersion
from policies.paper import files
from policies.paper.content import Paper
from policies.paper.page import page_block
from policies.paper.reading import paper_of
from policies.views.days import asked_day

FAILED = (
    "The file could not be made. Nothing is lost: the same document is there as a page, which prints, and in another "
    "format. If it happens again, tell whoever runs this site which document it was.\n"
)
log = logging.getLogger(__name__)


@require_safe
def policy_paper(request, key):
    version = _version(request, key)
    paper = paper_of(version)
    place = places_for(request.user)
    blocks = [page_block(block, place) for block in paper.blocks]
    return render(request, "policies/policy_paper.html", {"paper": paper, "version": version, "blocks": blocks})


@require_safe
def policy_file(request, key, form):
    return file_answer(request, paper_of(_version(request, key)), form)


def file_answer(request, paper: Paper, form: str) -> HttpResponse:
    """Made anew only where the browser does not hold the same one already."""
    etag = quote_etag(files.tag(paper, form))
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}  # whether this user may see it is asked every time
    if held := get_conditional_response(request, etag=etag):
        for name, value in headers.items():
            held.headers[name] = value
        return held
    try:
        made = files.made(paper, form)
    except files.NotMadeError:
        log.exception("A document could not be made")
        return HttpResponse(FAILED, status=500, content_type="text/plain; charset=utf-8")
    headers["Content-Disposition"] = content_disposition_header(True, files.name(paper, form))
    return HttpResponse(made, content_type=files.TYPES[form], headers=headers)


def _version(request, key: str) -> PolicyVersion:
    """The one whose key is asked for, or the whole text of a day; else the one in force."""
    day, objection = asked_day(request)
    if objection:
        raise BadRequest(objection)
    if day:
        found = answer_of(permissions.get_policy_or_404(request.user, key), request.user, day)
        if not found.is_whole:
            raise Http404(f"There is no whole text of {day} to make a document of. {found.sentence}")
        return permissions.get_version_of_key_or_404(request.user, found.text)
    asked = request.GET.get("version", "")
    if not asked:
        return permissions.get_version_or_404(request.user, key)
    return permissions.get_version_of_policy_or_404(request.user, key, asked)
