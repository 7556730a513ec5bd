from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import letters, permissions, presenters, queries
from policies.days.answers import Answer
from policies.days.standing import on_the_day, standing
from policies.drafts import discussion
from policies.models import Statement
from policies.views.days import asked_day, to_the_row


@require_safe
def statement_detail(request, key):
    """Why we hold this: the position, its conditions, the evidence for and against, and what disagrees."""
    statement = _with_particulars(request.user, key)
    day, objection = asked_day(request)
    if day:
        found, row = on_the_day(statement, request.user, day)
        if row and row.key != key and found.has_text:
            return to_the_row(row, day)
        if row is None or not found.is_whole:
            return _on_a_day(request, statement, found, row)
    context = _why_it_is_held(statement, request.user) | {"objection": objection, "asks_for_a_day": True}
    context |= {"day": presenters.day_view(found)} if day else {"standing": standing(statement, request.user)}
    if statement.version.status not in permissions.PUBLIC:
        context |= _draft_context(request, statement)
    return render(request, "policies/statement_detail.html", context, status=400 if objection else 200)


def _why_it_is_held(statement: Statement, user) -> dict:
    links = queries.links_for_and_against(statement)
    appraised = queries.appraised(statement, links, user)
    elsewhere = queries.context_counts(statement)
    view = presenters.statement_view(statement, links, context_elsewhere=elsewhere, appraised=appraised)
    view = presenters.with_flags(view, presenters.marks_of_links(links, user))
    terms = queries.terms_of(statement)
    return {
        "view": view,
        "statement": statement,
        "version": statement.version,
        "policy": statement.version.policy,
        "dates": presenters.date_views(statement.version),
        "codes": statement.codes.all(),
        "related_studies": queries.related_studies(statement, terms),
        "related_recommendations": queries.related_recommendations(statement, terms),
    }


def _on_a_day(request, statement: Statement, found: Answer, row: Statement | None):
    """What is known of it on that day: the statement without its evidence, or why there is none to show."""
    context = {
        "day": presenters.day_view(found),
        "view": presenters.statement_view(statement, []) if row and found.has_text else None,
        "name": statement.title,
        "is_there": row is not None,
        "statement": statement,
        "policy": statement.version.policy,
        "asks_for_a_day": True,
    }
    return render(request, "policies/statement_on_a_day.html", context)


def _draft_context(request, statement: Statement) -> dict:
    """Of a draft: what is said of the statement, and whether the visitor may comment and link."""
    return {
        "draft": statement.version,
        "may_write": not permissions.objection_to_writing(request.user),
        "may_comment": not permissions.objection_to_commenting(request.user),
        "threads": discussion.of_statement(statement.version, statement),
        "subjects": discussion.subjects_to_choose(statement),
        "back": statement.get_absolute_url(),
    }


@require_safe
def statement_context(request, key):
    """What is linked to the statement as context: a page, or the part of one indication where htmx asks for it."""
    statement = _with_particulars(request.user, key)
    links = queries.context_links(statement)
    view = presenters.statement_view(statement, links, appraised=queries.appraised(statement, links, request.user))
    asked = request.GET.get("indication", "")
    parts = [part for part in view.evidence if part.context and asked in ("", part.key)]
    context = {"view": view, "parts": parts, "statement": statement, "policy": statement.version.policy}
    return render(request, f"policies/{'_context' if request.htmx else 'statement_context'}.html", context)


@require_safe
def statement_letter(request, key):
    """The statement as plain text for a determination letter: of today, or of the day of service that is asked for."""
    statement = _with_particulars(request.user, key)
    day, objection = asked_day(request)
    if objection:
        return _plain(objection + "\n", status=400)
    if day is None:
        return _plain(_letter(statement))
    found, row = on_the_day(statement, request.user, day)
    if row is None or not found.has_text:
        return _plain(letters.no_text(statement, found, is_there=row is not None))
    return _plain(_letter(_with_particulars(request.user, row.key), found))


def _letter(statement: Statement, found: Answer | None = None) -> str:
    links = queries.links_of_statement(statement)
    return letters.letter_text(presenters.statement_view(statement, links), queries.works_by_bearing(links), found)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _with_particulars(user, key: str) -> Statement:
    return permissions.get_statement_or_404(user, key, queries.with_particulars)
