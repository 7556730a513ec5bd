"""benchmarks/pooling.py on small files of its own; the figures are made, not found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import pooling

TWO = [{"study": "a", "yi": 0.1, "vi": 0.2}, {"study": "b", "yi": -0.3, "sei": 0.3}]
POOLED = {"EE": {"estimate": -0.175862}}


def printed(told, tmp_path, capsys, monkeypatch) -> str:
    file = tmp_path / "sets.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["pooling", str(file)])
    pooling.main()
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "told",
    [
        {"datasets": {"one": {"studies": TWO, "pooled": POOLED}}},
        {"one": {"studies": TWO, "pooled": POOLED}},
        [{"id": "one", "studies": TWO, "pooled": POOLED}],
        {"id": "one", "studies": TWO, "pooled": POOLED},
    ],
)
def test_data_sets_are_read_however_they_are_packed(told, tmp_path, capsys, monkeypatch):
    out = printed(told, tmp_path, capsys, monkeypatch)
    assert "k = 2 of 2" in out
    assert "all within 1e-4" in out


def test_what_cannot_be_pooled_is_left_out_and_said_so(tmp_path, capsys, monkeypatch):
    studies = [*TWO, {"study": "c", "yi": 0.2, "vi": 0}, {"study": "d", "yi": None, "vi": 1}, {"study": "e"}]
    out = printed([{"studies": studies, "pooled": None}], tmp_path, capsys, monkeypatch)
    assert "k = 2 of 5" in out
    assert "left out, no estimate or no variance above 0: c, d, e" in out
    assert "nothing to compare with" in out


def test_a_difference_of_large_values_has_no_effect_on_a_log_scale(tmp_path, capsys, monkeypatch):
    studies = [{"yi": 900, "vi": 4}, {"yi": 905, "vi": 5}]
    out = printed([{"studies": studies, "measure": "MD", "log_scale": False}], tmp_path, capsys, monkeypatch)
    assert "902.222222" in out


def test_a_value_that_is_off_is_told(tmp_path, capsys, monkeypatch):
    pooled = {"EE": {"estimate": -0.18}}
    assert "MORE THAN 1e-4 APART" in printed([{"studies": TWO, "pooled": pooled}], tmp_path, capsys, monkeypatch)


def test_it_runs_by_its_path_from_anywhere(tmp_path):
    file = tmp_path / "sets.json"
    file.write_text(json.dumps([{"studies": TWO, "pooled": POOLED}]), encoding="utf-8")
    command = [sys.executable, Path(pooling.__file__), file]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "all within 1e-4"
