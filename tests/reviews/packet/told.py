"""What a packet tells, section by section."""

from policies.paper.content import Block, Heading, Items, Paper, Paragraph, Table, text_of
from tests.reviews.packet import world

DAY = world.DAY


def section(paper: Paper, anchor: str) -> list[Block]:
    """Its blocks, the heading itself not among them."""
    found: list[Block] = []
    inside = False
    for block in paper.body:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.anchor == anchor
        elif inside:
            found.append(block)
    return found


def told(paper: Paper, anchor: str) -> str:
    lines: list[str] = []
    for block in section(paper, anchor):
        if isinstance(block, Paragraph | Heading):
            lines.append(text_of(block.runs))
        elif isinstance(block, Items):
            lines += [text_of(item.runs) for item in block.items]
        elif isinstance(block, Table):
            lines += [" | ".join(text_of(cell) for cell in row) for row in block.rows]
    return "\n".join(lines)


def rows(paper: Paper, anchor: str) -> list[list[str]]:
    tables = [block for block in section(paper, anchor) if isinstance(block, Table)]
    return [[text_of(cell) for cell in row] for table in tables for row in table.rows]


def facts(paper: Paper) -> dict[str, str]:
    return {name: text_of(runs) for name, runs in paper.facts.rows}
