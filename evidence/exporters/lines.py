"""What the API's files have in common."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rest_framework.renderers import BaseRenderer


class LinesRenderer(BaseRenderer):
    """Writes rows as text, a piece at a time. DRF itself calls `render`, for one page or one row."""

    charset = "utf-8"
    extension: str  # of the file's name

    def lines(self, rows: Iterable[Mapping], columns: Sequence[str]) -> Iterator[str]:
        """`columns` are the rows' keys, in order."""
        raise NotImplementedError

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        rows = data.get("results", [data])
        columns = getattr(renderer_context["view"], "columns", None) or list(data)
        return "".join(self.lines(rows, columns)).encode()
