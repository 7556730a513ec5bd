"""What a single value in a fixture file may be: keys, texts, places, dates, yes or no. All are text."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.\-/]*$", max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _check_lines(value: str) -> str:
    for part in value.split(","):
        found = re.fullmatch(r"\s*(\d+)(?:-(\d+))?\s*", part)
        if not found:
            raise ValueError(f'"{value}" is not a list of lines such as "41" or "718-720, 725"')
        if found[2] and int(found[2]) < int(found[1]):
            raise ValueError(f'"{part.strip()}" ends before it begins')
    return value


def _check_date(value: str) -> str:
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        try:
            date.fromisoformat(value + "-01-01"[len(value) - 4 :])
        except ValueError:
            pass
        else:
            return value
    raise ValueError(f'"{value}" is not a day, month or year such as 2024-06-05, 2024-06 or 2024')


Lines = Annotated[str, AfterValidator(_check_lines)]
PartialDate = Annotated[str, AfterValidator(_check_date)]
YesOrNo = Literal["", "yes", "no"]
