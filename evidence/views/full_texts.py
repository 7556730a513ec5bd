"""The files of a work, and whether its full text was had."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from evidence import permissions
from evidence.full_texts import actions, kinds, storage, uploading
from evidence.permissions import objection_to_keeping_full_texts
from evidence.views.references import reference_page

# Nothing in a file runs, and nothing is loaded by it. Browsers show no PDF in a sandbox: the viewer is their own, and
# it needs the styles of the page that they make around the file.
SANDBOX = "sandbox; default-src 'none'"
PDF_ALONE = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; form-action 'none'"


@login_required
@require_POST
@uploading.receives_files(objection_to_keeping_full_texts)
def file_add(request, key):
    reference = permissions.get_reference_to_keep_or_refuse(request.user, key)
    sent = request.FILES.getlist("file")
    faults = [actions.too_large(name) for name in request.bounded.too_large]
    if not sent and not faults:
        faults = ["Choose a file first."]
    for file in sent:
        try:
            kept = actions.add_file(reference=reference, name=file.name, chunks=file.chunks(), by=request.user)
            messages.success(request, f"{kept.name} is kept.")
        except ValidationError as error:
            faults += error.messages
    return (
        reference_page(request, key, file_faults=faults)
        if faults
        else redirect(f"{reference.get_absolute_url()}#files")
    )


@require_safe
@login_required
def file_show(request, key, pk):
    """The file itself. What a browser cannot show without running something in it is saved."""
    file = permissions.get_file_or_refuse(request.user, key, pk)
    try:
        content = storage.path_of(file.sha256).open("rb")
    except FileNotFoundError:
        raise Http404(f"{file.name} is not on this machine's disk: tell who keeps its backups.") from None
    answer = FileResponse(content, content_type=file.media_type)
    answer["Content-Length"] = file.size
    answer["Content-Disposition"] = content_disposition_header(not kinds.is_shown(file.media_type), file.name)
    answer["Content-Security-Policy"] = PDF_ALONE if file.media_type == kinds.PDF else SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def file_remove(request, key, pk):
    permissions.refuse(objection_to_keeping_full_texts(request.user))
    file = permissions.get_file_or_refuse(request.user, key, pk)
    try:
        actions.remove_file(file=file, by=request.user)
        messages.success(request, f"{file.name} is removed. The history keeps that it was here.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{file.reference.get_absolute_url()}#files")


@login_required
@require_POST
def retrieval(request, key):
    reference = permissions.get_reference_to_keep_or_refuse(request.user, key)
    typed = {name: request.POST.get(name, "") for name in ("state", "note")}
    try:
        noted = actions.note_retrieval(reference=reference, by=request.user, **typed)
        messages.success(request, f"Noted: {noted.get_state_display().lower()}.")
        return redirect(f"{reference.get_absolute_url()}#files")
    except ValidationError as error:
        return reference_page(request, key, retrieval_faults=error.messages, typed=typed)
