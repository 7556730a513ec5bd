"""The audit trail at /api/v1/history/.

Here, since its answers are made of what other apps have, and audit knows none of them.
"""

from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from audit import presenters, queries
from audit.asked import LABELS, Asked, read
from audit.permissions import objection_to_reading
from search.parameters import refuse_unknown, whole_number
from search.rest import Answering

LARGEST_PAGE = 500
BATCH = 500  # rows of a file read at a time


@extend_schema_field({"type": "object"})
class FieldValues(serializers.JSONField):
    pass


class EventSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="The event's own number; `before` takes it.")
    at = serializers.DateTimeField(help_text="When.")
    by = serializers.CharField(help_text="The account that did it, or the program where no person acted.")
    event = serializers.CharField(help_text="What happened: `policy_version.published`.")
    type = serializers.CharField(help_text="The kind of object: `policy_version`.")
    key = serializers.CharField(help_text="The object's key. The object itself may be gone.")
    before = FieldValues(help_text="What was, by field: of the fields that changed only.")
    after = FieldValues(help_text="What is, by field.")
    why = serializers.CharField(help_text="The reason given; empty where none was.")


class TrailSerializer(serializers.Serializer):
    """Events, the newest first. They are not counted: the trail is long."""

    next = serializers.URLField(allow_null=True, help_text="Address of the events before these; null on the last page.")
    previous = serializers.URLField(allow_null=True, help_text="Address of the newest events; null on the first page.")
    results = EventSerializer(many=True, help_text="The events.")


ABOUT = {
    "by": "The account, or the program, exactly.",
    "event": "What happened, exactly: `flag.accepted`.",
    "type": "The kind of object, exactly: `policy_version`.",
    "key": "The object's key, exactly.",
    "text": "Text within what was, what is, or why.",
    "since": "From this day on: `2026-01-31`.",
    "until": "Up to the end of this day.",
}
PARAMETERS = [
    *(OpenApiParameter(name, str, description=ABOUT[name]) for name in LABELS),
    OpenApiParameter("before", int, description="Events older than the one with this id."),
    OpenApiParameter("page_size", int, description=f"From 1 to {LARGEST_PAGE}; {queries.PAGE_SIZE} if not given."),
]


class History(Answering, APIView):
    """The audit trail: who did what to which object, when, and why.

    With `type` and `key`, the history of that object, for everybody with a part in the work. Without, all that
    happened, for Approvers and Administrators. As CSV all that is asked for, on all pages.
    """

    columns = presenters.COLUMNS
    serializer_class = TrailSerializer
    refusals = (400, 401, 403)

    @extend_schema(operation_id="history", tags=["history"], parameters=PARAMETERS)
    def get(self, request):
        asked = question(request.query_params)
        if said := objection_to_reading(request.user, one_object=asked.names_one_object):
            raise PermissionDenied(said)
        if self.wants_file():
            events = queries.events_of(asked).iterator(chunk_size=BATCH)
            return self.file(map(presenters.row_of, events), "history")
        size = whole_number(request.query_params, "page_size", default=queries.PAGE_SIZE, most=LARGEST_PAGE)
        page, address = queries.page_of(asked, size), request.build_absolute_uri()
        following = replace_query_param(address, "before", page.older.before) if page.older else None
        newest = remove_query_param(address, "before") if asked.before else None
        rows = list(map(presenters.row_of, page.events))
        return Response({"next": following, "previous": newest, "results": rows})


def question(params) -> Asked:
    """ParseError for whatever the page would point at above its form."""
    refuse_unknown(params, [*LABELS, "before", "page_size"])
    for name in LABELS:
        if len(params.getlist(name)) > 1:
            raise ParseError(f"{name}: give it once.")
    asked, faults = read(params.dict())
    if faults:
        raise ParseError(" ".join(faults))
    return asked
