"""Loading the starter base: all of it or nothing, and a used base is only compared."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError

import audit.actions
from audit.models import AuditEvent
from evidence.fixture_files import FixtureError
from evidence.models import (
    Condition,
    Document,
    EffectEstimate,
    Identifier,
    LoadedRow,
    Measurement,
    Reference,
    Study,
    Trial,
)
from evidence.rows import Difference
from policies import loading
from policies.models import Criterion, EvidenceLink, Policy, Statement
from search import changes
from search.models import Change
from tests import small_fixtures

pytestmark = pytest.mark.django_db
WRITTEN = (AuditEvent, Change, Condition, Document, EvidenceLink, Identifier, LoadedRow, Policy, Reference, Study)


CITATION = '- {reference: oak-2021, lines: "9"}\n'
LAST_REVIEW = '  dates:\n  - {kind: last_review, on: 2024-09, lines: "20"}\n'


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in WRITTEN}


def load(tmp_path, files=small_fixtures.FILES):
    return loading.load(small_fixtures.write(tmp_path, files))


def shown(tmp_path, files, capsys) -> str:
    call_command("load_fixtures", small_fixtures.write(tmp_path, files))
    return capsys.readouterr().out


def test_small_fixtures_are_loaded_with_what_they_point_at(tmp_path):
    loaded = load(tmp_path)
    assert (loaded.files, loaded.rows) == (5, LoadedRow.objects.count())
    link = EvidenceLink.objects.get()
    assert link.key == "doc/i/re-hcc/figure/doc/ash-2020/os-hr"
    assert (link.statement.key, link.indication.key, link.effect_estimate.estimate) == ("doc/i", "re-hcc", "0.80")
    assert link.effect_estimate.comparator_arm.key == "ash-2020/tace"
    assert [work.reference.key for work in Study.objects.get().reports.all()] == ["ash-2020"]
    assert [parent.key for parent in Condition.objects.get(key="hcc").parents.all()] == ["tumours"]
    assert [excepted.key for excepted in Statement.objects.get(key="doc/ii").exceptions.all()] == ["doc/i"]
    assert list(Criterion.objects.values_list("key", "parent__key", "computed_label")) == [
        ("doc/i/root", None, "I"),
        ("doc/i/hcc", "doc/i/root", "I.A"),
        ("doc/i/unresectable", "doc/i/root", "I.B"),
    ]


def test_figures_keep_their_form(tmp_path):
    load(tmp_path)
    assert EffectEstimate.objects.get().estimate == "0.80"
    assert Measurement.objects.get().value == "10.0"


def test_empty_folder_loads_nothing(tmp_path):
    with pytest.raises(FixtureError, match="there are no fixture files here"):
        loading.load(tmp_path)


def test_command_tells_every_problem_in_the_order_of_the_files(tmp_path):
    files = small_fixtures.changed("studies.yaml", "design: rct", "design: trial")
    files |= {"shared.yaml": files["shared.yaml"].replace("kind: policy", "kind: law").replace("title: A policy", "")}
    with pytest.raises(CommandError) as error:
        call_command("load_fixtures", small_fixtures.write(tmp_path, files))
    first, *rest = str(error.value).splitlines()
    assert first == "Nothing was loaded. 3 problem(s):"
    assert [line.split(": ")[0] for line in rest] == ["  fixtures/shared.yaml:2"] * 2 + ["  fixtures/studies.yaml:4"]


def test_check_reads_the_files_and_loads_nothing(tmp_path, capsys):
    call_command("load_fixtures", small_fixtures.write(tmp_path), "--check")
    assert capsys.readouterr().out == "5 files hold 37 rows, no problems.\n"
    assert not Document.objects.exists()


def test_what_the_database_refuses_is_told_and_nothing_stays(tmp_path):
    Condition.objects.create(key="hcc", name="Made here before any document was loaded")
    before = counts()
    with pytest.raises(FixtureError, match="fixtures: the database refuses the rows: "):
        load(tmp_path)
    assert counts() == before


def test_loading_is_recorded_and_told_to_the_search(tmp_path):
    load(tmp_path)
    events = AuditEvent.objects.order_by("id").values_list("event", "target_type", "target_key", "by")
    assert list(events) == [
        ("document.loaded", "document", "doc", "fixtures"),
        ("policy_version.loaded", "policy_version", "doc/2024", "fixtures"),
    ]
    told = set(Change.objects.values_list("type", "key"))
    assert {("reference", "oak-2021"), ("study", "ash-2020"), ("policy", "doc"), ("statement", "doc/ii")} <= told


@pytest.mark.parametrize("broken", [(audit.actions, "record"), (changes, "record"), (LoadedRow.objects, "bulk_create")])
def test_all_is_undone_when_one_part_of_the_loading_fails(tmp_path, monkeypatch, broken):
    before = counts()

    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(*broken, fail)
    with pytest.raises(DatabaseError, match="disk full"):
        load(tmp_path)
    assert counts() == before


def test_used_base_is_not_loaded_into(tmp_path):
    load(tmp_path)
    before = counts()
    with pytest.raises(ValueError, match="the starter base loads only into an empty one"):
        load(tmp_path)
    assert counts() == before


@pytest.mark.parametrize("model", [Document, Reference, Study])
def test_base_with_a_row_of_somebody_is_not_empty(tmp_path, model):
    assert loading.is_empty()
    model.objects.create(key="own")
    assert not loading.is_empty()
    call_command("load_fixtures", small_fixtures.write(tmp_path), "--if-empty")
    assert model.objects.get().key == "own"


def test_second_load_if_empty_does_nothing_and_says_nothing(tmp_path, capsys):
    folder = small_fixtures.write(tmp_path)
    call_command("load_fixtures", folder, "--if-empty")
    assert capsys.readouterr().out == "Starter base loaded: 37 rows from 5 files.\n"
    before = counts()
    call_command("load_fixtures", folder, "--if-empty")
    assert capsys.readouterr().out == ""
    assert counts() == before


def test_same_files_again_show_no_difference(tmp_path, capsys):
    load(tmp_path)
    assert shown(tmp_path, small_fixtures.FILES, capsys) == "The base holds what the files hold.\n"


def test_starter_base_shows_no_difference_after_loading(starter_base):
    assert loading.compare(settings.FIXTURES_DIR) == []
    assert not loading.is_empty()


def test_differences_are_told_by_kind_and_place(tmp_path, capsys):
    load(tmp_path)
    Statement.objects.filter(key="doc/i").update(text="Edited here.")
    Study.objects.get().interventions.clear()
    Identifier.objects.filter(key="pmid:22222222").delete()
    files = small_fixtures.changed("shared.yaml", "title: A registry", "title: A register")
    files |= {
        "doc/studies.yaml": files["doc/studies.yaml"].replace("citations:\n", "citations:\n" + CITATION),
        "doc/policy.yaml": files["doc/policy.yaml"].replace(LAST_REVIEW, ""),
    }
    assert loading.compare(small_fixtures.write(tmp_path, files)) == [
        Difference(
            "changed in the files",
            "evidence.Reference",
            "oak-2021",
            "fixtures/shared.yaml:18",
            (("title", "A registry", "A register"),),
        ),
        Difference(
            "edited here",
            "evidence.Study",
            "ash-2020",
            "fixtures/studies.yaml:2",
            (("interventions", [], ["re", "tace"]),),
        ),
        Difference(
            "edited here",
            "policies.Statement",
            "doc/i",
            "fixtures/doc/policy.yaml:12",
            (("text", "Edited here.", "Radioembolization of unresectable carcinoma."),),
        ),
        Difference("gone from the files", "policies.VersionDate", "doc/2024/date/last_review-1"),
        Difference("new in the files", "evidence.Citation", "doc/unnumbered/oak-2021", "fixtures/doc/studies.yaml:3"),
        Difference("removed here", "evidence.Identifier", "pmid:22222222", "fixtures/shared.yaml:18"),
    ]
    told = shown(tmp_path, files, capsys)
    assert "edited here: 2\n  evidence.Study ash-2020  fixtures/studies.yaml:2\n" in told
    assert '    text: here "Edited here.", in the files "Radioembolization of unresectable carcinoma."\n' in told
    assert told.endswith("Nothing was changed: a used base is never overwritten.\n")


def test_showing_differences_writes_nothing(tmp_path, capsys):
    load(tmp_path)
    Statement.objects.filter(key="doc/i").update(text="Edited here.")
    files = small_fixtures.changed(
        "doc/policy.yaml", "text: Radioembolization of unresectable carcinoma.", "text: New."
    )
    before = counts()
    assert "edited here: 1" in shown(tmp_path, files, capsys)
    assert Statement.objects.get(key="doc/i").text == "Edited here."
    assert counts() == before


def test_row_edited_here_as_the_files_now_have_it_is_no_difference(tmp_path, capsys):
    load(tmp_path)
    Reference.objects.filter(key="oak-2021").update(title="A register")
    files = small_fixtures.changed("shared.yaml", "title: A registry", "title: A register")
    assert shown(tmp_path, files, capsys) == "The base holds what the files hold.\n"


def test_new_link_before_others_changes_no_other(tmp_path):
    load(tmp_path)
    link = "- {criterion: doc/i/hcc, study: ash-2020, bearing: context, ground: stated, note: N.}\n"
    files = small_fixtures.changed("doc/evidence.yaml", "evidence_links:\n", "evidence_links:\n" + link)
    assert loading.compare(small_fixtures.write(tmp_path, files)) == [
        Difference(
            "new in the files", "policies.EvidenceLink", "doc/i/hcc/study/ash-2020", "fixtures/doc/evidence.yaml:3"
        )
    ]


def test_long_list_of_differences_is_cut_short(tmp_path, capsys):
    load(tmp_path)
    more = "".join(f"- {{key: w-{number}}}\n" for number in range(45))
    files = small_fixtures.changed("shared.yaml", "references:\n", "references:\n" + more)
    told = shown(tmp_path, files, capsys).splitlines()
    assert told[0] == "new in the files: 45"
    assert told[41] == "  ... and 5 more"


def test_no_number_of_the_base_is_anything_but_text(starter_base):
    for value in (
        *Measurement.objects.values_list("value", flat=True),
        *Trial.objects.values_list("number", flat=True),
    ):
        assert isinstance(value, str)
        assert not isinstance(value, Decimal)
