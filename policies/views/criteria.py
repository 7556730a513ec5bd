from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import permissions, presenters, queries
from policies.days.standing import on_the_day, standing
from policies.models import Criterion, Statement
from policies.views.days import asked_day, to_the_row


@require_safe
def criterion_detail(request, key):
    """One testable condition: where it stands, what its words mean here, and the statement it serves."""
    criterion = permissions.get_criterion_or_404(request.user, key)
    day, objection = asked_day(request)
    context = {"objection": objection, "asks_for_a_day": True}
    if day:
        found, row = on_the_day(criterion, request.user, day)
        if row and row.key != key and found.has_text:
            return to_the_row(row, day)
        context |= {"day": presenters.day_view(found), "is_there": row is not None}
    else:
        context["standing"] = standing(criterion, request.user)
    whole = context | where_it_stands(criterion, request.user)
    if day and (row is None or not found.is_whole):
        return render(request, "policies/criterion_on_a_day.html", whole)
    return render(request, "policies/criterion_detail.html", whole, status=400 if objection else 200)


def where_it_stands(criterion: Criterion, user) -> dict:
    statement = queries.with_particulars(
        Statement.objects.select_related("version__policy__payer", "version__document")
    ).get(pk=criterion.statement_id)
    above, node = find(presenters.outline(list(statement.criteria.all())), criterion)
    within = presenters.branch_indications(statement, above, node)
    links = queries.links_of_statement(statement)
    own = queries.links_of_criterion(criterion)
    appraised = queries.appraised(statement, [*links, *own], user)
    return {
        "criterion": criterion,
        "node": node,
        "above": above,
        "view": presenters.statement_view(statement, links, within=within, appraised=appraised),
        "is_branch": len(within) < len(statement.statement_indications.all()),
        "statement": statement,
        "policy": statement.version.policy,
        "own": presenters.evidence_of("", own, appraised=appraised),
    }


def find(node, criterion: Criterion, above: tuple = ()) -> tuple[tuple, presenters.Node | None]:
    """The criterion's node and the nodes above it, from the root down."""
    if node is None or node.criterion.pk == criterion.pk:
        return above, node
    for child in node.children:
        path, found = find(child, criterion, (*above, node))
        if found:
            return path, found
    return above, None
