"""Documents for the tests of their writers."""

from dataclasses import replace

from policies.models import PolicyVersion
from policies.paper.content import Column, Facts, Heading, Item, Items, Paper, Paragraph, Run, Table, plain
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
EMPTY = replace(SMALL, body=(), facts=Facts(()))


def paper(key: str) -> Paper:
    return paper_of(PolicyVersion.objects.select_related("policy__payer", "document").get(key=key))


def squeezed(text: str) -> str:
    """Without the spaces and breaks that setting a text puts in or takes out."""
    return "".join(text.split())
