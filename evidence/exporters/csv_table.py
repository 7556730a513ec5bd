"""Rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evidence.exporters.lines import LinesRenderer

# What spreadsheets take for the start of a formula; the wide signs are those of East Asian keyboards.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(value) -> str:
    """The value as the text of a cell; one that begins like a formula is preceded by an apostrophe.

    Numbers such as -0.5 stay as they are. A list of texts is joined by semicolons; lists of anything else are JSON.
    """
    text = _text(value)
    if text.lstrip(" ").startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)


class _Line:
    """What csv.writer writes to: it hands the line on."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Mapping], columns: Sequence[str]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(row[column]) for column in columns])


class CSVRenderer(LinesRenderer):
    media_type = "text/csv"
    format = "csv"
    extension = "csv"

    def lines(self, rows, columns):
        return lines(rows, columns)
