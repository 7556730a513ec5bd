"""The forms of the editor, as a browser without a script sends them and as static/outline.js does."""

import pytest

from audit.roles import WRITER
from evidence.models import Indication
from policies.drafts import actions
from policies.models import Criterion, PolicyVersion, Statement
from policies.views.drafts import answers
from tests.policies.drafts.world import DRAFT, HCC, ROOT, begin, conditions, outline, post

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writing(client, account):
    """A client of the Writer who began the draft."""
    writer = account(WRITER)
    begin(writer)
    client.force_login(writer)
    return client


@pytest.fixture
def draft(writing):
    return PolicyVersion.objects.get(key="bcbsma-292/v2")


def hcc() -> list[str]:
    return outline(Statement.objects.get(key=HCC))


def test_a_text_is_saved_and_the_new_edition_told(writing):
    row = conditions()[0].key
    answer = post(writing, row=row, text=" Reworded \r\n here ")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["edition"], told["foreign"], told["row"]) == (1, False, row)
    assert "sections" not in told
    assert Criterion.objects.get(key=row).text == "Reworded \n here"


def test_what_changes_a_label_draws_the_statement_anew(writing):
    row = conditions()[0].key
    told = post(writing, row=row, printed_label="i.").json()
    assert list(told["sections"]) == [HCC]
    assert 'value="i."' in told["sections"][HCC]


def test_a_form_without_a_script_goes_back_to_its_row(writing):
    row = conditions()[0].key
    answer = post(writing, script=False, row=row, text="Reworded", logic="condition", printed_label="")
    assert answer.headers["Location"] == f"{DRAFT}#criterion-{row}"
    assert Criterion.objects.get(key=row).text == "Reworded"


def test_a_field_that_a_writer_left_alone_is_not_put_back(writing, account, draft):
    """A form posts all its fields, and somebody else changed one of them since."""
    row, second = conditions()[0], account(WRITER, "second")
    actions.change_row(version=draft, part="criterion", key=row.key, by=second, edition=0, values={"text": "Theirs"})
    answer = post(writing, script=False, row=row.key, text=row.text, printed_label="i.", logic="condition")
    assert answer.status_code == 302
    now = Criterion.objects.get(key=row.key)
    assert (now.text, now.printed_label) == ("Theirs", "i.")


def test_both_texts_are_shown_where_two_changed_the_same(writing, account, draft):
    row, second = conditions()[0], account(WRITER, "second")
    actions.change_row(version=draft, part="criterion", key=row.key, by=second, edition=0, values={"text": "Theirs"})
    for script in (True, False):
        answer = post(writing, script=script, row=row.key, text="Mine & more", printed_label="i.")
        assert answer.status_code == 409
        page = answer.json()["html"] if script else answer.content.decode()
        assert "<ins>Theirs</ins>" in page
        assert ">Mine &amp; more</textarea>" in page
        assert "second" in page
        assert '<input type="hidden" name="printed_label" value="i.">' in page
        assert '<input type="hidden" name="edition" value="1">' in page
    assert post(writing, row=row.key, text="Both", printed_label="i.", edition="1").status_code == 200
    now = Criterion.objects.get(key=row.key)
    assert (now.text, now.printed_label) == ("Both", "i.")


def test_without_a_script_theirs_is_kept_and_the_rest_of_the_form_is_saved(writing, account, draft):
    row, second = conditions()[0], account(WRITER, "second")
    actions.change_row(version=draft, part="criterion", key=row.key, by=second, edition=0, values={"text": "Theirs"})
    page = post(writing, script=False, row=row.key, text="Mine", printed_label="i.").content.decode()
    assert '<button class="plain" name="theirs" value="text">Keep theirs</button>' in page
    typed = {"row": row.key, "text": "Mine", "printed_label": "i.", "edition": "1", "theirs": "text"}
    assert post(writing, script=False, **typed).status_code == 302
    now = Criterion.objects.get(key=row.key)
    assert (now.text, now.printed_label) == ("Theirs", "i.")


def test_what_is_merged_by_hand_is_never_over_a_third_edit(writing, account, draft, monkeypatch):
    row, second = conditions()[0], account(WRITER, "second")

    def write(text):
        edition = PolicyVersion.objects.get(pk=draft.pk).edition
        actions.change_row(
            version=draft, part="criterion", key=row.key, by=second, edition=edition, values={"text": text}
        )

    write("Theirs")
    shown = answers.clashed
    monkeypatch.setattr(answers, "clashed", lambda *args: write("Theirs, later") or shown(*args))
    page = post(writing, row=row.key, text="Mine").json()["html"]
    assert '<input type="hidden" name="edition" value="1">' in page
    assert post(writing, row=row.key, text="Both", edition="1").status_code == 409
    assert Criterion.objects.get(key=row.key).text == "Theirs, later"


def test_a_button_that_is_refused_keeps_what_was_typed_beside_it(writing):
    row = conditions()[0]
    answer = post(writing, script=False, row=row.key, act="below", text="Typed at length", minimum="many")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert ">Typed at length</textarea>" in page
    assert "whole number from 1" in page
    answer = post(writing, script=False, row=row.key, act="up", text=row.text)
    assert answer.status_code == 302  # it is the first already; nothing was typed


def test_a_move_of_what_somebody_moved_is_told_and_can_be_done_again(writing, account, draft):
    first, _, third = conditions()[:3]
    second = account(WRITER, "second")
    actions.move_criterion(version=draft, key=third.key, parent=ROOT, place=0, by=second, edition=0)
    answer = post(writing, act="move", row=third.key, parent=first.key, place="0")
    assert answer.status_code == 409
    assert "moved it to another place" in answer.json()["html"]
    assert "Do it again" in answer.json()["html"]
    assert post(writing, act="move", row=third.key, parent=first.key, place="0", edition="1").status_code == 200


def test_a_change_of_what_is_gone_says_who_removed_it_and_keeps_what_was_typed(writing, account, draft):
    row = conditions()[0].key
    actions.remove_row(version=draft, part="criterion", key=row, by=account(WRITER, "second"), edition=0)
    answer = post(writing, row=row, text="Mine")
    assert answer.status_code == 400
    assert answer.json()["said"].startswith("second removed it on")
    page = post(writing, script=False, row=row, text="Mine").content.decode()
    assert ">Mine</textarea>" in page
    assert "second removed it on" in page


def test_the_outline_is_edited_by_its_buttons(writing):
    before = hcc()
    first, second = conditions()[:2]
    told = post(writing, act="below", row=first.key).json()
    assert Criterion.objects.get(key=told["row"]).computed_label == "B"
    assert list(told["sections"]) == [HCC]
    for edition, (act, label) in enumerate([("in", "A.1"), ("out", "B"), ("up", "A"), ("down", "B")], start=1):
        post(writing, act=act, row=told["row"], edition=edition)
        assert Criterion.objects.get(key=told["row"]).computed_label == label
    post(writing, act="remove", row=told["row"], edition="5")
    post(writing, act="under", row=second.key, edition="6")
    assert Criterion.objects.get(key=second.key).logic == "all"
    for edition in range(7, 14):
        post(writing, act="undo", edition=edition)
    assert hcc() == before
    for _ in range(7):
        assert post(writing, act="redo").status_code == 200
    assert len(hcc()) == len(before) + 1


def test_what_was_typed_is_saved_before_the_button_of_its_row_acts(writing):
    first = conditions()[0].key
    answer = post(writing, script=False, act="remove", row=first, text="Typed, then removed")
    assert answer.status_code == 302
    post(writing, act="undo")
    assert Criterion.objects.get(key=first).text == "Typed, then removed"


def test_the_first_criterion_brings_the_root_of_its_tree(writing, draft):
    statement = draft.statements.get(kind="residual", order=5)
    told = post(writing, act="add", above=statement.key).json()
    assert outline(statement) == ["0 : all", "1 A: condition"]
    assert Criterion.objects.get(key=told["row"]).parent.logic == "all"


def test_at_least_begins_with_one_and_loses_its_number_with_its_logic(writing):
    post(writing, row=ROOT, logic="at_least")
    assert Criterion.objects.get(key=ROOT).minimum == 1
    post(writing, row=ROOT, minimum="3", edition="1")
    assert Criterion.objects.get(key=ROOT).minimum == 3
    post(writing, row=ROOT, logic="any", edition="2")
    assert Criterion.objects.get(key=ROOT).minimum is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"row": ROOT, "text": "a\x00b"}, "plain text"),
        ({"row": ROOT, "text": "x" * 20_001}, "20000 characters"),
        ({"row": ROOT, "printed_label": "x" * 21}, "at most 20 characters"),
        ({"row": ROOT, "logic": "perhaps"}, "not a valid choice"),
        ({"row": ROOT, "logic": "condition"}, "Others stand under this criterion"),
        ({"row": ROOT, "minimum": "many"}, "whole number from 1"),
        ({"row": ROOT, "minimum": "9" * 400}, "whole number from 1"),
        ({"row": ROOT, "minimum": "2"}, "Say how many at least"),
        ({"row": ROOT, "conditions": ["no-such"], "fields": "conditions"}, "There is no condition"),
        ({"row": "a\x00b", "text": "x"}, "no such row"),
        ({"row": "bcbsma-292/hcc/root", "text": "x"}, "no such row"),
        ({"row": ROOT, "text": "x", "edition": "9" * 30}, "Load the draft again"),
        ({"row": ROOT, "text": "x", "edition": "-1"}, "Load the draft again"),
        ({"row": ROOT, "text": "x", "edition": "77"}, "of another draft"),
        ({"row": ROOT, "act": "explode"}, "not edited in this way"),
        ({"row": ROOT, "part": "nothing"}, "no such part"),
        ({"row": ROOT, "act": "in"}, "no criterion before it"),
        ({"row": ROOT, "act": "out"}, "outermost level"),
        ({"row": ROOT, "act": "move", "parent": ROOT, "place": "0"}, "root of the criteria stays"),
        ({"row": ROOT, "act": "move", "parent": "no-such", "place": "0"}, "no such row"),
        ({"row": ROOT, "act": "move", "parent": ROOT, "place": "-3"}, "no place among the rows"),
        ({"row": ROOT, "act": "up"}, "the first already"),
        ({"row": "a\x00b", "act": "below"}, "no such criterion"),
        ({"row": "a\x00b", "act": "down"}, "no such row to move"),
        ({"part": "code", "row": "none", "act": "below"}, "Only criteria"),
        ({"part": "code", "act": "add", "system": "CPT", "code": "", "status": "listed"}, "cannot be blank"),
        ({"part": "code", "act": "add", "code": "1", "system": "", "status": ""}, "Choose one"),
        ({"part": "date", "act": "add", "kind": "next_review", "on": "2027-02-30"}, "day of the calendar"),
        ({"part": "date", "act": "add", "kind": "next_review", "on": "soon"}, "day of the calendar"),
        ({"part": "version", "act": "add"}, "begun and given up as a whole"),
        ({"part": "version", "act": "remove", "row": "bcbsma-292/v2"}, "begun and given up as a whole"),
        ({"part": "statement_indication", "act": "add", "above": "a\x00b", "indication": "re-hcc"}, "no such row"),
        ({"act": "undo"}, "no edit of yours left"),
        ({"act": "redo"}, "nothing to make again"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(writing, draft, values, said):
    answer = post(writing, **values)
    assert answer.status_code == 400, answer.content[:300]
    assert said in answer.json()["said"]
    assert PolicyVersion.objects.get(pk=draft.pk).edition == 0
    assert post(writing, script=False, **values).status_code in (302, 400)
    assert PolicyVersion.objects.get(pk=draft.pk).edition == 0


def test_a_circle_is_refused(writing):
    first, second = conditions()[:2]
    post(writing, act="in", row=second.key)
    answer = post(writing, act="move", row=first.key, parent=second.key, place="0", edition="1")
    assert answer.status_code == 400
    assert "cannot be moved under itself" in answer.json()["said"]


def test_a_fault_is_told_by_its_field(writing):
    answer = post(writing, row=conditions()[0].key, minimum="x", printed_label="y" * 30)
    assert list(answer.json()["faults"]) == ["minimum"]
    page = post(writing, script=False, part="date", act="add", kind="next_review", on="soon").content.decode()
    assert 'value="soon"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("code", {"system": "CPT", "code": "37243", "description": "Our label", "status": "listed"}),
        ("documentation", {"text": "Imaging", "parts": "CT\nMRI"}),
        ("prior_authorization", {"setting": "Inpatient", "product": "All", "requirement": "required"}),
        ("patient_selection", {"text": "Who", "strength": "must", "position_when_not_met": "not_stated"}),
        ("related_policy", {"title": "Ablation", "number": "259"}),
        ("coverage_determination", {"system": "NCD", "number": "20.1", "checked_on": "2026-11-25"}),
        ("regulatory_fact", {"pathway": "PMA", "labelled_use": "Liver tumours", "on": "2002"}),
        ("evidence_conclusion", {"population": "Adults", "conclusion": "insufficient", "text": "Few studies"}),
        ("history", {"text": "Reviewed", "date_as_printed": "11/2026", "change_class": "editorial"}),
        ("date", {"kind": "next_review", "on": "2027-11"}),
        ("definition", {"term": "diffuse", "definition": "Everywhere", "criteria": [ROOT], "fields": "criteria"}),
    ],
)
def test_each_other_part_is_added_to_changed_and_removed(writing, draft, part, values):
    page = f"{DRAFT}parts/{part}/"
    answer = post(writing, script=False, part=part, act="add", **values)
    assert answer.status_code == 302, answer.content.decode()
    key = answer.headers["Location"].partition("#row-")[2]
    assert answer.headers["Location"] == f"{page}#row-{key}"
    assert key in writing.get(page).content.decode()
    name = next(name for name in values if name in ("text", "number", "code", "on", "setting", "term", "labelled_use"))
    value = "2028" if name == "on" else "12345"
    assert post(writing, part=part, row=key, edition="1", **{name: value}).status_code == 200
    assert value in writing.get(page).content.decode()
    assert post(writing, part=part, row=key, edition="2", act="remove").status_code == 200
    assert key not in writing.get(page).content.decode()


def test_rows_of_a_part_are_moved(writing, draft):
    codes = list(draft.codes.order_by("order").values_list("key", flat=True))
    post(writing, part="code", act="down", row=codes[0])
    assert list(draft.codes.order_by("order").values_list("key", flat=True))[:2] == codes[1::-1]


def test_name_products_and_coding_notes_of_the_version_are_edited_and_taken_back(writing, draft):
    values = {"part": "version", "row": draft.key, "label": "April 2027", "products": "HMO\n\n PPO ", "code_notes": ""}
    assert post(writing, **values).status_code == 200
    draft.refresh_from_db()
    assert (draft.label, draft.products, draft.code_notes, draft.edition) == ("April 2027", ["HMO", "PPO"], [], 1)
    post(writing, act="undo")
    draft.refresh_from_db()
    assert (draft.label, len(draft.products), draft.edition) == ("", 5, 2)


def test_an_indication_is_added_with_its_reason(writing, draft):
    statement = draft.statements.first()
    free = Indication.objects.exclude(statement_indications__statement=statement).first()
    values = {"indication": free.key, "no_evidence_reason": "None was found.", "by_name": "1", "fields": "by_name"}
    values |= {"part": "statement_indication", "act": "add", "above": statement.key}
    told = post(writing, **values).json()
    assert list(told["sections"]) == [statement.key]
    pair = statement.statement_indications.get(indication=free)
    assert (pair.no_evidence_reason, pair.by_name) == ("None was found.", True)
    again = post(writing, edition="1", **values)
    assert again.status_code == 400
    assert "already exists" in again.json()["said"]
