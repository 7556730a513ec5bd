"""A part of a draft as a page of forms, and one row of it with what hangs on it."""

from dataclasses import replace

from policies.drafts import choices
from policies.drafts.fields import BY_PART, CHILDREN, Form
from policies.drafts.parts import BY_NAME
from policies.models import PolicyVersion
from policies.presenters.draft_forms import Options, RowForm, row_form

# What of a row the outline itself shows.
IN_THE_OUTLINE = {
    "statement": ("label", "text", "position", "position_when_not_met"),
    "criterion": ("printed_label", "logic", "minimum", "text"),
}


def page_of(version: PolicyVersion, form: Form) -> dict:
    """All rows of the part, and the form that adds one, in a number of queries that does not grow."""
    options = _options(version, form)
    images = BY_NAME[form.part].images(BY_NAME[form.part].rows(version))
    below = _children(version, form, options)
    rows = [_with_children(form, key, image, options, below.get(key, [])) for key, image in images.items()]
    alone = form.part == "version"
    return {"rows": rows, "new": None if alone else row_form(form, "", {}, options)}


def row_of(version: PolicyVersion, form: Form, key: str, above: str, *, besides_the_outline=False) -> RowForm | None:
    """The row, or one to be added where no key is given; None where the draft has no such row.

    Beside the outline only what the outline does not show is written.
    """
    if besides_the_outline:
        shown = IN_THE_OUTLINE.get(form.part, ())
        form = replace(form, fields=tuple(each for each in form.fields if each.name not in shown))
    options = _options(version, form)
    if not key and form.part != "version":
        return None if form.part in CHILDREN and not above else row_form(form, "", {}, options, above=above)
    rows = BY_NAME[form.part].rows(version)
    image = {} if "\x00" in key else BY_NAME[form.part].images(rows.filter(key=key)).get(key)
    if not image:
        return None
    return _with_children(form, key, image, options, _children(version, form, options).get(key, []))


def _options(version: PolicyVersion, form: Form) -> Options:
    return choices.options_for(version, form, *([BY_PART[form.child]] if form.child else []))


def _children(version: PolicyVersion, form: Form, options: Options) -> dict[str, list[RowForm]]:
    """By the key of the row they hang on."""
    found: dict[str, list[RowForm]] = {}
    if form.child:
        child = BY_PART[form.child]
        for key, image in BY_NAME[child.part].images(BY_NAME[child.part].rows(version)).items():
            above = image[child.hangs_on]
            found.setdefault(above, []).append(row_form(child, key, image, options, above=above))
    return found


def _with_children(form: Form, key: str, image: dict, options: Options, children: list[RowForm]) -> RowForm:
    row = row_form(form, key, image, options)
    if not form.child:
        return row
    new = row_form(BY_PART[form.child], "", {"by_name": True}, options, above=key)
    return RowForm(row.form, row.key, row.above, row.fields, row.summary, children, new)
