from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from evidence import actions, search_names
from evidence.models import SynonymGroup
from evidence.permissions import get_synonyms_or_404, objection_to_editing_synonyms


def synonym_list(request):
    """Names that mean the same to a search: those kept here, and those of the terms."""
    if request.method == "POST":
        return synonym_add(request)
    context = {
        "groups": SynonymGroup.objects.all(),
        "terms": search_names.term_names(),
        "may_edit": not objection_to_editing_synonyms(request.user),
    }
    return render(request, "evidence/synonym_list.html", context)


@login_required
def synonym_add(request):
    try:
        actions.add_synonyms(names=request.POST.get("names", "").splitlines(), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("synonyms")


@login_required
@require_POST
def synonym_remove(request, pk):
    actions.remove_synonyms(group=get_synonyms_or_404(request.user, pk), by=request.user)
    return redirect("synonyms")
