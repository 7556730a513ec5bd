"""What quick entry makes of sentences as papers print them; the whole starter base is read, too."""

import pytest

from benchmarks.printed_forms import rows_of_the_base, score
from evidence.numbers import number
from evidence.quick_entry.reading import LONGEST, read

EPOCH = {"measure": "HR", "estimate": "0.69", "ci_level": "95", "ci_lower": "0.54", "ci_upper": "0.88"}


def fields_of(text: str, **known) -> list[dict]:
    return [figure.fields for figure in read(text, **known).figures]


@pytest.mark.parametrize(
    "text",
    [
        "HR 0.69 (95% CI 0.54-0.88)",
        "HR, 0.69; 95% CI, 0.54 to 0.88",
        "hazard ratio [HR] = 0.69 [95% confidence interval (CI): 0.54–0.88]",
        "the hazard ratio was 0.69 (95 % CI [0.54, 0.88])",
        "HR=0.69 95%CI 0.54; 0.88",
        "Hazard ratio; 0.69 (two-sided 95% CI = 0.54−0.88)",
        "HR of 0.69 (CI 95%: 0.54 - 0.88)",
        "HR 0.69 (95% CI 0.54~0.88)",
        "HR 0.69 (95% CI 0.54 ∼ 0.88)",
    ],
)
def test_separators_and_dashes_of_every_kind_are_read(text):
    reading = read(text)
    assert [figure.fields for figure in reading.figures] == [EPOCH]
    assert reading.unread == ()
    assert reading.figures[0].remarks == ()


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("HR 0.69, P=.0013", "=", ".0013"),
        ("HR 0.69; p < 0.001", "<", "0.001"),
        ("HR 0.69 (two-sided P = 0.002)", "=", "0.002"),
        ("HR 0.69, p-value ≤ .05", "≤", ".05"),
        ("HR 0.69 (log-rank P=0.04)", "=", "0.04"),
        ("HR 0.69, p = 1.2×10−5", "=", "1.2×10−5"),
    ],
)
def test_p_keeps_its_sign_and_its_characters(text, sign, value):
    (fields,) = fields_of(text)
    assert (fields["p_comparator"], fields["p_value"]) == (sign, value)


def test_middle_dots_stay_as_printed():
    assert fields_of("HR 0·69 (95% CI 0·54–0·88)") == [
        {"measure": "HR", "estimate": "0·69", "ci_level": "95", "ci_lower": "0·54", "ci_upper": "0·88"}
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29/44 (66%)", {"events": "29", "participants": "44", "value": "66"}),
        ("66% (29/44)", {"events": "29", "participants": "44", "value": "66"}),
        ("66% (29 of 44)", {"events": "29", "participants": "44", "value": "66"}),
        ("29 of 44 patients (66%)", {"events": "29", "participants": "44", "value": "66"}),
        ("Of 44 patients, 29 (66%)", {"events": "29", "participants": "44", "value": "66"}),
        ("twenty-nine patients (66%)", {"events": "29", "value": "66"}),
        ("up to 66%", {"value": "66", "bound": "up to"}),
        ("<1%", {"value": "1", "bound": "<"}),
    ],
)
def test_shares_are_read_with_their_counts(text, expected):
    assert fields_of(text) == [{"statistic": "proportion", "unit": "percent"} | expected]


def test_the_arms_of_a_comparison_come_in_order_and_share_their_unit():
    first, second, effect = read("median OS 14.0 vs 14.4 mo (P = .43)").figures
    told = {"statistic": "median", "unit": "months", "endpoint": "os"}
    assert (first.arm, first.fields) == (1, told | {"value": "14.0"})
    assert (second.arm, second.fields) == (2, told | {"value": "14.4"})
    assert effect.fields == {"measure": "comparison", "p_comparator": "=", "p_value": ".43", "endpoint": "os"}


def test_arms_named_between_the_values_are_said_to_be_unread():
    reading = read("median PFS 8.0 months (95% CI 7.2 to 9.2) with TARE versus 7.2 months (95% CI 5.7-7.6)")
    assert [figure.fields["ci_upper"] for figure in reading.figures] == ["9.2", "7.6"]
    assert [figure.arm for figure in reading.figures] == [1, 2]
    assert [piece.text for piece in reading.unread] == ["TARE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("median 12.3 months (range, 1.9 to 49.3 months)", {"range_lower": "1.9", "range_upper": "49.3"}),
        ("median 7.5 months (IQR 4.4–10.3)", {"iqr_lower": "4.4", "iqr_upper": "10.3"}),
        ("median 7.5 mo (interquartile range: 4.4 to 10.3)", {"iqr_lower": "4.4", "iqr_upper": "10.3"}),
        ("mean 35.2 ± 3.2 months", {"spread_kind": "plus_minus", "spread": "3.2"}),
        ("mean 35.2 months (SD 3.2)", {"spread_kind": "sd", "spread": "3.2"}),
        ("median >14 mo", {"bound": ">"}),
        ("median not reached (95% CI 12.3 to NR)", {"not_reached": "yes", "ci_upper": "not reached"}),
        ("median OS 14.0 months (n = 24)", {"participants": "24"}),
    ],
)
def test_what_stands_beside_a_value_is_read(text, expected):
    (fields,) = fields_of(text)
    assert expected.items() <= fields.items()


def test_a_time_point_belongs_to_its_figure_alone():
    fields = fields_of("1-year OS 55% (95% CI 48-62), 2-year OS 31%")
    assert [(each["timepoint"], each["value"]) for each in fields] == [("1 year", "55"), ("2 year", "31")]


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("HR 0. 69", "estimate", "one number"),
        ("HR 1 .15", "estimate", "one number"),
        ("66% (n=29)", "participants", "those with the event"),
        ("28 months", "statistic", "median, a mean or a single value"),
        ("86% (range: 62.5–100%)", "statistic", "median or a mean"),
        ("HR 0.69 (0.54-0.88)", "ci_level", "neither that nor its level is printed"),
        ("HR 0.69 (CI 0.54-0.88)", "ci_level", "level of the interval is not printed"),
        ("14.0 months (11.1-16.2)", "ci_lower", "an interval, a range or quartiles"),
        ("HR 0,69 (95% CI 0,54-0,88)", "estimate", "a decimal point"),
        ("RR 1,232 (95% CI 1,100-1,400)", "ci_lower", "thousands sign"),
        ("rate ratio 0.74 (95% CI 0.34-1.63)", "measure", "rate ratio is kept as"),
        ("SMD 0.3 (95% CI 0.1-0.5)", "measure", "no measure of its own"),
        ("0.69 (95% CI 0.54 to 0.88, p=0.0013)", "measure", "not printed"),
        ("nine months", "value", "printed in words"),
        ("38, 95% CI 26 to 50", "unit", "unit is not printed"),
        ("7.1 and 21.0 months", "value", "joined by “and”"),
        ("MD 0.5 (95% CI 0.1 -0.9)", "ci_upper", "or is it a minus"),
        ("MD –0.5 (95% CI –0.9 to –0.1)", "ci_lower", "taken as a minus"),
        ("OS NR", "not_reached", "not as not reported"),
        ("230 patients", "events", "Those counted"),
        ("HR 0.8 (95% CrI 0.7-0.9)", "ci_level", "credible"),
        ("HR 0.8, P .03", "", ""),
        ("decreased by about 40%", "statistic", "a change, or a share"),
        ("median OS 14 months, 28 days of follow-up", "statistic", "printed earlier"),
        ("rats given 1000 mg/kg/day", "unit", "More of the unit"),
        ("18 comparative studies", "value", "Taken as a count of “comparative studies”"),
        ("79% and 61%, respectively", "", "which value belongs to which"),
    ],
)
def test_what_is_open_is_said_and_not_guessed(text, field, said):
    reading = read(text)
    if not said:
        assert any(piece.has_number for piece in reading.unread)
        return
    messages = [message for figure in reading.figures for message in figure.said_of(field)]
    assert any(said in message for message in messages), reading


@pytest.mark.parametrize("text", ["14.0 months (11.1-16.2)", "28 months", "SMD 0.3", "86% (range: 62.5–100%)"])
def test_an_open_field_stays_empty(text):
    (fields,) = fields_of(text)
    assert not {"ci_lower", "measure"} & set(fields)
    assert fields.get("statistic", "") == ""


@pytest.mark.parametrize("text", ["On day 28 of the feeding study", "a half-maximal response", "week 52"])
def test_a_number_that_is_no_figure_is_handed_back(text):
    reading = read(text)
    assert reading.figures == ()
    assert any(piece.has_number for piece in reading.unread) or "half" in text


def test_several_time_points_at_once_are_left_to_the_person():
    reading = read("1-, 2- and 3-year OS 79%, 61% and 56%, respectively")
    assert [figure.fields["value"] for figure in reading.figures] == ["79", "61", "56"]
    assert not any("timepoint" in figure.fields for figure in reading.figures)
    assert any("3-year" in piece.text for piece in reading.unread)


def test_a_word_far_before_a_value_is_doubted():
    assert fields_of("mean age of all patients enrolled into the high 1.0% group")[0]["statistic"] == "proportion"


def test_an_outcome_before_a_semicolon_is_carried_to_an_effect_alone():
    first, second, effect = fields_of("PFS 8.0 months; 55% alive; HR 0.69, P=.03")
    assert (first["endpoint"], effect["endpoint"]) == ("pfs", "pfs")
    assert "endpoint" not in second


def test_a_response_rate_is_no_relative_risk():
    assert fields_of("RR 25%") == [{"statistic": "proportion", "value": "25", "unit": "percent"}]
    assert [piece.text for piece in read("RR 25%").unread] == ["RR"]


def test_stable_disease_is_no_standard_deviation():
    assert fields_of("22.7% SD")[0]["endpoint"] == "sd"


@pytest.mark.parametrize(
    "text", ["CR 5 (11%), SD 10 (23%), PD 4 (9%)", "CR 5/44; SD: 10/44; PD 4/44", "CR 5%, SD 10%, PD 4%"]
)
def test_stable_disease_in_a_list_of_responses_is_an_outcome_and_no_spread(text):
    assert [(fields["endpoint"], fields.get("events", fields["value"])) for fields in fields_of(text)] == [
        ("cr", "5"),
        ("sd", "10"),
        ("pd", "4"),
    ]
    assert not any("spread" in fields for fields in fields_of(text))


@pytest.mark.parametrize("slash", "/⁄∕／")
def test_every_slash_parts_those_with_the_event_from_all(slash):
    (fields,) = fields_of(f"29{slash}44 (66%)")
    assert (fields["events"], fields["participants"], fields["value"]) == ("29", "44", "66")


@pytest.mark.parametrize("point", "·∙⋅•․‧．")
def test_every_point_is_read_and_can_be_calculated_with(point):
    (fields,) = fields_of(f"HR 0{point}69 (95% CI 0{point}54–0{point}88)")
    assert [number(fields[name]) for name in ("estimate", "ci_lower", "ci_upper")] == [0.69, 0.54, 0.88]


def test_every_dash_taken_as_a_minus_can_be_calculated_with():
    for dash in "-‐‑‒–—−﹣－":
        (fields,) = fields_of(f"mean difference {dash}1.2 (95% CI {dash}2.3 to 0.4)")
        assert [number(fields[name]) for name in ("estimate", "ci_lower")] == [-1.2, -2.3], dash


def test_two_times_in_words_of_their_own_are_left_to_the_person():
    fields = fields_of("6-month and 12-month PFS of 55% and 30%")
    assert not any("timepoint" in each for each in fields)
    assert any("12-month" in piece.text for piece in read("6-month and 12-month PFS of 55% and 30%").unread)


def test_an_outcome_or_people_may_stand_between_a_measure_and_its_number():
    assert fields_of("HR for progression-free survival, 0.69; 95% CI, 0.54 to 0.88") == [{**EPOCH, "endpoint": "pfs"}]
    assert fields_of("hazard ratio for death, 0.69; 95% CI, 0.54 to 0.88") == [EPOCH]


def test_a_number_of_people_is_no_estimate():
    assert not [fields for fields in fields_of("HR in 44 patients was significant") if "estimate" in fields]


def test_what_is_not_read_is_handed_back_with_its_place():
    text = "ECOG 0 at entry; HR 0.69 (95% CI 0.54-0.88) in 41 centres of 3 countries"
    reading = read(text)
    assert [text[piece.start : piece.end] for piece in reading.unread] == [piece.text for piece in reading.unread]
    assert "ECOG 0" in " ".join(piece.text for piece in reading.unread)
    assert any("Numbers not read" in remark.message and "ECOG 0" in remark.message for remark in reading.remarks)


@pytest.mark.parametrize("text", ["", "   ", "()", "no numbers at all", "\x00", "p", "HR", "95% CI", "(" * 500])
def test_nothing_is_read_out_of_nothing(text):
    reading = read(text)
    assert reading.figures == ()
    assert "by hand" in reading.remarks[0].message


def test_a_very_long_text_is_refused_in_a_sentence():
    assert "Paste less" in read("1" * (LONGEST + 1)).remarks[0].message


def test_no_difference_in_words_is_a_comparison():
    assert fields_of("no significant difference between arms") == [
        {"measure": "comparison", "direction": "no_difference"}
    ]


def test_every_figure_of_the_starter_base_is_read_right_or_something_is_said(starter_base):
    found = score(rows_of_the_base())
    assert found.share >= 98
    assert [line for line in found.wrong if "in silence" in line] == []
    assert found.counts["right"] > 2500


def test_the_score_tells_what_is_wrong_in_silence(starter_base, monkeypatch):
    monkeypatch.setattr("benchmarks.printed_forms.read", lambda text, **known: read("HR 0.5; 7% of patients"))
    assert score(rows_of_the_base()).counts["wrong in silence"] > 100
