import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.exporters.csv_table import FORMULA_SIGNS, harmless, lines


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("0.80", "0.80"),
        ("-0.5", "-0.5"),
        ("+12", "+12"),
        (3, "3"),
        (True, "true"),
        (["HCC", "hepatoma"], "HCC; hepatoma"),
        ([], ""),
        ([{"document": "med140", "number": "=1"}], '[{"document": "med140", "number": "=1"}]'),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-HCC", "'-HCC"),
        ("+inf", "'+inf"),
        ("-1_0", "'-1_0"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        (["=1", "b"], "'=1; b"),
    ],
)
def test_a_cell_runs_nothing(value, cell):
    assert harmless(value) == cell


@given(st.text())
def test_no_text_begins_like_a_formula(text):
    cell = harmless(text)
    if cell.lstrip(" ").startswith(FORMULA_SIGNS):
        float(cell)  # a number it is, then


@given(st.lists(st.tuples(st.text(), st.text())))
def test_reads_back_as_it_was_written(rows):
    written = "".join(lines([{"a": a, "b": b} for a, b in rows], ["a", "b"]))
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [["a", "b"], *([harmless(a), harmless(b)] for a, b in rows)]


def test_columns_are_those_asked_for_in_their_order():
    assert "".join(lines([{"b": "2", "a": "1", "c": "3"}], ["a", "b"])) == "a,b\r\n1,2\r\n"
