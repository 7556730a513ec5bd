"""What the API's writes share: who may try, what is read, and how a refusal is told.

The same actions as the pages' write here. A refusal is JSON with a sentence: 401 and 403 for who may not, 400 for what
cannot be, with `fields` where it is about some of them, and 409 where somebody else changed the same.
"""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, ValidationError
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.response import Response


class SignedInToWrite(BasePermission):
    message = "Sign in, or send a token, to change anything."

    def has_permission(self, request, view) -> bool:
        return request.method in SAFE_METHODS or request.user.is_authenticated


class BoundedJSON(JSONParser):
    """Through Django's own reading of the body, which is bounded (DATA_UPLOAD_MAX_MEMORY_SIZE)."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            found = json.loads(parser_context["request"]._request.body or b"{}")
            # "\\ud800" and 1e400 are read without complaint, and no database keeps them.
            json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError(f"This is no JSON: {error}.") from error
        if not isinstance(found, dict):
            raise ParseError("Send a JSON object.")
        return found


def named(rows: QuerySet, name: str, key: str):
    """The row of that key, which the field `name` of a body points at. ParseError where these rows have none."""
    found = None if "\x00" in key else rows.filter(key=key).first()
    if found is None:
        raise ParseError(f'{name}: there is no "{key[:200]}".')
    return found


class Writing:
    permission_classes = [SignedInToWrite]
    parser_classes = [BoundedJSON]
    refusals = (400, 401, 403, 404, 409)

    def asked(self, form: type[serializers.Serializer]) -> dict:
        """The body as the form reads it. 400 with every fault at once; a field it does not know is one."""
        known = form(data=self.request.data)
        if unknown := sorted(set(self.request.data) - set(known.fields)):
            raise ParseError(f'There is no "{unknown[0]}" here. Known are: {", ".join(known.fields)}.')
        if not known.is_valid():
            raise ParseError(" ".join(f"{name}: {' '.join(map(str, of))}" for name, of in known.errors.items()))
        return known.validated_data

    def handle_exception(self, exc):
        if isinstance(exc, RequestDataTooBig):
            exc = ParseError(f"Send at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes at once.")
        if isinstance(exc, ValidationError):
            clashes = getattr(exc, "clashes", None)
            return Response(answer_of(exc), status=409 if clashes is not None else 400)
        return super().handle_exception(exc)


def answer_of(refusal: ValidationError) -> dict:
    """`detail` in a sentence, `fields` of what it is about, `clashes` of what somebody else changed."""
    answer: dict[str, Any] = {"detail": " ".join(refusal.messages)}
    if hasattr(refusal, "error_dict"):
        fields = {name: of for name, of in refusal.message_dict.items() if name != NON_FIELD_ERRORS}
        loose = refusal.message_dict.get(NON_FIELD_ERRORS, [])
        told = [*loose, *(f"{name}: {' '.join(of)}" for name, of in fields.items())]
        answer = {"detail": " ".join(told), "fields": fields}
    if (clashes := getattr(refusal, "clashes", None)) is not None:
        answer["clashes"] = [vars(clash) for clash in clashes]
    return answer
