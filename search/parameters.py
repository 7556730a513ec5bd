"""What a request to the API asks with. Nothing asked is ignored: what is not understood is refused with a sentence."""

from collections.abc import Iterable

from django.http import QueryDict
from rest_framework.exceptions import ParseError

PAGING = ("page", "page_size")


def refuse_unknown(params: QueryDict, known: Iterable[str]) -> None:
    """ParseError where a parameter is none of these; `format` is always known."""
    known = {*known, "format"}
    for name, values in params.lists():
        if name not in known:
            raise ParseError(f'There is no parameter "{name}" here. Known are: {", ".join(sorted(known))}.')
        if any("\x00" in value for value in values):
            raise ParseError(f"{name}: a NUL character cannot be looked for.")


def whole_number(params: QueryDict, name: str, *, default: int, most: int | None = None) -> int:
    """The parameter's value. ParseError for what is not a whole number from 1 to `most`: no page is cut silently."""
    text = params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= (most or int(text))):
        limits = f"from 1 to {most}" if most else "from 1"
        raise ParseError(f'{name}: "{text}" is not a whole number {limits}.')
    return int(text)
