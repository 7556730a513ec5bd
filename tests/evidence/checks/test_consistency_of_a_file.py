"""benchmarks/consistency.py on a small file of its own; the figures are made, not found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import consistency


def row(estimate, lower, upper, p_op="=", p="", measure="HR", **more):
    interval = {"ci_lower": lower, "ci_upper": upper, "ci_level": 95.0}
    return {"measure": measure, "estimate": estimate, "p_op": p_op, "p": p} | interval | more


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row("0.80", "0.65", "0.98", p="0.03"), "consistent"),
        (row("0.80", "0.65", "0.98", p="0.30"), "inconsistent"),
        (row("0.80", "0.65", "0.98", "<", "0.05", "rr"), "consistent"),
        (row("0.80", "0.65", "0.98", "<", "0.0001", "OR"), "inconsistent"),
        (row("0.80", "0.98", "0.65", p="0.03"), "inconsistent"),
        (row("0.60", "0.65", "0.98", None, None), "inconsistent"),
        (row("2.52", "1.36", "4.78", p="0.004", measure="HR"), "consistent"),  # not symmetric, as profile intervals are
        (row("0.80", "0.65", "0.98", p="0.30", verdict="consistent"), "inconsistent"),
        (row(0.8, 0.65, 0.98, None, "<.001"), "inconsistent"),
        (row("0,80", "0,65", "0,98", None, "P = 0,30"), "inconsistent"),
        (row("0.80", "0.65", "0.98", p="1e-9", measure="adjusted hazard ratio"), "inconsistent"),
        (row("0.80", "0.65", "0.98", p="0.30", measure="aOR", ci_level="95%"), "inconsistent"),
        ({"estimate": "0.80"}, "consistent"),
        ({}, "consistent"),
    ],
)
def test_a_row_is_judged_by_its_figures_alone(given, expected):
    assert consistency.judge(given)[0] == expected


def test_a_verdict_is_printed_per_row_and_those_judged_the_same_are_counted(tmp_path, capsys, monkeypatch):
    file = tmp_path / "rows.json"
    sound, wrong = row("0.80", "0.65", "0.98", p="0.03", id="a"), row("0.80", "0.65", "0.98", p="0.30", id="b")
    for told in ({"inconsistent": [wrong, sound], "consistent": [sound]}, [sound, wrong]):
        file.write_text(json.dumps(told), encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["consistency", str(file)])
        consistency.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("inconsistent\tb\tHR 0.80 (0.65 to 0.98) p=0.30\tinconsistent\tp_agrees_with_interval")
    assert [line for line in lines if line.startswith("#")] == [
        "# inconsistent: 1 of 2 judged the same",
        "# consistent: 1 of 1 judged the same",
        "# consistent: 1, inconsistent: 1",
    ]


def test_it_runs_by_its_path_from_anywhere(tmp_path):
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([row("0.80", "0.65", "0.98", p="0.30")]), encoding="utf-8")
    script = Path(consistency.__file__)
    ran = subprocess.run([sys.executable, script, file], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "# inconsistent: 1"


def test_what_is_no_row_is_named(tmp_path, monkeypatch):
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([row("0.80", "0.65", "0.98"), None]), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["consistency", str(file)])
    with pytest.raises(SystemExit, match="row 2 is not an object"):
        consistency.main()
