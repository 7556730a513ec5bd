"""The document as the page shows it: its texts as HTML, each with the address it leads to."""

import base64
from collections.abc import Callable
from functools import partial

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from policies.paper.content import Block, Facts, Figure, Heading, Items, Paragraph, Run, Runs

PlaceOf = Callable[[str, str], str]  # of the key of a document and a place in it: the place as it is shown
LOOKS = {
    "strong": "<b>{}</b>",
    "muted": '<span class="muted">{}</span>',
    "logic": "<i>{}</i>",
    "inserted": '<ins><span class="hidden"> [put in: </span>{}<span class="hidden">] </span></ins>',
    "deleted": '<del><span class="hidden"> [taken away: </span>{}<span class="hidden">] </span></del>',
}


def html(runs: Runs, place: PlaceOf | None = None) -> SafeString:
    return format_html_join("", "{}", ([_run(run, place)] for run in runs))


def _run(run: Run, place: PlaceOf | None) -> SafeString:
    text = place(run.document, run.text) if place and run.document else run.text
    shown = format_html(LOOKS[run.look], text) if run.look else conditional_escape(text)
    return format_html('<a href="{}">{}</a>', run.href, shown) if run.href else shown


def page_block(block: Block, place: PlaceOf | None = None) -> dict:
    """What the template needs of the block, under its kind. `place` shows a place in a document."""
    told = partial(html, place=place)
    if isinstance(block, Heading):
        return {"kind": block.kind, "tag": f"h{block.level + 1}", "anchor": block.anchor, "html": told(block.runs)}
    if isinstance(block, Paragraph):
        return {"kind": block.kind, "html": told(block.runs)}
    if isinstance(block, Facts):
        return {"kind": block.kind, "rows": [(name, told(runs)) for name, runs in block.rows]}
    if isinstance(block, Items):
        items = [{"item": item, "html": told(item.runs)} for item in block.items]
        return {"kind": block.kind, "of": block.of, "items": items}
    if isinstance(block, Figure):
        return {"kind": block.kind, "figure": block, **_drawings(block)}
    titles = [column.title for column in block.columns]
    rows = [list(zip(titles, map(told, row), strict=True)) for row in block.rows]
    return {"kind": block.kind, "caption": block.caption, "titles": titles, "rows": rows}


def _drawings(block: Figure) -> dict:
    """Inside the page, as addresses of data: a drawing of its own would have to be read and drawn once more."""
    width, height = map(round, block.size)
    dark = block.svg
    for light, other in block.dark:
        dark = dark.replace(light, other)
    return {"light": _address(block.svg), "dark": _address(dark), "width": width, "height": height}


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
