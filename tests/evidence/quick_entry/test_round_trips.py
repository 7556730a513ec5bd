"""Fields rendered in many printed styles are read back as they were."""

from hypothesis import example, given
from hypothesis import strategies as st

from evidence.quick_entry.reading import read
from evidence.quick_entry.tokens import tokens_of

OPEN_CLOSE = st.sampled_from([("(", ")"), ("[", "]"), (", ", ""), ("; ", ""), (" (", ")"), (" [", "]")])
SEPARATORS = st.sampled_from(["-", "–", "—", "−", " to ", ", ", " - ", " – ", "; "])
CI = st.sampled_from(["{} % CI ", "{}% CI: ", "{}% CI, ", "{}%CI ", "{}% CI = ", "{}% confidence interval "])
MEASURES = st.sampled_from(
    [("HR", "HR "), ("HR", "hazard ratio, "), ("OR", "odds ratio (OR) = "), ("OR", "OR: "), ("RR", "relative risk; ")]
)
POINTS = st.sampled_from([".", "·"])
P = st.sampled_from(["; P{}{}", ", p {} {}", "; P-value {} {}", ", P {}{}"])


@st.composite
def ratios(draw) -> str:
    return f"{draw(st.integers(0, 99))}.{draw(st.integers(0, 999)):03d}"[: draw(st.integers(4, 6))]


@given(
    MEASURES, ratios(), ratios(), ratios(), st.sampled_from(["95", "90", "99"]), SEPARATORS, CI, OPEN_CLOSE, POINTS, P,
    st.sampled_from("=<>≤"), st.sampled_from(["0.0013", ".04", "0.5"]),
)  # fmt: skip
def test_an_effect_is_read_back(measure, estimate, lower, upper, level, separator, ci, brackets, point, p, sign, value):
    numbers = [text.replace(".", point) for text in (estimate, lower, upper)]
    interval = ci.format(level) + separator.join(numbers[1:])
    text = f"{measure[1]}{numbers[0]}{brackets[0]}{interval}{p.format(sign, value)}{brackets[1]}"
    reading = read(text)
    (figure,) = reading.figures
    assert figure.fields == {
        "measure": measure[0],
        "estimate": numbers[0],
        "ci_level": level,
        "ci_lower": numbers[1],
        "ci_upper": numbers[2],
        "p_comparator": sign,
        "p_value": value,
    }
    assert reading.unread == ()


@given(
    st.integers(0, 400), st.integers(1, 400), st.decimals(0, 100, places=1),
    st.sampled_from(["{n}/{N} ({p}%)", "{p}% ({n}/{N})", "{p}% ({n} of {N})", "{n} of {N} patients ({p}%)"]),
)  # fmt: skip
def test_a_share_is_read_back(events, participants, percent, style):
    (figure,) = read(style.format(n=events, N=participants, p=percent)).figures
    expected = {"statistic": "proportion", "unit": "percent", "value": str(percent)}
    assert figure.fields == expected | {"events": str(events), "participants": str(participants)}
    assert figure.remarks == ()


@given(
    st.sampled_from(["median", "mean"]), ratios(), ratios(), ratios(), SEPARATORS,
    st.sampled_from([("mo", "months"), ("months", "months"), ("wk", "weeks"), ("days", "days"), ("yrs", "years")]),
    st.sampled_from([("95% CI ", "ci"), ("range ", "range"), ("range: ", "range"), ("IQR ", "iqr"), ("IQR, ", "iqr")]),
)  # fmt: skip
def test_a_time_is_read_back(statistic, value, lower, upper, separator, unit, beside):
    (figure,) = read(f"{statistic} OS {value} {unit[0]} ({beside[0]}{lower}{separator}{upper})").figures
    expected = {"statistic": statistic, "value": value, "unit": unit[1], "endpoint": "os"}
    level = {"ci_level": "95"} if beside[1] == "ci" else {}
    assert figure.fields == expected | level | {f"{beside[1]}_lower": lower, f"{beside[1]}_upper": upper}


@given(
    ratios(), ratios(), st.sampled_from([" vs ", " vs. ", " versus ", " v "]), st.sampled_from(["mo", "months", "%"])
)
def test_two_arms_are_read_back_in_order(first, second, against, unit):
    figures = read(f"median PFS {first}{against}{second} {unit}").figures
    assert [(figure.arm, figure.fields["value"]) for figure in figures] == [(1, first), (2, second)]
    assert len({figure.fields["unit"] for figure in figures}) == 1


@given(st.text(alphabet="0123456789.,·-–−%()[]=<>/ HRCIpnvsto", max_size=60))
@example("−−1−2")
@example("n = n = 3 of")
@example("95% CI 95% CI 1-2")
def test_whatever_is_typed_is_read_or_handed_back(text):
    """Every digit stands in a field, in the printed part of a figure, or in a piece that was not read."""
    assert [token.text for token in tokens_of(text)] == _in_order(text)
    reading = read(text)
    pieces = [figure.printed for figure in reading.figures] + list(reading.unread)
    for place, sign in enumerate(text):
        if sign.isdigit():
            assert any(piece.start <= place < piece.end for piece in pieces), (place, reading)
    for figure in reading.figures:
        for name, value in figure.fields.items():
            if any(sign.isdigit() for sign in value):
                assert value in text.replace("  ", " ") or name == "timepoint", (name, value)


def _in_order(text: str) -> list[str]:
    found, at = [], 0
    for token in tokens_of(text):
        assert text[at : token.start].strip(" \u200b") == ""
        assert text[token.start : token.end] == token.text
        found.append(token.text)
        at = token.end
    return found
