"""The full texts a review sought: their retrieval, their files, and the way to judge them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render

from evidence.full_texts import uploading
from evidence.full_texts.actions import too_large
from evidence.permissions import objection_to_keeping_full_texts
from reviews import permissions
from reviews.flow import retrieval
from reviews.presenters.around import around
from reviews.presenters.full_texts import full_texts_context


@uploading.receives_files(objection_to_keeping_full_texts)
def full_texts(request, key):
    cycle = permissions.get_cycle_or_404(request.user, key)
    if said := permissions.objection_to(request.user, "read_reviews"):
        raise PermissionDenied(said)
    kept = _kept(request, cycle) if request.method == "POST" else None
    if kept and not kept.faults:
        for sentence in kept.done:
            messages.success(request, sentence)
        return redirect(request.get_full_path())
    context = around(request.user, cycle, "review-full-texts") | full_texts_context(request, cycle, kept)
    return render(request, "reviews/full_texts.html", context, status=400 if kept else 200)


def _kept(request, cycle) -> retrieval.Kept:
    pk, _, state = request.POST.get("state", "").partition(":")
    asked = (_number(pk), state) if state else None
    files = {_number(name): request.FILES.getlist(f"file-{name}") for name in _named(request.FILES, "file-")}
    notes = {_number(name): request.POST[f"note-{name}"] for name in _named(request.POST, "note-")}
    try:
        kept = retrieval.keep(cycle, by=request.user, state=asked, notes=notes, files=files)
    except ValidationError as refusal:
        kept = retrieval.Kept(faults={0: refusal.messages})
    for name in request.bounded.too_large:
        kept.refuse(0, too_large(name))
    if not (kept.done or kept.faults):
        kept.refuse(0, "Choose a file beside its work first, or say what became of one.")
    return kept


def _named(sent, prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in sent if name.startswith(prefix)]


def _number(text: str) -> int:
    """0, which no row has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
