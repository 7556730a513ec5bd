"""Which numbers of a source no row holds."""

import re

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from evidence.fixture_files import read_text
from evidence.unread import left_out, line_numbers, numbers, unread_numbers
from policies.fixture_format import PolicyFixtureFile

SHARED = """\
references:
- {key: ash-2020, title: A trial of 3 treatments, authors: [Ash A], year: "2020", volume: "12", pages: 34-56}
studies:
- {key: ash-2020, label: Ash 2020, design: rct, note: Registered as number 777.}
- {key: oak-555, label: Oak, design: rct}
guidelines:
- {key: liver, body: body, title: Liver, versions: [{key: liver/1.2022, version: "1.2022"}]}
"""
TOLD = """\
document: doc
citations:
- {reference: ash-2020, number: "1", lines: "1"}
accounts:
- study: ash-2020
  lines: "2-3"
  participants: "40"
  outcomes:
  - endpoint: os
    timepoint: 12 months
    lines: "3"
    figures:
    - {statistic: proportion, value: "0.80", as_reported: 0.80}
    - {statistic: median, value: "9", as_reported: "9", lines: "4"}
- {study: oak-555, lines: "5"}
recommendations:
- {key: doc/re-99, guideline_version: liver/1.2022, kind: option, text: For 5 weeks., lines: "6"}
left_out:
- {document: doc, lines: "7", numbers: ["90"], reason: The isotope.}
- {document: doc, lines: "8", reason: The address.}
- {document: other, lines: "9", reason: Of another document.}
"""


def files(told=TOLD):
    return [read_text(text, name="f.yaml", format=PolicyFixtureFile) for text in (SHARED, told)]


def unread(*lines: str, told=TOLD) -> list[tuple[int, str, str]]:
    found = unread_numbers("\n".join(lines), "doc", files(told))
    return [(number.line, number.number, number.reason) for number in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HR 0.80 (0.54 to 1.03)", ["0.80", "0.54", "1.03"]),
        ("n=1,340 of 2,669.", ["1,340", "2,669"]),
        ("Lancet 2002;359(9319):1734–9", ["2002", "359", "9319", "1734", "9"]),
        (">14 mo, p<.001, ≤25%", ["14", "001", "25"]),
        ("90Y and Y90", ["90", "90"]),
        ("3·6 months", ["3·6"]),
        ("seven patients", []),
    ],
)
def test_numbers_of_a_text(text, found):
    assert numbers(text) == found


@given(st.lists(st.integers(0, 10**6)))
def test_every_number_between_words_is_found(values):
    assert numbers(" and ".join(map(str, values))) == [str(value) for value in values]


@pytest.mark.parametrize(
    ("lines", "covered"),
    [("7", [7]), ("7-9", [7, 8, 9]), ("7-8, 12,14-14", [7, 8, 12, 14]), (" 7 - 8 ", [7, 8])],
)
def test_lines_of_a_place(lines, covered):
    assert list(line_numbers(lines)) == covered


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 9)), min_size=1))
def test_lines_written_as_ranges_are_the_lines_of_the_ranges(ranges):
    written = ", ".join(f"{first}-{first + more}" for first, more in ranges)
    covered = [line for first, more in ranges for line in range(first, first + more + 1)]
    assert list(line_numbers(written)) == covered


def test_citation_holds_the_numbers_of_the_work():
    assert unread("1 Ash A. A trial of 3 treatments. 2020;12:34-56. PMID 4711") == [(1, "4711", "")]


def test_account_holds_the_numbers_of_the_study():
    assert unread("", "Number 777, in 40 patients and 41 controls") == [(2, "41", "")]


def test_number_is_held_on_the_lines_of_its_own_entry_only():
    assert unread("", "0.80", "0.80 at 12 months, 9", "9 and 0.80") == [(2, "0.80", ""), (3, "9", ""), (4, "0.80", "")]


def test_other_form_of_a_number_is_not_that_number():
    assert unread("", "", "0.8 and 0.800") == [(3, "0.8", ""), (3, "0.800", "")]


def test_recommendation_holds_the_version_of_its_guideline():
    assert unread("", "", "", "", "", "v1.2022, 5 weeks") == []


def test_number_in_a_key_counts_for_nothing():
    assert unread("", "", "", "", "555", "99") == [(5, "555", ""), (6, "99", "")]


def test_row_of_another_document_holds_nothing():
    other = TOLD.replace("document: doc\ncitations", "document: other\ncitations")
    assert (3, "0.80", "") in unread("", "", "0.80", told=other)


def test_number_left_out_bears_its_reason():
    assert unread(*[""] * 6, "90 and 91", "1 Main Street 2", "3") == [
        (7, "90", "The isotope."),
        (7, "91", ""),
        (8, "1", "The address."),
        (8, "2", "The address."),
        (9, "3", ""),
    ]


def test_reason_of_one_number_goes_before_that_of_the_line():
    told = TOLD + '- {document: doc, lines: "8", numbers: ["2"], reason: The floor.}\n'
    assert left_out("doc", files(told))[8, "2"] == "The floor."
    assert unread(*[""] * 7, "1 Main Street 2", told=told)[1] == (8, "2", "The floor.")


@given(st.lists(st.from_regex(r"[a-z0-9., ]{0,20}", fullmatch=True), max_size=9))
def test_every_number_is_either_held_or_listed(lines):
    listed = unread_numbers("\n".join(lines), "none", files())
    found = [(place, number) for place, line in enumerate(lines, start=1) for number in numbers(line)]
    assert [(number.line, number.number) for number in listed] == found


def test_command_lists_what_no_row_holds(tmp_path, capsys, settings):
    source = tmp_path / "med140-some.txt"
    source.write_text("\n" * 208 + "12345 and 82%\n")
    call_command("unread", source)
    listed = capsys.readouterr().out.splitlines()
    assert listed == [
        "209: 12345  | 12345 and 82%",
        "med140: 1 numbers no row holds, 0 left out with a reason, 1 without.",
    ]


def test_command_shows_reasons_when_asked(tmp_path, capsys):
    source = tmp_path / "text.txt"
    source.write_text("\n" * 671 + "MED140 | 14\n")
    call_command("unread", source, "--document=med140")
    assert capsys.readouterr().out.splitlines() == [
        "med140: 2 numbers no row holds, 2 left out with a reason, 0 without."
    ]
    call_command("unread", source, "--document=med140", "--all")
    assert re.match(r"672: 140  left out: \w", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "content", "arguments", "refusal"),
    [
        ("unknown.txt", b"1", [], "Say which document it is: --document one of"),
        ("unknown.txt", b"1", ["--document=none"], "Say which document it is: --document one of"),
        ("med140.txt", b"\xe9", [], "cannot be read as text"),
        ("med140.txt", None, [], "cannot be read as text"),
    ],
)
def test_command_says_what_it_cannot_read(tmp_path, name, content, arguments, refusal):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=refusal):
        call_command("unread", tmp_path / name, *arguments)


def test_command_reads_nothing_while_the_fixtures_have_problems(tmp_path, settings):
    (tmp_path / "bad.yaml").write_text("works: []\n")
    settings.FIXTURES_DIR = tmp_path
    (tmp_path / "med140.txt").write_text("1")
    with pytest.raises(CommandError, match="The fixtures have problems"):
        call_command("unread", tmp_path / "med140.txt")
