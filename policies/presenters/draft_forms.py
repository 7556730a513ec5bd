"""The rows of a draft's parts as forms, and what clashed of one as something to choose from."""

from dataclasses import dataclass, field
from datetime import datetime

from policies.drafts.editing import Clash
from policies.drafts.fields import BY_PART, Field, Form
from policies.presenters.drafting import text_rows
from policies.versions.word_marks import Piece, marks

Options = dict[str, list[tuple[str, str]]]
STRUCTURE = {"": "The row itself", "place": "Its place", "parent": "Where it stands", "statement": "Its statement"}


@dataclass(frozen=True)
class FieldView:
    """A field with what it holds, or what was typed in it, and what is the matter with that."""

    field: Field
    value: object
    options: list[tuple[str, str]]
    faults: list[str]

    @property
    def lines(self) -> str:
        return "\n".join(self.value or []) if self.field.kind == "list" else self.value

    @property
    def rows(self) -> int:
        return max(2, text_rows(str(self.lines or "")))

    @property
    def chosen_first(self) -> list[tuple[str, str, bool]]:
        """(key, name, whether chosen) of what can be ticked."""
        told = [(key, name, key in (self.value or [])) for key, name in self.options]
        return sorted(told, key=lambda each: not each[2])


@dataclass(frozen=True)
class RowForm:
    """`key` is empty of a row that is to be added; `above` is what it hangs on."""

    form: Form
    key: str
    above: str
    fields: list[FieldView]
    summary: str = ""
    children: list["RowForm"] = field(default_factory=list)
    new_child: "RowForm | None" = None
    faults: list[str] = field(default_factory=list)  # those of no field

    @property
    def ticked(self) -> str:
        """The fields that are posted only when something is ticked."""
        return ",".join(each.field.name for each in self.fields if each.field.kind in ("many", "yes"))


def row_form(form: Form, key: str, image: dict, options: Options, *, above="", faults=None) -> RowForm:
    """`faults` are by field, "" of none."""
    faults = faults or {}
    views = [
        FieldView(each, image.get(each.name), _options(each, options), faults.get(each.name, []))
        for each in form.fields
    ]
    named = {each.name for each in form.fields}
    rest = [said for name, sentences in faults.items() if name not in named for said in sentences]
    return RowForm(form, key, above, views, summary=summary(form, image, options), faults=rest)


def _options(field: Field, options: Options) -> list[tuple[str, str]]:
    found = list(field.choices.choices) if field.choices else options.get(field.of, [])
    return [("", field.empty or "Choose…"), *found] if field.kind in ("choice", "one") else found


def summary(form: Form, image: dict, options: Options) -> str:
    """A row in one line."""
    told = [said(BY_PART[form.part].field(name), image.get(name), options) for name in form.summary]
    return " · ".join(each for each in told if each)


def said(field: Field, value, options: Options) -> str:
    """A value in words."""
    if field.kind == "yes":
        return "Yes" if value else "No"
    if isinstance(value, list):
        names = dict(options.get(field.of, []))
        return ("\n" if field.kind == "list" else "; ").join(names.get(each, each) for each in value)
    if value in (None, ""):
        return ""
    return str(dict(_options(field, options)).get(value, value))


@dataclass(frozen=True)
class ClashView:
    """What a field was, is by somebody else's hand, and would have become; `control` holds the latter, to be merged."""

    label: str
    was: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    by: str
    at: datetime
    control: FieldView | None  # None of what is no text: a place, a row that is gone


def clash_views(clashes: list[Clash], options: Options) -> list[ClashView]:
    return [_clash_view(clash, options) for clash in clashes]


def _clash_view(clash: Clash, options: Options) -> ClashView:
    form = BY_PART.get(clash.part)
    of = form.field(clash.field) if form else None
    if of is None or clash.mine is None:
        label = STRUCTURE.get(clash.field, clash.field)
        return ClashView(label, "", _told(_structure(clash)), (), clash.by, clash.at, None)
    was, theirs, mine = (said(of, value, options) for value in (clash.was, clash.theirs, clash.mine))
    control = FieldView(of, clash.mine, _options(of, options), [])
    return ClashView(of.label, was, marks(was, theirs), marks(was, mine), clash.by, clash.at, control)


def _structure(clash: Clash) -> str:
    if clash.field:
        return "moved it to another place"
    return "removed it" if clash.theirs is None else "changed it" if clash.was else "added it"


def _told(sentence: str) -> tuple[Piece, ...]:
    return (Piece("same", sentence),)
