"""What the editor answers to a form: a page to who has no script, else what static/outline.js puts into the page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from policies.drafts import acts, choices, form_values
from policies.drafts.acts import Asked
from policies.drafts.editing import StaleEdit, statements_touched
from policies.drafts.fields import BY_PART, CHILDREN, PAGES, Form, parent_of
from policies.drafts.parts import BY_NAME
from policies.models import PolicyVersion
from policies.presenters import draft_forms, draft_pages, drafting

IN_THE_OUTLINE = {"statement", "criterion"}
# What an edit of these changes on the page is more than the field itself.
SHOWN_ELSEWHERE = {"logic", "minimum", "printed_label", "conditions", "excludes", "purpose"}
IN_PLACE = {"label", "text", "position", "position_when_not_met"}


def frame(request, version: PolicyVersion, part: str) -> dict:
    """What every page of a draft shows around its own matter."""
    return draft_pages.around(version, request.user, "draft") | {"pages": PAGES, "part": part}


def wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def done(request, version: PolicyVersion, asked: Asked, row: str):
    if not wants_json(request):
        return redirect(back_to(version, asked.form, row or asked.above))
    since = version.edits.filter(number__gt=asked.edition)
    told = {
        "edition": version.edition,
        "at": f"{timezone.localtime():%H:%M}",
        "row": row,
        "foreign": since.exclude(by=request.user.get_username()).exists(),
    }
    if asked.act != acts.SAVE or _is_drawn_anew(asked):
        told["sections"] = _sections(request, version, asked)
    return JsonResponse(told)


def _is_drawn_anew(asked: Asked) -> bool:
    if asked.part == "statement":
        return bool(asked.values.keys() - IN_PLACE)
    return asked.part in CHILDREN or (asked.part == "criterion" and bool(asked.values.keys() & SHOWN_ELSEWHERE))


def _sections(request, version: PolicyVersion, asked: Asked) -> dict[str, str]:
    """The statements that were touched since the form's edition, drawn anew; "" is all of them."""
    changes = [change for edit in version.edits.filter(number__gt=asked.edition) for change in edit.changes]
    moved = any(c["part"] == "statement" and "place" in _changed(c) for c in changes)
    context = {"version": version}
    if moved or asked.act in acts.ON_DRAFT:
        context["blocks"] = drafting.blocks(version)
        return {"": render_to_string("policies/drafts/_statements.html", context, request)}
    touched = version.statements.filter(key__in=statements_touched(version, changes))
    return {
        block.statement.key: render_to_string("policies/drafts/_statement.html", context | {"block": block}, request)
        for block in drafting.blocks(version, list(touched))
    }


def _changed(change: dict) -> set[str]:
    before, after = change["before"] or {}, change["after"] or {}
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def back_to(version: PolicyVersion, form: Form, row: str) -> str:
    """Where a form of the part stands."""
    if form.part in IN_THE_OUTLINE:
        return reverse("draft", args=[version.key]) + (f"#{form.part}-{row}" if row else "")
    above = parent_of(form.part)
    if above and above.part in IN_THE_OUTLINE:
        return reverse("draft", args=[version.key])
    return reverse("draft-part", args=[version.key, (above or form).part]) + (f"#row-{row}" if row else "")


def refused(request, version: PolicyVersion, fault: ValidationError):
    """What is the matter, with all that was typed."""
    faults = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
    said = " ".join(sentence for sentences in faults.values() for sentence in sentences)
    form, act = BY_PART.get(request.POST.get("part", "")), request.POST.get("act", acts.SAVE)
    if wants_json(request):
        return JsonResponse({"said": said, "faults": faults}, status=400)
    if form is None:
        return render(request, "error.html", {"title": "Not done", "reason": said}, status=400)
    if act not in (acts.SAVE, acts.ADD) and not _is_unsaved(request.POST, version, form):
        messages.error(request, said)
        return redirect(back_to(version, form, ""))
    context = frame(request, version, form.part) | {"row": typed_row(request.POST, version, form, faults)}
    return render(request, "policies/drafts/draft_row.html", context, status=400)


def _is_unsaved(post, version: PolicyVersion, form: Form) -> bool:
    """Whether something was typed that the row does not hold."""
    image = _image(post, version, form)
    texts = [field for field in form.fields if field.name in post and field.kind not in form_values.TICKED]
    return any(_lines(post[field.name]) != _lines(image.get(field.name)) for field in texts)


def _lines(value) -> list[str]:
    return value if isinstance(value, list) else str("" if value is None else value).strip().splitlines()


def _image(post, version: PolicyVersion, form: Form) -> dict:
    part, key = BY_NAME[form.part], post.get("row", "").replace("\x00", "")
    return part.images(part.rows(version).filter(key=key)).get(key, {}) if key else {}


def typed_row(post, version: PolicyVersion, form: Form, faults: dict) -> draft_forms.RowForm:
    """The form as it was posted, beside what it holds of the rest."""
    key, image = post.get("row", "").replace("\x00", ""), _image(post, version, form)
    for field in form.fields:
        if field.kind == "many" and field.name in post.get("fields", ""):
            image[field.name] = post.getlist(field.name)
        elif field.name in post:
            typed = post[field.name]
            image[field.name] = typed.splitlines() if field.kind == "list" else typed
    options = choices.options_for(version, form)
    return draft_forms.row_form(form, key, image, options, above=post.get("above", ""), faults=faults)


def clashed(request, version: PolicyVersion, asked: Asked, stale: StaleEdit):
    """Somebody else changed the same: both are shown, and nothing typed is lost."""
    version.edition = stale.edition  # of what is shown; it may be newer by now, and then merging clashes again
    views = draft_forms.clash_views(stale.clashes, choices.options_for(version, asked.form))
    clashing = {view.control.field.name for view in views if view.control}
    left_out = {*clashing, "edition", "csrfmiddlewaretoken", "theirs"}
    kept = [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
    context = {"clashes": views, "kept": kept, "back": back_to(version, asked.form, asked.row)}
    context |= {"merges": bool(clashing)} | frame(request, version, asked.part)
    if wants_json(request):
        html = render_to_string("policies/drafts/_clash.html", context, request)
        return JsonResponse({"html": html, "said": "Somebody else changed the same."}, status=409)
    # Without a script the rest of the form is saved by the button that keeps theirs.
    context["keeps_rest"] = ",".join(sorted(clashing))
    return render(request, "policies/drafts/clash.html", context, status=409)
