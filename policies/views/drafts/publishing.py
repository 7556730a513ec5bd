"""The classes of the changes, the notice, the texts that go out, and the publication; and its withdrawal."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from policies import permissions
from policies.presenters import draft_pages
from policies.presenters import publishing as presenter
from policies.publishing import acting
from policies.views.drafts.acting import done


@require_safe
@login_required
def draft_publishing(request, key):
    return _page(request, permissions.get_written_version_or_404(request.user, key))


@require_POST
@login_required
def draft_class(request, key):
    return _done(request, key, acting.classify)


@require_POST
@login_required
def draft_announce(request, key):
    return _done(request, key, acting.announce)


@require_POST
@login_required
def draft_publish(request, key):
    return _done(request, key, acting.publish)


@require_POST
@login_required
def draft_withdraw(request, key):
    return _done(request, key, acting.withdraw)


def _done(request, key, act):
    return done(request, key, act, _page, "draft-publishing")


def _page(request, version, faults=()):
    """`faults` are why a form was refused: what was typed stays in it."""
    view = presenter.publishing_view(version, request.user)
    context = draft_pages.around(version, request.user, "draft-publishing")
    context |= {"view": view, "faults": faults, "typed": request.POST}
    return render(request, "policies/drafts/publishing.html", context, status=400 if faults else 200)
