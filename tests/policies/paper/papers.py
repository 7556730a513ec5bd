"""Documents for the tests of their writers."""

from dataclasses import replace

from policies.models import PolicyVersion
from policies.paper.content import (
    Column,
    Facts,
    Figure,
    Heading,
    Item,
    Items,
    Paper,
    Paragraph,
    Run,
    Table,
    plain,
)
from policies.paper.reading import paper_of

# What another program would read as markup.
MARKUP = "#let x = 1 *b* _i_ $x$ <b>&amp;</b> @ref `c` [l](u) \\ // -- \"q\" 'q' {{ x }} = H"

SMALL = Paper(
    key="p/1",
    payer="Payer & Sons",
    title=f"Title {MARKUP}",
    numbered="Policy 1",
    version_name="version 1",
    mark="",
    dated=None,
    facts=Facts((("Payer", plain("Payer & Sons")), ("Effective", plain("Not stated")))),
    body=(
        Heading(1, plain("Statements"), "statements"),
        Heading(2, plain("Statement I: investigational"), "p/1/i"),
        Heading(3, plain("Evidence: anything")),
        Paragraph((Run(MARKUP), Run(" muted", "muted"), Run(" strong", "strong"))),
        Items("outline", (Item("", 0, (Run("All of:", "logic"),)), Item("A.", 1, plain("first")))),
        Items("bullets", (Item("", 0, plain("point")), Item("", 1, plain("deeper")))),
        Table("Figures", (Column("Study", 1), Column("As printed", 2)), ((plain("X 2020"), plain("HR 0.80")),)),
        Items("references", (Item("12", 0, plain("X. Title. 2020.")),)),
    ),
)
LONG = replace(
    SMALL, body=(Table("Long", (Column("Head of all", 1),), tuple((plain(f"row {n}"),) for n in range(400))),)
)
DRAFT = replace(LONG, mark="Draft, not in force")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    '<rect width="{width}" height="{height}" fill="#ffffff"/><text x="9" y="30" fill="#1e2326">Drawn text</text></svg>'
)
FLAT = Figure(
    "A flat one", "What the flat one shows & where.", SVG.format(width=900, height=200), (("#ffffff", "#000000"),)
)
TALL = Figure("A tall one", "What the tall one shows.", SVG.format(width=300, height=3000))
CHANGED = Paragraph((Run("stays "), Run("went", "deleted"), Run("came", "inserted")))
# Sections that turn on their side and back, drawings, changed words, and a list of the sections.
TURNING = replace(
    SMALL,
    mark="For members only",
    is_watermarked=False,
    has_contents=True,
    body=(
        Heading(1, plain("Upright"), "upright"),
        CHANGED,
        Heading(1, plain("On its side"), "side", is_wide=True),
        FLAT,
        Heading(1, plain("Still on its side"), "still", is_wide=True),
        TALL,
        Heading(1, plain("Upright again"), "again"),
        Paragraph(plain("The end.")),
    ),
)
EMPTY = replace(SMALL, body=(), facts=Facts(()))


def paper(key: str) -> Paper:
    return paper_of(PolicyVersion.objects.select_related("policy__payer", "document").get(key=key))


def squeezed(text: str) -> str:
    """Without the spaces and breaks that setting a text puts in or takes out."""
    return "".join(text.split())
