"""Reading fixture files: every scalar is text, and each problem is told with its file and line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.fixture_files import FixtureError, cycle_problems, key_problems, read_folder, read_text
from evidence.fixture_format import FixtureFile
from policies.fixture_format import PolicyFixtureFile
from tests import small_fixtures


def read(text: str, format=FixtureFile):
    return read_text(text, name="some.yaml", format=format)


def problems_of(text: str, format=FixtureFile) -> list[str]:
    with pytest.raises(FixtureError) as error:
        read(text, format)
    return [str(problem) for problem in error.value.problems]


def read_files(tmp_path, files):
    return read_folder(small_fixtures.write(tmp_path, files), PolicyFixtureFile)


@pytest.mark.parametrize(
    "written", ["0.80", "1.0", "007", "1e5", "2024-09-01", "yes", "no", "null", "~", "0x1F", "1_000", "12:30", "True"]
)
def test_scalar_stays_the_text_it_was_written_as(written):
    (entry,) = read(f"references:\n- {{key: a, title: {written}}}\n").content.references
    assert entry.title == written


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_quoted_text_is_read_as_it_is(text):
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    (entry,) = read(f'references:\n- {{key: a, note: "{quoted}"}}\n').content.references
    assert entry.note == text


def test_file_that_begins_with_a_byte_order_mark_is_read():
    assert read("\ufeffreferences:\n- {key: a}\n").content.references[0].key == "a"


BROKEN = {
    "not yaml": ("references:\n- {key: a\n", 3, "not YAML: did not find expected ',' or '}'"),
    "a tab for an indent": ("references:\n\t- key: a\n", 2, "not YAML: found character that cannot start any token"),
    "two documents in one file": ("references: []\n---\nstudies: []\n", 2, "not YAML: but found another document"),
    "a control character": (
        "references:\n- {key: a, title: ä\x07}\n",
        2,
        "not YAML: control characters are not allowed",
    ),
    "an empty file": ("", 1, "a fixture file holds named sections, such as `references:`"),
    "a list instead of sections": ("- key: a\n", 1, "a fixture file holds named sections, such as `references:`"),
    "a section that is no list": ("references:\n  key: a\n", 2, "`references`: Input should be a valid list"),
    "a field name that is no text": ("references: []\n? [a]\n: b\n", 2, "the name of a field is plain text"),
    "a part inside itself": ("references: &x [*x]\n", 1, "a part holds itself, or lies too deep"),
    "a field twice": ("references:\n- key: a\n  year: '2020'\n  year: '2021'\n", 4, "`year` is given twice"),
    "a section twice": ("references: []\nstudies: []\nreferences: []\n", 3, "`references` is given twice"),
    "an unknown field": ("references:\n- key: a\n  yaer: '2020'\n", 3, "`yaer`: there is no such field here"),
    "an unknown section": ("works: []\n", 1, "`works`: there is no such field here"),
    "a value outside its vocabulary": (
        "references:\n- key: a\n  kind: book\n",
        3,
        "`kind`: Input should be 'article', ",
    ),
    "a field left out": ("studies:\n- key: a\n  design: rct\n", 2, "`label`: Field required"),
    "a field left empty": ("studies:\n- key: a\n  design: rct\n  label:\n", 4, "`label`: String should have at least"),
    "a key with a capital letter": ("references:\n- key: Ash-2020\n", 2, "`key`: String should match pattern"),
    "a key too long": (f"references:\n- key: {'a' * 121}\n", 2, "`key`: String should have at most 120"),
    "a list where a text belongs": (
        "references:\n- key: a\n  title: [A]\n",
        3,
        "`title`: Input should be a valid string",
    ),
    "malformed lines": (
        "document: d\ncitations:\n- reference: a\n  lines: 7 to 9\n",
        4,
        '`lines`: "7 to 9" is not a list of lines',
    ),
    "lines that end before they begin": (
        "document: d\ncitations:\n- {reference: a, lines: 9-7}\n",
        3,
        '`lines`: "9-7" ends before it begins',
    ),
    "citations of no document": (
        "citations:\n- {reference: a, lines: '7'}\n",
        1,
        "citations, accounts, recommendations and the like need",
    ),
    "a figure without a number": (
        "document: d\naccounts:\n- study: a\n  lines: '1'\n  outcomes:\n  - endpoint: os\n    lines: '1'\n"
        "    figures:\n    - {statistic: median, as_reported: some}\n",
        9,
        "a figure needs a value, events, a range, an interval or not_reached: yes",
    ),
    "an outcome that says nothing": (
        "document: d\naccounts:\n- study: a\n  lines: '1'\n  outcomes:\n  - {endpoint: os, lines: '1'}\n",
        6,
        "an outcome needs figures, effects, or what the document states in words",
    ),
}


@pytest.mark.parametrize(("text", "line", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_is_told_by_its_line(text, line, message):
    (problem,) = problems_of(text)
    assert problem.startswith(f"some.yaml:{line}: ")
    assert message in problem


def test_every_problem_of_a_file_is_told_at_once():
    told = problems_of("references:\n- key: a\n  kind: book\n- key: b\n  pages: [1]\n- {title: T}\n")
    assert [re.match(r"some.yaml:(\d+): `(\w+)`", problem).groups() for problem in told] == [
        ("3", "kind"),
        ("5", "pages"),
        ("6", "key"),
    ]


def test_file_that_is_not_utf8_is_told_by_its_line(tmp_path):
    (tmp_path / "bad.yaml").write_bytes("references:\n- {key: a, title: é}\n".encode("latin-1"))
    files, problems = read_folder(tmp_path, FixtureFile)
    assert files == []
    assert [str(problem) for problem in problems] == [
        f"{tmp_path.name}/bad.yaml:2: the file is not UTF-8 text (invalid continuation byte)"
    ]


def test_problems_of_all_files_are_told_together(tmp_path):
    (tmp_path / "a.yaml").write_text("works: []\n")
    (tmp_path / "b.yaml").write_text("references:\n- {key: a}\n")
    (tmp_path / "c.yaml").write_text("- a\n")
    (tmp_path / "notes.txt").write_text("not read")
    files, problems = read_folder(tmp_path, FixtureFile)
    assert [file.name for file in files] == [f"{tmp_path.name}/b.yaml"]
    assert [problem.file for problem in problems] == [f"{tmp_path.name}/a.yaml", f"{tmp_path.name}/c.yaml"]


def test_small_fixtures_have_no_problems(tmp_path):
    files, problems = read_files(tmp_path, small_fixtures.FILES)
    assert problems == []
    assert len(files) == len(small_fixtures.FILES)
    assert key_problems(files) == []


KEYS = {
    "a key that leads nowhere": (
        "shared.yaml",
        "condition: hcc}",
        "condition: gone}",
        'condition: there is no "gone" among the conditions',
    ),
    "a broader term that leads nowhere": (
        "shared.yaml",
        "parents: [tumours]",
        "parents: [gone]",
        'parents: there is no "gone" among the conditions',
    ),
    "a broader term of the other kind": (
        "shared.yaml",
        "parents: [tumours]",
        "parents: [re]",
        'parents: there is no "re" among the conditions',
    ),
    "a report that leads nowhere": (
        "studies.yaml",
        "reports: [ash-2020]",
        "reports: [gone]",
        'reports: there is no "gone" among the references',
    ),
    "an arm's intervention that leads nowhere": (
        "studies.yaml",
        "Radioembolization, interventions: [re]",
        "Radioembolization, interventions: [gone]",
        'interventions: there is no "gone" among the interventions',
    ),
    "an account of no study": (
        "doc/studies.yaml",
        "- study: ash-2020",
        "- study: gone",
        'study: there is no "gone" among the studies',
    ),
    "a file of no document": (
        "doc/evidence.yaml",
        "document: doc",
        "document: gone",
        'document: there is no "gone" among the documents',
    ),
    "an arm the study does not have": (
        "doc/studies.yaml",
        "comparator_arm: tace",
        "comparator_arm: control",
        'comparator_arm: the study "ash-2020" has no arm "control"',
    ),
    "a size of an arm the study does not have": (
        "doc/studies.yaml",
        "- {arm: re, participants",
        "- {arm: gone, participants",
        'arm: the study "ash-2020" has no arm "gone"',
    ),
    "a residual that excepts no statement": (
        "doc/policy.yaml",
        "exceptions: [doc/i]",
        "exceptions: [doc/iii]",
        'exceptions: there is no "doc/iii" among the statements',
    ),
    "a link to no figure": (
        "doc/evidence.yaml",
        "figure: doc/ash-2020/os-hr",
        "figure: doc/gone",
        'figure: there is no "doc/gone" among the figures',
    ),
    "a recommendation of no version": (
        "doc/studies.yaml",
        "guideline_version: liver/1.2022",
        "guideline_version: liver/2.2022",
        'guideline_version: there is no "liver/2.2022" among the guideline versions',
    ),
    "a key twice": (
        "shared.yaml",
        "key: oak-2021",
        "key: ash-2020",
        '"ash-2020" stands twice among the references (first in fixtures/shared.yaml:13)',
    ),
    "a criterion's key twice": (
        "doc/policy.yaml",
        "key: doc/i/unresectable",
        "key: doc/i/hcc",
        '"doc/i/hcc" stands twice among the criteria (first in fixtures/doc/policy.yaml:27)',
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), KEYS.values(), ids=KEYS.keys())
def test_wrong_key_is_told_by_its_line(tmp_path, name, old, new, message):
    changed = small_fixtures.changed(name, old, new)
    files, problems = read_files(tmp_path, changed)
    assert problems == []
    line = small_fixtures.line_of(small_fixtures.FILES[name], old)
    assert [str(problem) for problem in key_problems(files)] == [f"fixtures/{name}:{line}: {message}"]


def test_condition_and_intervention_may_share_a_key(tmp_path):
    files, _ = read_files(tmp_path, small_fixtures.changed("shared.yaml", "- {key: tumours,", "- {key: re,"))
    assert all("stands twice" not in problem.message for problem in key_problems(files))


def test_line_of_a_part_that_is_not_written_is_that_of_what_holds_it():
    file = read("references:\n- {key: a}\n- key: b\n  title: T\n")
    assert file.line_of(("references", 1, "title")) == 4
    assert file.line_of(("references", 1, "year")) == 3
    assert file.line_of(("studies",)) == 1


def test_a_term_broader_than_itself_is_told_by_file_and_line():
    text = "conditions:\n- {key: a, name: A, parents: [b]}\n- {key: b, name: B, parents: [a]}\n- {key: c, name: C}\n"
    file = read_text(text, name="f.yaml", format=FixtureFile)
    assert [str(problem) for problem in cycle_problems([file])] == [
        'f.yaml:2: "a" is by its parents broader than itself',
        'f.yaml:3: "b" is by its parents broader than itself',
    ]


def test_an_entry_that_cannot_be_read_is_a_problem_not_a_crash(tmp_path):
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.yaml").mkdir()
    _, problems = read_folder(tmp_path, FixtureFile)
    assert len(problems) == 2
    assert all("cannot be read" in problem.message for problem in problems)
