"""The fields of each part of a draft as a form shows them: declared once, for the editor, its pages and what they post.

Pure.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from evidence.vocabulary import Purpose
from policies import vocabulary as words


@dataclass(frozen=True)
class Field:
    """`kind` is how it is written: line, text, choice, one (row of `of`), many (rows of `of`), list (a line each),
    number, day (or month, or year) and yes (or no). `empty` words the choice of nothing; without it one must be made.
    """

    name: str
    label: str
    kind: str = "line"
    help: str = ""
    choices: type[TextChoices] | None = None
    of: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Form:
    """`title` heads the page of the part; `summary` names the fields that tell a row. A `child` row hangs on it by
    `hangs_on`."""

    part: str
    title: str
    one: str
    fields: tuple[Field, ...]
    summary: tuple[str, ...]
    about: str = ""
    child: str = ""
    hangs_on: str = ""
    ordered: bool = True

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


NOTE = Field("note", "Note", "text", "For those who work on it; no word of the policy.")
PRODUCTS = Field("products", "Products", "list", "One a line. None: all products of the policy.")
PARTIAL = "2025-04-01, or 2025-04 or 2025 where no more is known."
POSITION = Field("position", "Position", "choice", choices=words.CoveragePosition)
NOT_MET = Field("position_when_not_met", "When not met", "choice", choices=words.CoveragePosition)
SERVES = Field("statements", "Statements it serves", "many", of="statement")

FORMS = (
    Form(
        "version",
        "Name and products",
        "the version",
        (
            Field("label", "Label", "line", "What this version is called, such as “April 2026”."),
            Field("products", "Products", "list", "One a line."),
            Field("code_notes", "Notes on coding", "list", "One a line; shown above the codes."),
        ),
        ("label",),
        ordered=False,
    ),
    Form(
        "statement",
        "Statements",
        "statement",
        (
            Field("label", "Label", "line", "As it is to be printed, such as “I.”; none is counted."),
            Field("text", "Text", "text"),
            Field("kind", "Kind", "choice", choices=words.StatementKind),
            Field("intervention", "Intervention", "one", of="intervention"),
            POSITION,
            NOT_MET,
            Field("basis", "Basis", "choice", choices=words.StatementBasis),
            Field("basis_note", "Note on the basis", "text"),
            PRODUCTS,
            Field("scope", "Scope", "text", "Of a residual: what the rest is the rest of."),
            Field("scope_conditions", "Conditions of the scope", "many", of="condition"),
            Field("covers", "Takes in", "choice", choices=words.ResidualCovers, empty="Not a residual"),
            Field("exceptions", "Excepts these statements", "many", of="statement"),
            NOTE,
        ),
        ("label", "text"),
        child="statement_indication",
    ),
    Form(
        "statement_indication",
        "Indications",
        "indication",
        (
            Field("indication", "Indication", "one", of="indication"),
            Field("basis", "Basis", "choice", choices=words.StatementBasis, empty="The statement's"),
            Field("no_evidence_reason", "Why no evidence is linked", "text", "Owed where none is, before publishing."),
            Field("by_name", "The statement names it", "yes"),
        ),
        ("indication",),
        hangs_on="statement",
    ),
    Form(
        "criterion",
        "Criteria",
        "criterion",
        (
            Field("printed_label", "Printed label", "line", "None: the computed one is shown."),
            Field("logic", "Logic", "choice", choices=words.CriterionLogic),
            Field("minimum", "How many at least", "number", "Of “at least n of” only."),
            Field("text", "Text", "text"),
            Field("conditions", "Conditions it tests", "many", of="condition"),
            Field("excludes", "Conditions it shuts out", "many", of="condition"),
            Field("purpose", "What the treatment is for", "choice", choices=Purpose, empty="Not tested"),
            NOTE,
        ),
        ("printed_label", "text"),
    ),
    Form(
        "definition",
        "Definitions",
        "definition",
        (
            Field("term", "Term"),
            Field("definition", "Definition", "text"),
            Field("criteria", "Holds within these criteria", "many", "And only there.", of="criterion"),
            NOTE,
        ),
        ("term", "definition"),
        ordered=False,
    ),
    Form(
        "code",
        "Codes",
        "code",
        (
            Field("system", "System", "choice", choices=words.CodeSystem),
            Field("code", "Code"),
            Field("description", "Our own short label", "line", "In our own words; the descriptor is never copied."),
            Field("status", "Status", "choice", choices=words.CodeStatus),
            Field("applies_with", "Applies with these codes", "list", "One a line."),
            PRODUCTS,
            Field("valid_from", "Valid from", "day", PARTIAL),
            Field("valid_to", "Valid to", "day", PARTIAL),
            SERVES,
            NOTE,
        ),
        ("system", "code", "description"),
        about="A CPT code carries a short label of our own. Its descriptor is the AMA's and is never entered here.",
    ),
    Form(
        "documentation",
        "Documentation",
        "requirement",
        (
            Field("text", "What has to be sent", "text"),
            Field("applies_to", "Applies to"),
            Field("parts", "Its parts", "list", "One a line."),
            NOTE,
        ),
        ("text",),
    ),
    Form(
        "prior_authorization",
        "Prior authorization",
        "row",
        (
            Field("setting", "Setting", "line", "Inpatient, outpatient."),
            Field("product", "Product"),
            Field("requirement", "Requirement", "choice", choices=words.AuthorizationRequirement),
            NOTE,
        ),
        ("setting", "product", "requirement"),
    ),
    Form(
        "patient_selection",
        "Patient selection",
        "group",
        (
            Field("text", "What it says", "text"),
            Field("strength", "Strength", "choice", choices=words.Strength),
            NOT_MET,
            Field("governs", "Governs these statements", "many", of="statement"),
            NOTE,
        ),
        ("text",),
        about="Requirements that stand outside every statement and govern some of them.",
        child="selection_item",
        ordered=False,
    ),
    Form(
        "selection_item",
        "Items",
        "item",
        (Field("text", "Text", "text"), Field("applicability", "Applies to", "text"), NOTE),
        ("text",),
        hangs_on="group",
    ),
    Form(
        "related_policy",
        "Related policies",
        "related policy",
        (
            Field("title", "Title"),
            Field("number", "Number"),
            Field("section", "Section"),
            Field("interventions", "Interventions", "many", of="intervention"),
            NOTE,
        ),
        ("number", "title"),
    ),
    Form(
        "coverage_determination",
        "Coverage determinations",
        "determination",
        (
            Field("system", "System", "line", "NCD or LCD."),
            Field("number", "Number"),
            Field("title", "Title"),
            Field("checked_on", "Checked on", "day", PARTIAL),
            NOTE,
        ),
        ("system", "number", "title"),
        about="Medicare determinations the policy names, with the day each was looked up.",
        ordered=False,
    ),
    Form(
        "regulatory_fact",
        "Regulatory facts",
        "fact",
        (
            Field("device", "Device", "one", of="device", empty="No device"),
            Field("pathway", "Pathway", "choice", choices=words.RegulatoryPathway),
            Field("on", "Date", "day", PARTIAL),
            Field("labelled_use", "Labelled use", "text"),
            Field("reference", "Reference", "line", "Its key: the last part of its page's address."),
            NOTE,
        ),
        ("pathway", "labelled_use"),
    ),
    Form(
        "evidence_conclusion",
        "Evidence conclusions",
        "conclusion",
        (
            Field("population", "Population", "text"),
            Field("conclusion", "Conclusion", "choice", choices=words.Conclusion),
            Field("text", "Text", "text"),
            Field("wording", "Wording"),
            Field("outcomes", "Outcomes", "list", "One a line."),
            Field("indications", "Indications", "many", of="indication"),
            SERVES,
            NOTE,
        ),
        ("population", "conclusion"),
    ),
    Form(
        "history",
        "History",
        "entry",
        (
            Field("date_as_printed", "Date as printed"),
            Field("starts", "Starts", "day", PARTIAL),
            Field("ends", "Ends", "day", PARTIAL),
            Field("effective_on", "Effective", "day", PARTIAL),
            Field("text", "Text", "text"),
            Field("change_class", "Class of the change", "choice", choices=words.ChangeClass),
            NOTE,
        ),
        ("date_as_printed", "text"),
    ),
    Form(
        "date",
        "Dates",
        "date",
        (
            Field("kind", "Which date", "choice", choices=words.DateKind),
            Field("on", "Date", "day", PARTIAL),
            Field("as_printed", "As printed"),
            NOTE,
        ),
        ("kind", "on"),
        about="The next review date is one of these. The effective date is set when the draft is published.",
        ordered=False,
    ),
)
BY_PART = {form.part: form for form in FORMS}
CHILDREN = {form.child for form in FORMS if form.child}
# Those with a page of their own, in the order of the menu; statements and criteria are written in the outline.
PAGES = tuple(form for form in FORMS if form.part not in {"statement", "criterion", *CHILDREN})


def parent_of(part: str) -> Form | None:
    """The form whose rows the rows of this one hang on."""
    return next((form for form in FORMS if form.child == part), None)
