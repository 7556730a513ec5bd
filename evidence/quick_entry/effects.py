"""One arm against another, as printed: "HR 0.69 (95% CI 0.54-0.88; P=.0013)", or a p-value alone. Pure."""

from evidence.quick_entry.clauses import RATIOS, printed_number, read_p_value, read_tail
from evidence.quick_entry.readings import EFFECT, Draft
from evidence.quick_entry.sentence import Sentence

BEFORE_ESTIMATE = ("link", "of", "equals", "colon", "comma", "semicolon", "open", "word", "people", "endpoint")
MOST_WORDS = 3
TOLD = {
    "IRR": "A rate ratio is kept as a relative risk: the list has no measure of its own for it.",
    "WMD": "A weighted mean difference is kept as a mean difference.",
}


def read_effect(sentence: Sentence, place: int) -> tuple[Draft, int] | None:
    """The effect that begins at the place with its measure, and the place after it."""
    token = sentence.at(place)
    at = _estimate_place(sentence, place + 1)
    if token.kind != "measure" or not at:
        return None
    draft = Draft(EFFECT, token.start, token.end)
    measure = token.says
    if measure in RATIOS and sentence.kind(at + (sentence.kind(at) == "bound") + 1) == "percent":
        return None  # "RR 25%" is a response rate
    _fill_measure(draft, measure, token.named)
    _fill_endpoint(sentence, place, at, draft)
    if sentence.kind(at) == "bound":
        sentence.mark(at)
        draft.fill(bound=sentence.at(at).says)
        at += 1
    draft.fill(estimate=printed_number(sentence, at, draft, "estimate"))
    sentence.mark(place, at)
    end = at + 1
    if sentence.kind(end) in ("percent", "unit"):
        draft.remark("estimate", f"Its unit, {sentence.at(end).text}, is kept in the printed form only.")
        sentence.mark(end)
        end += 1
    draft.end = sentence.at(end - 1).end
    return draft, read_tail(sentence, end, draft)


def _estimate_place(sentence: Sentence, place: int) -> int:
    """Where the number after a measure stands, with few words between; 0 where there is none."""
    words_between = 0
    while sentence.kind(place) in BEFORE_ESTIMATE and words_between <= MOST_WORDS:
        words_between += sentence.kind(place) in ("word", "people", "endpoint")
        place += 1
    number = place + (sentence.kind(place) == "bound")
    if sentence.kind(number + 1) in ("people", "counted"):
        return 0  # "HR in 44 patients"
    return place if sentence.kind(number) == "number" and words_between <= MOST_WORDS else 0


def _fill_endpoint(sentence: Sentence, measure_at: int, estimate_at: int, draft: Draft) -> None:
    """ "HR for progression-free survival, 0.69"."""
    places = [place for place in range(measure_at, estimate_at) if sentence.kind(place) == "endpoint"]
    if len(places) == 1:
        draft.fill(endpoint=sentence.at(places[0]).says)
        sentence.mark(*places)


def _fill_measure(draft: Draft, measure: str, named: dict[str, str]) -> None:
    if measure == "SMD":
        draft.remark(
            "measure", "A standardized mean difference has no measure of its own here. Choose one, or leave it."
        )
    else:
        draft.fill(measure={"IRR": "RR", "WMD": "MD"}.get(measure, measure))
    if measure in TOLD:
        draft.remark("measure", TOLD[measure])
    if "adjusted" in named or "a" in named:
        draft.fill(adjusted=named.get("adjusted", "adjusted"))


def read_p_alone(sentence: Sentence, place: int) -> tuple[Draft, int] | None:
    """ "P = .002" after words: a comparison whose estimate is not printed."""
    token = sentence.at(place)
    if token.kind != "p":
        return None
    draft = Draft(EFFECT, token.start, token.end, {"measure": "comparison"})
    end = read_p_value(sentence, place, draft)
    sentence.mark(place)
    return draft, end


def read_unnamed(sentence: Sentence, place: int) -> tuple[Draft, int] | None:
    """ "0.69 (95% CI 0.54 to 0.88, p=0.0013)": p makes it an effect, of which measure is not said."""
    if sentence.kind(place) != "number" or sentence.kind(place + 1) in ("percent", "unit", "people", "slash", "of"):
        return None
    trial = sentence.trial()
    draft = Draft(EFFECT, trial.at(place).start, trial.at(place).end)
    draft.fill(estimate=printed_number(trial, place, draft, "estimate"))
    end = read_tail(trial, place + 1, draft)
    if not {"p_value", "ci_lower"} <= set(draft.fields):
        return None
    draft.remark("measure", "Which measure it is, is not printed here.")
    sentence.mark(*range(place, end))
    return draft, end


def read_statement(sentence: Sentence, place: int) -> tuple[Draft, int] | None:
    """ "no significant difference", where no number is printed."""
    token = sentence.at(place)
    if token.kind != "stated":
        return None
    sentence.mark(place)
    draft = Draft(EFFECT, token.start, token.end, {"measure": "comparison", "direction": "no_difference"})
    return draft, place + 1
