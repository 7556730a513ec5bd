"""benchmarks/consistency.py on a small file of its own; the figures are made, not found."""

import json

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
