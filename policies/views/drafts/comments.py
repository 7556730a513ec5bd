"""What is said of a draft: a list, and what is said anew, answered, resolved and reopened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from policies import lifecycle, permissions
from policies.drafts import comments, discussion
from policies.presenters import draft_pages

STATES = {"open": "Open", "resolved": "Resolved", "": "All"}


@require_safe
def draft_comments(request, key):
    """All comments of the version, the open ones first; `?state=open` or `resolved`, `?about=` a stable key."""
    version = permissions.get_discussed_or_404(request.user, key)
    return _list(request, version)


def _list(request, version, *, fault="", typed="", at=None, status=200):
    about = (request.GET.get("about") or request.POST.get("about", "")).replace("\x00", "")
    state = request.GET.get("state", "")
    told = discussion.threads(version, [about] if about else None)
    shown = [each for each in told if state not in ("open", "resolved") or each.is_open == (state == "open")]
    counts = {"open": sum(each.is_open for each in told), "": len(told)}
    counts["resolved"] = counts[""] - counts["open"]
    subject = discussion.subjects_of(version, [about])[about] if about else None
    closed = version.status not in lifecycle.OPEN_TO_EDITS
    context = draft_pages.around(version, request.user, "draft-comments") | {
        "threads": shown,
        "states": [(value, label, counts[value], value == state) for value, label in STATES.items()],
        "subject": subject,
        "about": about,
        "subjects": [subject] if subject and not subject.is_gone else [],
        "may_comment": not closed and not permissions.objection_to_commenting(request.user),
        "closed": closed,
        "objection": permissions.objection_to_commenting(request.user),
        "back": request.get_full_path() if request.method == "GET" else "",
        "fault": fault,
        "typed": typed,
        "at": at,
    }
    return render(request, "policies/drafts/comments.html", context, status=status)


@login_required
def draft_comment_add(request, key):
    version = permissions.get_discussed_or_404(request.user, key)
    about, text = request.POST.get("about", ""), request.POST.get("text", "")

    def say():
        return comments.comment(version=version, about=about, text=text, by=request.user)

    return _act(request, version, say, "Your comment is kept.", typed=text)


@login_required
def draft_comment_answer(request, key, pk):
    version, to = _asked(request, key, pk)
    text = request.POST.get("text", "")

    def say():
        return comments.answer(to=to, text=text, by=request.user)

    return _act(request, version, say, "Your answer is kept.", typed=text, at=pk)


@login_required
def draft_comment_settle(request, key, pk):
    """Resolved, or open again: `state` says which."""
    version, comment = _asked(request, key, pk)
    settle = {"resolved": comments.resolve, "open": comments.reopen}.get(request.POST.get("state", ""))
    if request.method == "POST" and settle is None:
        raise Http404("A comment is resolved or open.")
    said = "Resolved." if settle is comments.resolve else "It is open again."
    return _act(request, version, lambda: settle(comment=comment, by=request.user), said, at=pk)


def _asked(request, key, pk):
    version = permissions.get_discussed_or_404(request.user, key)
    return version, permissions.get_comment_or_404(version, pk)


def _act(request, version, act, said, *, typed="", at=None):
    if request.method != "POST":
        return redirect("draft-comments", version.key)
    try:
        done = act()
    except ValidationError as refused:
        return _list(request, version, fault=" ".join(refused.messages), typed=typed, at=at, status=400)
    messages.success(request, said)
    place = done.answers_id or done.pk if done else at
    return redirect(f"{_back(request, version)}#comment-{place}")


def _back(request, version) -> str:
    """The page the form stood on, where that is one of ours."""
    wanted = request.POST.get("back", "").partition("#")[0]
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("draft-comments", args=[version.key])
