from django.db.models import Count, Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence import dependents, presenters
from evidence.flags import in_short as flags_in_short
from evidence.models import Citation, DeviceCharacteristic, Document, Recommendation, StudyAccount
from evidence.permissions import get_or_404


@require_safe
def document_list(request):
    rows = Document.objects.annotate(
        reference_count=Count("citations__reference", distinct=True),
        study_count=Count("accounts__study", distinct=True),
    )
    return render(request, "evidence/document_list.html", {"documents": rows})


@require_safe
def document_detail(request, key):
    """Everything that was read from one document."""
    accounts = StudyAccount.objects.select_related("study").annotate(
        outcome_count=Count("outcomes", distinct=True),
        measurement_count=Count("outcomes__measurements", distinct=True),
        effect_count=Count("outcomes__effect_estimates", distinct=True),
    )
    rows = Document.objects.prefetch_related(
        Prefetch("accounts", accounts),
        Prefetch("citations", Citation.objects.select_related("reference")),
        Prefetch("recommendations", Recommendation.objects.select_related("guideline_version__guideline")),
        "thresholds",
        Prefetch("device_characteristics", DeviceCharacteristic.objects.select_related("device")),
        "formulas",
        "response_definitions",
    )
    document = get_or_404(request.user, rows, key)
    accounts = sorted(document.accounts.all(), key=presenters.first_line)
    context = {"document": document, "accounts": accounts, "flags": flags_in_short.of_document(document, request.user)}
    context["firsts"] = list({account.study_id: account.pk for account in reversed(accounts)}.values())
    context |= dependents.context_of(document, request.user)
    return render(request, "evidence/document_detail.html", context)
