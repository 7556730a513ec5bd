"""What stands behind an estimate or a value: interval, p, range, quartiles, spread, I², group size. Pure."""

import re
from dataclasses import dataclass

from evidence.quick_entry import words
from evidence.quick_entry.readings import EFFECT, MEASUREMENT, Draft
from evidence.quick_entry.sentence import Sentence

BETWEEN_BOUNDS = ("dash", "to", "comma", "semicolon", "and")
BEFORE_BOUNDS = ("colon", "equals", "comma", "of", "link", "open", "between")
BEFORE_CLAUSE = ("comma", "semicolon", "colon", "open", "close", "and", "link")
BEFORE_SPREAD = ("colon", "equals", "comma", "of")
WORDS = ("word", "counted", "to", "between")
RATIOS = ("HR", "OR", "RR")
RESPONSES = ("cr", "pr", "pd", "orr", "dcr")
NOT_REACHED = "not reached"
PARTED = re.compile(r"\.\s\d|\s\.\d")  # "0. 69" and "0 .69", as text copied from a PDF


@dataclass(frozen=True, slots=True)
class Bounds:
    lower: str
    upper: str
    unit: str
    end: int  # the place after them


def printed_number(sentence: Sentence, place: int, draft: Draft, name: str) -> str:
    """The number at the place as it is stored; what is odd about its form is remarked."""
    token = sentence.at(place)
    if token.in_words:
        draft.remark(name, f"“{token.text}” is printed in words and kept as {token.says}.")
    if "," in token.text:
        a_ratio = draft.fields.get("measure") in RATIOS
        decimal = "," in token.text and not _is_thousands(token.text)
        if decimal or a_ratio:
            draft.remark(
                name, f"“{token.text}”: is the comma a decimal point, a thousands sign, or does it part two numbers?"
            )
    if PARTED.match(sentence.text, token.end):
        draft.remark(name, f"A point and more digits stand apart behind {token.text}: is it one number?")
    if "×" in token.text or ("x" in token.text and not token.in_words):
        draft.remark(name, f"“{token.text}” is kept as printed; the checks cannot calculate with it.")
    if token.text[0] in words.DASHES.replace("\\", "") and token.text[0] not in "-−":
        draft.remark(name, f"The dash before {token.text[1:]} is taken as a minus.")
    return token.says


def _is_thousands(text: str) -> bool:
    head, *groups = text.lstrip("-−–").split(",")
    return head[:1] not in ("", "0") and all(len(group.partition(".")[0]) == 3 for group in groups)


def bounds(sentence: Sentence, place: int, draft: Draft, names: tuple[str, str]) -> Bounds | None:
    """Two numbers with something between them: "0.54 to 0.88", "[0.54, 0.88]", "12.3–not reached"."""
    place = sentence.skip(place, BEFORE_BOUNDS)
    lower, lower_unit, place = _bound(sentence, place, draft, names[0])
    if not lower or sentence.kind(place) not in BETWEEN_BOUNDS:
        return None
    separator = sentence.at(place)
    upper, upper_unit, end = _bound(sentence, place + 1, draft, names[1])
    if not upper:
        return None
    if lower_unit and upper_unit and lower_unit != upper_unit:
        draft.remark(names[1], f"The two limits are printed in {lower_unit} and in {upper_unit}.")
    glued = separator.kind == "dash" and sentence.at(place + 1).start == separator.end
    if glued and sentence.at(place - 1).end < separator.start and draft.fields.get("measure") in ("RD", "MD"):
        draft.remark(names[1], f"The dash before {upper} stands between the limits, or is it a minus?")
    return Bounds(lower, upper, upper_unit or lower_unit, end)


def _bound(sentence: Sentence, place: int, draft: Draft, name: str) -> tuple[str, str, int]:
    token = sentence.at(place)
    if token.kind == "reached":
        return NOT_REACHED, "", place + 1
    if token.kind == "estimable":
        return "not estimable", "", place + 1
    if token.kind != "number":
        return "", "", place
    value = printed_number(sentence, place, draft, name)
    after = sentence.at(place + 1)
    if after.kind == "percent":
        return value, "percent", place + 2
    if after.kind == "unit":
        return value, after.says, place + 2
    return value, "", place + 1


def read_tail(sentence: Sentence, place: int, draft: Draft) -> int:
    """Reads the clauses that follow, and says where the last of them ends."""
    while True:
        start = sentence.skip(place, BEFORE_CLAUSE)
        end = _clause(sentence, start, draft) or _bare_bounds(sentence, place, start, draft)
        if not end and (start := _past_words(sentence, place)):
            end = _clause(sentence, start, draft)
        if not end:
            return place
        sentence.mark(*(at for at in range(place, start) if sentence.kind(at) not in WORDS), *range(start, end))
        place = end
        draft.end = max(draft.end, sentence.at(end - 1).end)


def _past_words(sentence: Sentence, place: int) -> int:
    """ "49% for TARE (95% CI ...": where the bracket's content begins; 0 where no bracket follows few words."""
    at = sentence.skip(place, (*WORDS, "link", "of", "people"), 4)
    return at + 1 if at > place and sentence.kind(at) == "open" else 0


def _clause(sentence: Sentence, place: int, draft: Draft) -> int:
    """The place after the clause that begins here, or 0 where none does."""
    match sentence.kind(place):
        case "ci":
            return _interval(sentence, place, draft)
        case "p" if draft.kind == EFFECT and "p_value" not in draft.fields:
            return read_p_value(sentence, place, draft)
        case "i2" if "i2" not in draft.fields:
            draft.fill(i2=sentence.at(place).named["value"])
            return place + 1
        case "range" | "iqr" | "plus_minus" | "sd" | "se" if draft.kind == MEASUREMENT:
            return _spread(sentence, place, draft)
        case "n" if draft.kind == MEASUREMENT and "participants" not in draft.fields:
            if draft.fields.get("statistic") == "count":
                return 0
            draft.fill(participants=printed_number(sentence, place + 1, draft, "participants"))
            if draft.fields.get("statistic") == "proportion" and "events" not in draft.fields:
                draft.remark(
                    "participants", "Taken as the group that the share is of: or are they those with the event?"
                )
            return place + 2
    return 0


def _interval(sentence: Sentence, place: int, draft: Draft) -> int:
    if "ci_lower" in draft.fields:
        return 0
    token = sentence.at(place)
    found = bounds(sentence, place + 1, draft, ("ci_lower", "ci_upper"))
    if found is None:
        draft.remark("ci_lower", "An interval is printed, and its limits could not be read.")
        return 0
    draft.fill(ci_level=token.named.get("level", ""), ci_lower=found.lower, ci_upper=found.upper)
    if "level" not in token.named:
        draft.remark("ci_level", "The level of the interval is not printed here.")
    if "cr" in token.text.lower().replace("(", " ").split()[-1][:2]:
        draft.remark("ci_level", "A credible interval is kept in the fields of a confidence interval.")
    _take_unit(draft, found)
    return found.end


def _take_unit(draft: Draft, found: Bounds) -> None:
    if not found.unit or draft.kind == EFFECT:
        return
    unit = draft.fields.setdefault("unit", found.unit)
    if unit != found.unit:
        draft.remark("unit", f"The value is printed in {unit}, what is beside it in {found.unit}.")


def read_p_value(sentence: Sentence, place: int, draft: Draft) -> int:
    token = sentence.at(place)
    sign = token.named.get("sign", "")
    draft.fill(p_comparator=words.OPERATORS.get(sign, sign), p_value=token.named["value"])
    if not sign:
        draft.remark("p_comparator", "No sign stands between p and its value.")
    if "," in token.named["value"]:
        draft.remark("p_value", f"“{token.named['value']}”: is the comma a decimal point?")
    if "of" in token.named:
        draft.remark("p_value", f"This is the p-value{token.named['of']}, not of the comparison itself.")
    if token.text.lower().startswith(("one", "1")):
        draft.remark("p_value", "The p-value is one-sided; the checks try both ways.")
    return place + 1


def _spread(sentence: Sentence, place: int, draft: Draft) -> int:
    kind = sentence.kind(place)
    if kind in ("range", "iqr"):
        names = (f"{kind}_lower", f"{kind}_upper")
        found = bounds(sentence, place + 1, draft, names)
        if found is None or names[0] in draft.fields:
            return 0
        draft.fill(**{names[0]: found.lower, names[1]: found.upper})
        _take_unit(draft, found)
        return found.end
    at = sentence.skip(place + 1, BEFORE_SPREAD)
    if sentence.kind(at) != "number" or "spread" in draft.fields or counts_stable_disease(sentence, place):
        return 0
    if kind == "sd" and sentence.kind(at + 1) == "percent":
        draft.remark("spread", "“SD” before a percent: stable disease, or a standard deviation?")
        return 0
    draft.fill(spread_kind=kind, spread=printed_number(sentence, at, draft, "spread"))
    if sentence.kind(at + 1) in ("unit", "percent"):
        unit = "percent" if sentence.kind(at + 1) == "percent" else sentence.at(at + 1).says
        _take_unit(draft, Bounds("", "", unit, 0))
        at += 1
    return at + 1


def counts_stable_disease(sentence: Sentence, place: int) -> bool:
    """ "SD 10 (23%)", "SD: 10/44", and "SD 23%" beside other responses: no standard deviation."""
    at = sentence.skip(place + 1, BEFORE_SPREAD)
    kinds = [sentence.kind(at + step) for step in range(4)]
    if kinds[:2] == ["number", "percent"]:
        return any(token.kind == "endpoint" and token.says in RESPONSES for token in sentence.tokens)
    return kinds == ["number", "open", "number", "percent"] or kinds[:3] == ["number", "slash", "number"]


def _bare_bounds(sentence: Sentence, place: int, start: int, draft: Draft) -> int:
    """ "HR 0.69 (0.54-0.88)": an interval that is not called one. Beside a value it could be a range as well."""
    if "ci_lower" in draft.fields or sentence.kind(place) not in ("open", "comma", "semicolon"):
        return 0
    if draft.kind == MEASUREMENT and sentence.kind(place) != "open":
        return 0
    tried = Draft(draft.kind, 0, 0, dict(draft.fields))
    found = bounds(sentence, start, tried, ("ci_lower", "ci_upper"))
    if found is None or sentence.kind(found.end) not in ("close", "comma", "semicolon", "p", "end", "stop"):
        return 0
    if draft.kind == MEASUREMENT:
        draft.remark(
            "ci_lower", "Two numbers in brackets: an interval, a range or quartiles? The sentence does not say."
        )
        return 0
    draft.remarks += [remark for remark in tried.remarks if remark not in draft.remarks]
    draft.fill(ci_lower=found.lower, ci_upper=found.upper)
    draft.remark("ci_level", "The two numbers are taken as the interval; neither that nor its level is printed.")
    return found.end
