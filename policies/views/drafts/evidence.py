"""Linking evidence to a statement of a draft: a page, its panel where htmx asks for it, and what is saved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from evidence.views.files import csv_file
from policies import permissions, queries
from policies.drafts import actions, discussion, linked, undoing
from policies.drafts.editing import StaleEdit, refuse_unless_writer
from policies.drafts.link_form import LinkForm
from policies.presenters import clashes, draft_pages
from policies.presenters import linking as presenter


@require_safe
def draft_evidence(request, key):
    """The statement `?statement=` with its evidence and the panel; without it, the statements to choose from."""
    version = permissions.get_draft_or_404(request.user, key)
    refuse_unless_writer(request.user)
    if not request.GET.get("statement", "").strip():
        return _choose(request, version)
    statement = _statement(request, version)
    links = queries.links_of_statement(statement)
    asked = presenter.Asked.from_params(request.GET, version.key, statement.key)
    context = {
        "panel": presenter.panel(asked, version, statement, links, request.user),
        "version": version,
        "statement": statement,
    }
    if request.htmx.target == "panel" and not request.htmx.history_restore_request:
        return _varied(render(request, "policies/drafts/_link_panel.html", context))
    return _varied(_page(request, links, context))


def _choose(request, version):
    """The statements of the draft with what is linked to each; the same as a file."""
    rows = linked.statements_in_short(version)
    if request.GET.get("format") == "csv":
        return csv_file(f"{version.policy.key}-evidence", map(linked.file_row, rows), linked.COLUMNS)
    context = draft_pages.around(version, request.user, "draft-evidence") | {"rows": rows}
    return render(request, "policies/drafts/evidence_choose.html", context)


@login_required
def draft_evidence_link(request, key):
    """A link made or changed. What is refused comes back as it was typed."""
    form = LinkForm.from_post(request.POST)

    def save(version, statement, edition):
        if form.link:
            actions.change_row(
                version=version,
                part="evidence_link",
                key=form.link,
                by=request.user,
                edition=edition,
                values=form.changed,
                what="Evidence link changed",
            )
            return "Saved.", form.link
        row = actions.add_row(
            version=version,
            part="evidence_link",
            by=request.user,
            edition=edition,
            values=form.added(statement.key),
            what="Evidence linked",
        )
        return "Linked. It stands among the evidence now.", row.key

    return _act(request, key, save, form=form)


@login_required
def draft_evidence_remove(request, key):
    def remove(version, statement, edition):
        link = request.POST.get("link", "")
        what = "Evidence link removed"
        actions.remove_row(version=version, part="evidence_link", key=link, by=request.user, edition=edition, what=what)
        return "The link is removed. Undo brings it back.", ""

    return _act(request, key, remove)


@login_required
def draft_evidence_reason(request, key):
    """Why an indication of the statement has no evidence, in writing; an empty reason takes it back."""

    def write(version, statement, edition):
        values = {"no_evidence_reason": request.POST.get("reason", "").strip()}
        pair, what = request.POST.get("pair", ""), "Reason for no evidence written"
        actions.change_row(
            version=version,
            part="statement_indication",
            key=pair,
            by=request.user,
            edition=edition,
            values=values,
            what=what,
        )
        return "The reason is saved." if values["no_evidence_reason"] else "The reason is taken back.", ""

    return _act(request, key, write)


@login_required
def draft_evidence_undo(request, key):
    def undo(version, statement, edition):
        edit = undoing.undo(version=version, by=request.user, edition=edition)
        return f"{edit.what}.", ""

    return _act(request, key, undo)


def _act(request, key, act, form=None):
    """Does it and shows the statement with its evidence; or what is the matter, with what was typed."""
    version = permissions.get_draft_or_404(request.user, key)
    refuse_unless_writer(request.user)
    statement = _statement(request, version)
    asked = presenter.Asked.from_params(request.POST, version.key, statement.key)
    if request.method != "POST":
        return redirect(asked.back.url)
    try:
        said, link = act(version, statement, _edition(request))
    except StaleEdit as stale:
        return _refused(request, version, statement, asked, form, stale, clashes.told(stale.clashes))
    except ValidationError as refused:
        return _refused(request, version, statement, asked, form, refused)
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"{asked.after.url}#{link or 'linked'}")
    answer = _again(request, version, asked.after, said=said)
    answer["HX-Replace-Url"] = asked.after.url  # so that loading the page anew does not open the form again
    return answer


def _refused(request, version, statement, asked, form, error, theirs=()):
    typed = {"form": form, "fault": " ".join(error.messages)} if form else {}
    context = {"theirs": theirs, "refused": "" if form else " ".join(error.messages), "reason_typed": request.POST}
    return _again(request, version, asked, status=200 if request.htmx else 400, typed=typed, **context)


def _again(request, version, asked, *, typed=None, status=200, **context):
    """Both halves, read anew."""
    statement = _statement(request, version)
    links = queries.links_of_statement(statement)
    panel = presenter.panel(asked, version, statement, links, request.user, **(typed or {}))
    return _page(request, links, context | {"panel": panel, "version": version, "statement": statement}, status)


def _page(request, links, context, status=200):
    version, statement, asked = context["version"], context["statement"], context["panel"].asked
    context |= {
        "parts": presenter.linked_parts(statement, links, asked, request.user),
        "name": statement.title,
        "last_edit": undoing.last_of(version, request.user),
        "subjects": discussion.subjects_to_choose(statement),
        "threads": discussion.of_statement(version, statement),
        "may_comment": not permissions.objection_to_commenting(request.user),
    }
    context["back"] = asked.after.url
    part = request.htmx and not request.htmx.history_restore_request
    if not part:
        context |= draft_pages.around(version, request.user, "draft-evidence")
        context["heading"] = f"Evidence for {statement.title.lower()}: {statement.intervention.name}"
    template = "_linking" if part else "linking"
    return render(request, f"policies/drafts/{template}.html", context, status=status)


def _statement(request, version):
    key = request.GET.get("statement", "").replace("\x00", "")
    return permissions.get_statement_of_draft_or_404(version, key, queries.with_particulars)


def _edition(request) -> int:
    text = request.POST.get("edition", "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise ValidationError("The form does not say which draft it is of. Load the page again.")
    return int(text)


def _varied(answer):
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer
