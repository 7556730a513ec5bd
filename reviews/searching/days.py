"""Days and numbers as forms write them."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

IN_PART = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def known_in_part(name: str, text: str) -> str:
    """A day of 2024-06-05, 2024-06 or 2024 that is not still to come; "" stays so. ValidationError for others."""
    text = text.strip()
    if not text:
        return ""
    try:
        if not IN_PART.fullmatch(text):
            raise ValueError
        begins = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise ValidationError({name: f'"{shown(text)}" is no day. Write 2024-06-05, 2024-06 or 2024.'}) from None
    if begins > timezone.localdate():
        raise ValidationError({name: f"{text} is still to come: say how far back was really looked."})
    return text


def number_of(name: str, text: str, most: int) -> int | None:
    """None where the field is empty. ValidationError where it is no whole number up to `most`."""
    text = text.strip().replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= most):
        raise ValidationError({name: f'"{shown(text)}" is no whole number from 0 to {most}.'})
    return int(text)


def shown(text: str) -> str:
    return text[:40].replace("\x00", "")
