"""Who is asked to sign a version and what they said; sent, taken back, signed, and another asked."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from policies import permissions
from policies.presenters import draft_pages
from policies.presenters import signing as presenter
from policies.signing import acting
from policies.views.drafts.acting import done


@require_safe
@login_required
def draft_signing(request, key):
    return _page(request, permissions.get_written_version_or_404(request.user, key))


@require_POST
@login_required
def draft_submit(request, key):
    return _done(request, key, acting.submit)


@require_POST
@login_required
def draft_recall(request, key):
    return _done(request, key, acting.recall)


@require_POST
@login_required
def draft_sign(request, key):
    return _done(request, key, acting.sign)


@require_POST
@login_required
def draft_reassign(request, key):
    return _done(request, key, acting.reassign)


def _done(request, key, act):
    return done(request, key, act, _page, "draft-signing")


def _page(request, version, faults=()):
    """`faults` are why a form was refused: what was typed stays in it."""
    view = presenter.signing_view(version, request.user)
    context = draft_pages.around(version, request.user, "draft-signing")
    context |= {"view": view, "faults": faults, "typed": request.POST}
    context["chosen"] = request.POST.getlist("approvers") or view.suggested
    return render(request, "policies/drafts/signing.html", context, status=400 if faults else 200)
