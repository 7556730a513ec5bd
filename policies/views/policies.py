from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch
from django.shortcuts import render

from evidence.flags import in_short as flags_in_short
from policies import permissions, presenters, queries
from policies.models import PolicyVersion, Statement
from policies.versions import comparison

SHOWN = 20  # policies of one page
WHOLE_FIRST = F("document__completeness").desc(nulls_first=True)  # written here, read whole, known in part


def overview(user, page_number: str | None = None) -> Page:
    """A page of policies, each with the version to show, its dates and its statements in short."""
    statements = Statement.objects.prefetch_related(Prefetch("statement_indications", queries.PAIRS))
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


def policy_list(request):
    page = overview(request.user, request.GET.get("page"))
    return render(request, "policies/policy_list.html", {"versions": page, "page": page})


def policy_detail(request, key):
    """The policy as a text to read, with the evidence beside each statement."""
    version = permissions.get_version_or_404(request.user, key)
    statements = queries.version_statements(version)
    views = presenters.statement_views(version, statements, queries.links_of_version(version))
    context = {
        "version": version,
        "policy": version.policy,
        "dates": presenters.date_views(version),
        "views": views,
        "selection": version.patient_selection.prefetch_related("items", "governs"),
        "definitions": version.definitions.prefetch_related("criteria__statement"),
        "codes": queries.version_codes(version),
        "regulatory_facts": queries.version_regulatory_facts(version),
        "conclusions": version.evidence_conclusions.prefetch_related("statements"),
        "references": queries.version_references(version),
        "versions": comparison.version_list(request.user, version.policy),
        "flags": flags_in_short.of_policy(version.policy.key, request.user),
        "may_write": not permissions.objection_to_writing(request.user),
        "draft": permissions.draft_to_go_on_with(request.user, version.policy),
    }
    return render(request, "policies/policy_detail.html", context)
