from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from policies import permissions
from policies.impact.dependencies import dependencies_of
from policies.impact.subjects import NotAnswerable, Subject, asked, matching
from policies.presenters import impact as presenters


@require_safe
def impact(request):
    """What depends on one reference, study, guideline or code; where none is named, a form to name it."""
    text = request.GET.get("find", "")
    try:
        subject = asked(request.GET, request.user)
        choices = matching(text, request.user) if text.strip() and not subject else []
    except NotAnswerable as error:
        return render(request, "policies/impact.html", {"error": str(error), "find": text}, status=400)
    if len(choices) == 1:
        return redirect(address(choices[0]))
    nothing = not permissions.visible_versions(request.user).exists()
    context = {
        "subject": subject,
        "nothing_here": nothing,
        "find": text,
        "choices": [(choice, address(choice)) for choice in choices],
    }
    if subject:
        found = dependencies_of(subject, request.user)
        context["rows"] = [presenters.display(row) for row in presenters.dependency_rows(found)]
        context["summary"] = presenters.summary(found)
        context["file"] = f"{reverse('api:impact')}?{urlencode({subject.kind: subject.key, 'format': 'csv'})}"
    return render(request, "policies/impact.html", context)


def address(subject: Subject) -> str:
    return f"{reverse('impact')}?{urlencode({subject.kind: subject.key})}"
