"""A policy as one document: a page to print, and the same as DOCX and as PDF."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from policies import permissions
from policies.models import PolicyVersion
from policies.paper.content import PolicyPaper
from policies.paper.page import page_block
from policies.paper.reading import paper_of

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FAILED = (
    "The PDF could not be made. Nothing is lost: the same document is there as a page, which prints, and as Word. "
    "If it happens again, tell whoever runs this site which policy it was.\n"
)
log = logging.getLogger(__name__)


def policy_paper(request, key):
    version = _version(request, key)
    paper = paper_of(version)
    blocks = [page_block(block) for block in paper.blocks]
    return render(request, "policies/policy_paper.html", {"paper": paper, "version": version, "blocks": blocks})


def policy_file(request, key, form):
    """Made anew only where the browser does not hold the same one already."""
    paper = paper_of(_version(request, key))
    etag = quote_etag(f"{form}-{paper.fingerprint}")
    # Whether nobody but this user may see it is asked every time.
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if held := get_conditional_response(request, etag=etag):
        return held
    made = _made(paper, form)
    if made is None:
        return HttpResponse(FAILED, status=500, content_type="text/plain; charset=utf-8")
    name = f"{paper.version.replace('/', '-')}.{form}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(made, content_type=TYPES[form], headers=headers)


def _version(request, key: str) -> PolicyVersion:
    asked = request.GET.get("version", "")
    if not asked:
        return permissions.get_version_or_404(request.user, key)
    return permissions.get_version_of_policy_or_404(request.user, key, asked)


def _made(paper: PolicyPaper, form: str) -> bytes | None:
    """None where it cannot be made. The writers are imported here: few processes ever need them."""
    if form == "docx":
        from policies.paper.docx import docx

        return docx(paper)
    from policies.paper.pdf import NotSetError, pdf

    try:
        return pdf(paper)
    except NotSetError:
        log.exception("A PDF could not be made")
        return None
