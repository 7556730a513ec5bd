from django.http import HttpResponse
from django.shortcuts import render

from policies import letters, permissions, presenters, queries
from policies.models import Statement


def statement_detail(request, key):
    """Why we hold this: the position, its conditions, the evidence for and against, and what disagrees."""
    statement = _with_particulars(request.user, key)
    links = queries.links_for_and_against(statement)
    appraised = queries.appraised(statement, links, request.user)
    elsewhere = queries.context_counts(statement)
    view = presenters.statement_view(statement, links, context_elsewhere=elsewhere, appraised=appraised)
    terms = queries.terms_of(statement)
    context = {
        "view": view,
        "statement": statement,
        "version": statement.version,
        "policy": statement.version.policy,
        "dates": presenters.date_views(statement.version),
        "codes": statement.codes.all(),
        "related_studies": queries.related_studies(statement, terms),
        "related_recommendations": queries.related_recommendations(statement, terms),
    }
    return render(request, "policies/statement_detail.html", context)


def statement_context(request, key):
    """What is linked to the statement as context: a page, or the part of one indication where htmx asks for it."""
    statement = _with_particulars(request.user, key)
    links = queries.context_links(statement)
    view = presenters.statement_view(statement, links, appraised=queries.appraised(statement, links, request.user))
    asked = request.GET.get("indication", "")
    parts = [part for part in view.evidence if part.context and asked in ("", part.key)]
    context = {"view": view, "parts": parts, "statement": statement, "policy": statement.version.policy}
    return render(request, f"policies/{'_context' if request.htmx else 'statement_context'}.html", context)


def statement_letter(request, key):
    """The statement as plain text, to be copied into a determination letter."""
    statement = _with_particulars(request.user, key)
    links = queries.links_of_statement(statement)
    text = letters.letter_text(presenters.statement_view(statement, links), queries.works_by_bearing(links))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _with_particulars(user, key: str) -> Statement:
    return permissions.get_statement_or_404(user, key, queries.with_particulars)
