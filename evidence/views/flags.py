from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from evidence.checks import actions
from evidence.checks.running import all_rules
from evidence.flags import facets as flag_facets
from evidence.flags import reading as flagged
from evidence.flags import rows as flag_rows
from evidence.flags.query import FlagQuery
from evidence.permissions import get_flag_or_404, objection_to_accepting_flags
from evidence.views.files import csv_file


@require_safe
def flag_list(request):
    """Flags, the gravest first, narrowed by what the address asks; the same list as a file."""
    query = FlagQuery.from_params(request.GET)
    if request.GET.get("format") == "csv":
        flags = flagged.flags_of(query, request.user).iterator(chunk_size=500)
        return csv_file("flags", flag_rows.file_rows(flags), flag_rows.COLUMNS)
    page = flagged.page_of(query, request.user)
    facets = flag_facets.flag_facets(query, flagged.counts(query, request.user), request.user)
    context = {
        "query": query,
        "page": page,
        "rows": flag_rows.rows_of(page, request.user),
        "facets": [facet for facet in facets if facet.values],
        "chips": flag_facets.chips(facets),
        "states": flag_facets.states(query, flagged.state_counts(query, request.user)),
        "last_run": flagged.last_run(),
    }
    return render(request, "evidence/flag_list.html", context | flag_facets.around(query, page))


@require_safe
def flag_rules(request):
    """Every rule, whether it found something or not; the same as a file."""
    counted = flagged.by_rule(request.user)
    told = [flag_rows.rule_row(rule, counted) for rule in all_rules().values()]
    if request.GET.get("format") == "csv":
        return csv_file("rules", flag_rows.rule_file_rows(told), flag_rows.RULE_COLUMNS)
    context = {
        "rules": told,
        "grades": flag_rows.GRADES,
        "last_run": flagged.last_run(),
    }
    return render(request, "evidence/flag_rules.html", context)


@require_safe
def flag_detail(request, fingerprint):
    return _detail(request, get_flag_or_404(request.user, fingerprint))


@login_required
def flag_accept(request, fingerprint):
    return _decide(request, fingerprint, actions.accept_flag, "Accepted. It stays so until a figure changes.")


@login_required
def flag_withdraw(request, fingerprint):
    return _decide(request, fingerprint, actions.withdraw_acceptance, "The flag is open again.")


def _decide(request, fingerprint, action, done):
    """Does it, or shows the flag's page with what was typed and what is the matter."""
    flag = get_flag_or_404(request.user, fingerprint)
    if request.method != "POST":
        return redirect("flag", fingerprint)
    try:
        action(flag=flag, reason=request.POST.get("reason", ""), by=request.user)
    except ValidationError as error:
        return _detail(request, flag, fault=" ".join(error.messages), status=400)
    messages.success(request, done)
    return redirect("flag", fingerprint)


def _detail(request, flag, *, fault="", status=200):
    context = {
        "row": flag_rows.rows_of([flag], request.user)[0],
        "objection": objection_to_accepting_flags(request.user),
        "history": flag_rows.history_of(flag, request.user),
        "fault": fault,
        "reason": request.POST.get("reason", "") if fault else "",
    }
    return render(request, "evidence/flag_detail.html", context, status=status)
