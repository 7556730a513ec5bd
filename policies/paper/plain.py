"""The document as plain values, for programs: its sections, their blocks, and every text with its pieces. Pure."""

from collections.abc import Callable

from policies.paper.content import Block, Figure, Heading, Items, Paper, Paragraph, Run, Runs, Table, text_of

Absolute = Callable[[str], str]  # an address of this site -> one that is followed from anywhere


def plain_paper(paper: Paper, absolute: Absolute) -> dict:
    return {
        "title": paper.title,
        "payer": paper.payer,
        "mark": paper.mark,
        "dated": paper.dated.isoformat() if paper.dated else None,
        "facts": [{"name": name, **_text(runs, absolute)} for name, runs in paper.facts.rows],
        "sections": _sections(paper, absolute),
    }


def _sections(paper: Paper, absolute: Absolute) -> list[dict]:
    """Expects a body that begins with the heading of a section."""
    found: list[dict] = []
    for block in paper.body:
        if isinstance(block, Heading) and block.level == 1:
            found.append({"name": block.anchor, "title": text_of(block.runs), "blocks": []})
        else:
            found[-1]["blocks"].append(_block(block, absolute))
    return found


def _block(block: Block, absolute: Absolute) -> dict:
    """Every kind has all the fields: what it has nothing of is empty. A drawing is told by what it is."""
    told: dict = {"kind": block.kind, "text": "", "pieces": [], "items": [], "columns": [], "rows": []}
    if isinstance(block, Heading | Paragraph):
        return told | _text(block.runs, absolute)
    if isinstance(block, Items):
        items = [{"label": each.label, "depth": each.depth, **_text(each.runs, absolute)} for each in block.items]
        return told | {"items": items}
    if isinstance(block, Table):
        rows = [[_text(cell, absolute) for cell in row] for row in block.rows]
        return told | {"text": block.caption, "columns": [column.title for column in block.columns], "rows": rows}
    if isinstance(block, Figure):
        return told | {"text": block.alternative}
    raise TypeError(f"No {block.kind} stands in the body of a document.")


def _text(runs: Runs, absolute: Absolute) -> dict:
    """`text` is as it will stand, without words that are taken away; these are among the pieces."""
    return {
        "text": text_of(tuple(run for run in runs if run.look != "deleted")),
        "pieces": [_piece(run, absolute) for run in runs],
    }


def _piece(run: Run, absolute: Absolute) -> dict:
    return {"text": run.text, "look": run.look, "address": absolute(run.href) if run.href else ""}
