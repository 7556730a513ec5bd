"""Pages for what goes wrong: each says what happened and what to do next."""

from django.core.exceptions import BadRequest
from django.http import Http404, JsonResponse
from django.shortcuts import render


def bad_request(request, exception):
    # Of other refusals the words are for the log: they may repeat what was sent.
    reason = str(exception) if type(exception) is BadRequest else ""
    return render(request, "error.html", {"title": "This request could not be read", "reason": reason}, status=400)


def forbidden(request, exception):
    return render(request, "error.html", {"title": "Not open to you", "reason": str(exception)}, status=403)


def refused_form(request, reason=""):
    said = "The form was too old, or cookies are switched off. Go back, load the page again, and send it once more."
    return render(request, "error.html", {"title": "This form was not accepted", "reason": said}, status=403)


def not_found(request, exception):
    reason = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": reason or "There is no such address here."}, status=404)
    return render(request, "error.html", {"title": "Not found", "reason": reason}, status=404)


def no_such_address(request):
    raise Http404("There is no such address here.")


def server_error(request):
    # Nothing that could fail again: no context processors, no database.
    return render(None, "500.html", status=500)
