"""Rows as they are loaded: what the models refuse, and what tells an edited row from an untouched one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.fixture_files import read_text
from evidence.fixture_format import FixtureFile
from evidence.fixture_rows import account_rows, rows_of
from evidence.models import Arm, Condition, LoadedRow, Measurement, Reference, Study
from evidence.rows import Row, differences, digest, row_problems, save
from policies import loading
from policies.models import Criterion
from tests import small_fixtures

words = st.text(max_size=8)
values = st.dictionaries(words, st.one_of(words, st.booleans(), st.none(), st.lists(words, max_size=3)), max_size=5)
links = st.dictionaries(words, st.lists(words, max_size=4), max_size=3)


@given(values, links, st.randoms())
def test_digest_is_the_same_whatever_the_order(said, linked, chance):
    shuffled = list(said.items())
    chance.shuffle(shuffled)
    turned = {name: chance.sample(keys, len(keys)) for name, keys in reversed(linked.items())}
    assert digest(dict(shuffled), turned) == digest(said, linked)


@given(values, links, words, words)
def test_digest_tells_another_value(said, linked, name, value):
    changed = said | {name: value}
    assert (digest(changed, linked) == digest(said, linked)) == (changed == said)


@given(values, links, words, words)
def test_digest_tells_another_link(said, linked, name, key):
    changed = linked | {name: [*linked.get(name, []), key]}
    same = name in linked and key in linked[name]
    assert (digest(said, changed) == digest(said, linked)) == same


def test_place_among_siblings_is_no_difference():
    assert digest({"text": "a", "order": 1, "position": 2}, {}) == digest({"text": "a", "order": 7, "position": 9}, {})


def row(model, key, line=1, **said) -> Row:
    return Row(model, key, said, file="f.yaml", line=line)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(Condition, "a", name="A")], []),
        ([row(Condition, "a", name="A"), row(Condition, "a", line=7, name="B")], ['f.yaml:7: "a" stands twice']),
        ([row(Condition, "a", name="A"), row(Reference, "a", title="A")], []),
        ([row(Condition, "a", name="")], ["f.yaml:1: name: This field cannot be blank."]),
        (
            [row(Study, "a", label="A", design="rumour")],
            ["f.yaml:1: design: Value 'rumour' is not a valid choice."],
        ),
        (
            [row(Condition, "a" * 201, name="A")],
            ["f.yaml:1: key: Ensure this value has at most 200 characters (it has 201)."],
        ),
        (
            [row(Reference, "a", year="20200")],
            ["f.yaml:1: year: Ensure this value has at most 4 characters (it has 5)."],
        ),
    ],
)
def test_what_the_models_refuse_is_told_with_its_place(rows, told):
    assert [str(problem) for problem in row_problems(rows)] == told


@pytest.mark.django_db
def test_row_that_nobody_loaded_is_new():
    assert [found.kind for found in differences([row(Condition, "a", name="A")])] == ["new in the files"]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_rows_are_saved_in_any_order(tmp_path, seed):
    rows, _ = loading.read_rows(small_fixtures.write(tmp_path))
    random.Random(seed).shuffle(rows)
    save(rows)
    assert LoadedRow.objects.count() == len(rows)
    assert differences(rows) == []
    assert Criterion.objects.get(key="doc/i/hcc").parent.key == "doc/i/root"
    assert Measurement.objects.get().arm == Arm.objects.get(key="ash-2020/re")


def account_keys(*texts: str) -> list[str]:
    files = [read_text(text, name="f.yaml", format=FixtureFile) for text in texts]
    return [found.key for found in account_rows(files)]


def test_second_account_of_a_study_in_one_document_has_a_key_of_its_own():
    told = "document: doc\naccounts:\n- {study: ash-2020, lines: '1'}\n"
    other = told.replace(": doc", ": article")
    assert account_keys(told, other, told) == ["doc/ash-2020", "article/ash-2020", "doc/ash-2020/part-2"]


def test_figure_without_lines_of_its_own_stands_where_its_outcome_stands():
    figure = "{statistic: median, value: '1', as_reported: '1'"
    text = (
        "document: doc\naccounts:\n- study: a\n  lines: 1-9\n  outcomes:\n  - endpoint: os\n    lines: '2'\n"
        f"    figures:\n    - {figure}}}\n    - {figure}, lines: '3'}}\n"
    )
    rows = account_rows([read_text(text, name="f.yaml", format=FixtureFile)])
    assert [found.values["lines"] for found in rows if found.model is Measurement] == ["2", "3"]


def test_citation_is_ordered_by_the_number_printed():
    text = "document: doc\ncitations:\n" + "".join(
        f"- {{reference: {key}, number: '{number}', lines: '1'}}\n"
        for key, number in [("c", ""), ("b", "10"), ("a", "[9]")]
    )
    rows = rows_of(read_text(text, name="f.yaml", format=FixtureFile))
    ordered = sorted(rows, key=lambda found: found.values["position"])
    assert [found.key for found in ordered] == ["doc/[9]/a", "doc/10/b", "doc/unnumbered/c"]
