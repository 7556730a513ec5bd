"""What the acts on a version's signing and publishing pages share: done, or refused with all that was typed kept."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect

from policies import permissions


def done(request, key: str, act: Callable, page: Callable, address: str) -> HttpResponse:
    """`act(post, version, by)` gives the sentence that says it is done; `page(request, version, faults)` refuses."""
    version = permissions.get_written_version_or_404(request.user, key)
    try:
        messages.success(request, act(request.POST, version, request.user))
    except ValidationError as error:
        return page(request, version, error.messages)
    return redirect(address, key)
