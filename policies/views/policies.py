from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.flags import in_short as flags_in_short
from policies import permissions, presenters, queries
from policies.days.reading import answer_of
from policies.days.reading import answers as day_answers
from policies.days.standing import standing_of_version
from policies.models import PolicyVersion, Statement
from policies.panels import POLICY, panels
from policies.presenters import draft_pages
from policies.presenters.days import policy_answers
from policies.publishing import noting
from policies.references import numbers_told, version_references
from policies.versions import comparison
from policies.views.days import asked_day

SHOWN = 20  # policies of one page
WHOLE_FIRST = F("document__completeness").desc(nulls_first=True)  # written here, read whole, known in part


def overview(user, page_number: str | None = None) -> Page:
    """A page of policies, each with the version to show, its dates and its statements in short."""
    statements = Statement.objects.select_related("intervention").prefetch_related(
        Prefetch("statement_indications", queries.PAIRS)
    )
    versions = (
        permissions.shown_versions(user)
        .select_related("policy__payer", "document")
        .prefetch_related("dates", Prefetch("statements", statements))
        .order_by(WHOLE_FIRST, "policy__title", "pk")
    )
    page = Paginator(versions, SHOWN).get_page(page_number)
    page.object_list = [_in_short(version) for version in page.object_list]
    return page


def _in_short(version: PolicyVersion) -> dict:
    return {
        "version": version,
        "dates": presenters.date_views(version),
        "statements": [
            {
                "statement": statement,
                "name": statement.title,
                "about": "; ".join(p.indication.short_name for p in statement.statement_indications.all()),
            }
            for statement in version.statements.all()
        ],
    }


@require_safe
def policy_list(request):
    """Each with the text in force or, asked for a day, with how it answers for that."""
    day, objection = asked_day(request)
    if day:
        answers = policy_answers(
            day_answers(request.user, day), permissions.visible_policies(request.user).select_related("payer")
        )
        return render(request, "policies/policy_list_on_a_day.html", {"on": day, "answers": answers})
    page = overview(request.user, request.GET.get("page"))
    context = {"versions": page, "page": page, "objection": objection}
    return render(request, "policies/policy_list.html", context, status=400 if objection else 200)


@require_safe
def policy_detail(request, key):
    """The policy as a text to read, with the evidence beside each statement; as of today, or of a day asked for."""
    day, objection = asked_day(request)
    if day:
        return policy_on_a_day(request, permissions.get_policy_or_404(request.user, key), day)
    version = permissions.get_version_or_404(request.user, key)
    context = as_a_text(version, request.user) | {"objection": objection, "asks_for_a_day": True}
    return render(request, "policies/policy_detail.html", context, status=400 if objection else 200)


def policy_on_a_day(request, policy, day):
    """The text in force on the day or, of one that is inferred, its statements; else why there is none to show."""
    found = answer_of(policy, request.user, day)
    context = {"day": presenters.day_view(found), "policy": policy, "asks_for_a_day": True}
    if found.is_whole:
        version = permissions.get_version_of_key_or_404(request.user, found.text)
        return render(request, "policies/policy_detail.html", as_a_text(version, request.user) | context)
    context["versions"] = comparison.version_list(request.user, policy)
    version = next((each for each in context["versions"] if each.key == found.text), None)
    if version and found.has_text:
        statements = queries.version_statements(version)
        context["views"] = presenters.statement_views(version, statements, [])
    return render(request, "policies/policy_on_a_day.html", context | {"version": version})


@require_safe
def version_detail(request, key):
    """Any version as a text to read, whatever became of it."""
    version = permissions.get_version_of_key_or_404(request.user, key)
    context = as_a_text(version, request.user)
    context["standing"] = standing_of_version(version, request.user)
    context |= draft_pages.around(version, request.user, "version")
    return render(request, "policies/policy_detail.html", context)


def as_a_text(version: PolicyVersion, user) -> dict:
    statements, references = queries.version_statements(version), version_references(version)
    return {
        "version": version,
        "policy": version.policy,
        "dates": presenters.date_views(version),
        "views": presenters.statement_views(version, statements, queries.links_of_version(version)),
        "selection": version.patient_selection.prefetch_related("items", "governs"),
        "definitions": version.definitions.prefetch_related("criteria__statement"),
        "codes": queries.version_codes(version),
        "regulatory_facts": queries.version_regulatory_facts(version),
        "conclusions": version.evidence_conclusions.prefetch_related("statements"),
        "references": references,
        "numbers_told": numbers_told(version, references),
        "versions": comparison.version_list(user, version.policy),
        "flags": flags_in_short.of_policy(version.policy.key, user),
        "notes": noting.notes_on(version, user),
        "goes_on": not permissions.objection_to_writing(user),
        "may_write": not permissions.objection_to_writing(user),
        "draft": permissions.draft_to_go_on_with(user, version.policy),
        "panels": panels(POLICY, user, version.policy),
    }
