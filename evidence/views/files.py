from collections.abc import Iterable, Mapping, Sequence

from django.http import StreamingHttpResponse

from evidence.exporters import csv_table


def csv_file(name: str, rows: Iterable[Mapping], columns: Sequence[str]) -> StreamingHttpResponse:
    """The rows as a file to be saved, written row by row."""
    return StreamingHttpResponse(
        (line.encode() for line in csv_table.lines(rows, columns)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
