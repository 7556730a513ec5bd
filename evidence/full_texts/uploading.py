"""Files as they are sent in: read no further than they may be long, and by nobody who may not send any."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from evidence.permissions import refuse

AT_ONCE = 10  # times what one file may be long


class Bounded(FileUploadHandler):
    """Drops a file that is longer than one may be, or that all before it leave no room for; `too_large` names them."""

    def __init__(self, request, most: int):
        super().__init__(request)
        self.most = most
        self.too_large: list[str] = []
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if start + len(raw_data) > self.most or self.received > AT_ONCE * self.most:
            self.too_large.append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None  # the handler that wrote it has it


def bound(request, most: int | None = None) -> None:
    """Before the body is read. `most` bytes of one file; if not given, those of a file of a work."""
    request.bounded = Bounded(request, most or settings.LARGEST_FULL_TEXT)
    request.upload_handlers.insert(0, request.bounded)


def receives_files(objection: Callable[[object], str], most: int | None = None):
    """For a view that takes files. Who may not is refused before anything is read; then the form is checked as any is.

    Django checks a form by reading it, files and all, before the view: so that check comes after the bound.
    """

    def decorate(view):
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def receiving(request, *args, **kwargs):
            if request.method == "POST":
                refuse(objection(request.user))
                bound(request, most)
            return checked(request, *args, **kwargs)

        return receiving

    return decorate
