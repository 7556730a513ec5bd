"""One arm's figure, as printed: "14.0 months (95% CI 11.8 to 15.5)", "29/44 (66%)", "n = 24", "not reached". Pure."""

from evidence.quick_entry.clauses import bounds, printed_number, read_tail
from evidence.quick_entry.readings import MEASUREMENT, Draft
from evidence.quick_entry.sentence import Sentence

UNITED = ("percent", "unit", "people", "counted", "per")
ASIDE = ("word", "link", "dots", "people", "counted", "endpoint", "of")  # between "six" and "(18%)"
QUALIFIERS = ("word", "of", "link")  # between "five" and "studies"
TO_NEXT_ARM = ("word", "link", "close", "comma", "of", "people")


def read_arms(sentence: Sentence, place: int, *, is_range: bool = False) -> tuple[list[Draft], int] | None:
    """One figure, or those of several arms told one against the other: "14.0 vs 14.4 mo"."""
    first = _read_one(sentence, place, is_range)
    if first is None:
        return None
    drafts, end = [first[0]], first[1]
    pair = _joined_by_and(sentence, place, first)
    if pair:
        return pair
    while (at := _next_arm(sentence, end)) and (following := _read_one(sentence, at, False)):
        sentence.mark(at - 1)
        drafts.append(following[0])
        end = following[1]
    if len(drafts) > 1:
        for number, draft in enumerate(drafts, start=1):
            draft.arm = number
        _share_unit(drafts)
    return drafts, end


def _joined_by_and(sentence: Sentence, place: int, first: tuple[Draft, int]) -> tuple[list[Draft], int] | None:
    """ "7.1 and 21.0 months": of two arms, or the ends of a range."""
    one, end = first
    if set(one.fields) - {"value", "bound"} or sentence.kind(end) != "and":
        return None
    other = _read_one(sentence, end + 1, False)
    if other is None or not {"unit", "value"} <= set(other[0].fields):
        return None
    drafts = [one, other[0]]
    _share_unit(drafts)
    for draft in drafts:
        draft.remark("value", "Two values joined by “and”: of two arms, or the ends of a range?")
    return drafts, other[1]


def _next_arm(sentence: Sentence, place: int) -> int:
    at = sentence.skip(place, TO_NEXT_ARM)
    return at + 1 if sentence.kind(at) == "vs" else 0


def _share_unit(drafts: list[Draft]) -> None:
    """What is printed behind the last is the unit of those before it."""
    last = drafts[-1].fields
    for draft in drafts[:-1]:
        if "unit" not in draft.fields and "unit" in last and "value" in draft.fields:
            draft.fill(unit=last["unit"])
            if "statistic" not in draft.fields and "events" not in draft.fields:
                draft.fill(statistic=last.get("statistic", ""))


def _read_one(sentence: Sentence, place: int, is_range: bool) -> tuple[Draft, int] | None:
    draft = Draft(MEASUREMENT, sentence.at(place).start, sentence.at(place).end)
    end = _of_whom_first(sentence, place, draft)
    if not end and sentence.kind(place) == "bound":
        draft.fill(bound=sentence.at(place).says)
        end = _value(sentence, place + 1, draft, is_range)
    end = end or _value(sentence, place, draft, is_range)
    if not end:
        return None
    if sentence.kind(end) == "after":
        draft.fill(bound=sentence.at(end).says)
        draft.remark("statistic", f"“{sentence.at(end).text}”: a limit, or what was counted?")
        end += 1
    sentence.mark(*(p for p in range(place, end) if sentence.kind(p) not in ("word", "endpoint")))
    draft.end = sentence.at(end - 1).end
    return draft, read_tail(sentence, end, draft)


def _value(sentence: Sentence, place: int, draft: Draft, is_range: bool) -> int:
    """The place after the value that begins here, or 0 where none does."""
    kind = sentence.kind(place)
    if kind in ("reached", "estimable"):
        draft.fill(not_reached="yes" if kind == "reached" else "")
        if kind == "estimable":
            draft.remark("value", "“Not estimable” is no value. Add what is printed, or leave the figure out.")
        elif sentence.at(place).text == "NR":
            draft.remark("not_reached", "“NR” is taken as not reached, not as not reported.")
        return place + 1
    if kind == "n":
        return _group_size(sentence, place, draft)
    if kind == "fraction":
        draft.fill(statistic="proportion", value=sentence.at(place).text, unit="proportion")
        return place + 1
    if kind == "none":
        draft.fill(statistic="count", value="0", events="0")
        draft.remark("value", f"“{sentence.at(place).text}” is kept as 0.")
        draft.fill(unit="participants" if sentence.kind(place + 1) == "people" else "")
        return place + 1 + (sentence.kind(place + 1) == "people")
    if kind != "number":
        return 0
    return (
        _range(sentence, place, draft, is_range)
        or _count_of_total(sentence, place, draft)
        or _count_with_percent(sentence, place, draft)
        or _single(sentence, place, draft)
    )


def _group_size(sentence: Sentence, place: int, draft: Draft) -> int:
    if end := _range(sentence, place + 1, draft, True):
        draft.fill(unit="participants")
        return end
    if sentence.kind(place + 1) != "number":
        return 0
    _count(draft, printed_number(sentence, place + 1, draft, "value"), "participants")
    return place + 2 + (sentence.kind(place + 2) == "people")


def _count(draft: Draft, value: str, unit: str) -> None:
    draft.fill(statistic="count", value=value, unit=unit)
    if unit == "participants":
        draft.fill(events=value)
        draft.remark(
            "events", "Those counted are taken as those with the event. Empty it where they are all looked at."
        )


def _range(sentence: Sentence, place: int, draft: Draft, is_range: bool) -> int:
    """ "10.8 to 20.9 months", "64–93%"; without a unit only where the sentence calls it a range."""
    tried = Draft(draft.kind, 0, 0)
    found = bounds(sentence, place, tried, ("range_lower", "range_upper"))
    if found is None or sentence.kind(place) != "number":
        return 0
    separator = sentence.kind(place + 1 + (sentence.kind(place + 1) in ("percent", "unit")))
    if separator not in ("dash", "to") and not (is_range and separator == "and"):
        return 0
    unit, end = found.unit, found.end
    if sentence.kind(end) in ("people", "counted"):
        unit = "participants" if sentence.kind(end) == "people" else sentence.at(end).says
        end += 1
    if not unit and not is_range:
        return 0
    draft.fill(statistic="range", range_lower=found.lower, range_upper=found.upper, unit=unit)
    draft.remarks += tried.remarks
    if not unit:
        draft.remark("unit", "The unit is not printed here.")
    return end


def _of_whom_first(sentence: Sentence, place: int, draft: Draft) -> int:
    """ "Of 41 patients, 29 (71%)"."""
    if sentence.kind(place) != "of" or sentence.kind(place + 1) != "number":
        return 0
    at = sentence.skip(place + 2, ("people", "counted", "comma"))
    if [sentence.kind(at + step) for step in range(4)] != ["number", "open", "number", "percent"]:
        return 0
    draft.fill(participants=printed_number(sentence, place + 1, draft, "participants"))
    return _count_with_percent(sentence, at, draft)


def _count_of_total(sentence: Sentence, place: int, draft: Draft) -> int:
    """ "29/44 (66%)", "20 of 23 patients (87.0%, ...)", "10 of 17"."""
    at = sentence.skip(place + 1, ("people",), 1)
    if sentence.kind(at) not in ("slash", "of") or sentence.kind(at + 1) != "number":
        return 0
    if sentence.kind(at + 2) in ("percent", "unit", "slash"):
        return 0
    draft.fill(events=printed_number(sentence, place, draft, "events"))
    draft.fill(participants=printed_number(sentence, at + 1, draft, "participants"))
    noun = sentence.kind(at + 2)
    end = at + 2 + (noun in ("people", "counted"))
    if percent_end := _percent_in_brackets(sentence, end, draft) or _percent_after_comma(sentence, end, draft):
        return percent_end
    draft.fill(statistic="count", value=draft.fields["events"])
    if noun == "people":
        draft.fill(unit="participants")
    elif noun == "counted":
        draft.fill(unit=sentence.at(at + 2).says)
    else:
        draft.remark("unit", "What is counted is not printed here: participants?")
    return end


def _percent_after_comma(sentence: Sentence, place: int, draft: Draft) -> int:
    """ "(2/50, 4%)"."""
    if [sentence.kind(place + step) for step in range(3)] != ["comma", "number", "percent"]:
        return 0
    draft.fill(statistic="proportion", value=printed_number(sentence, place + 1, draft, "value"), unit="percent")
    return place + 3


def _count_with_percent(sentence: Sentence, place: int, draft: Draft) -> int:
    """ "29 (66%)", "six complete responses (18%)"; words between stay unread."""
    if not sentence.at(place).says.replace(",", "").isdigit():
        return 0
    at = sentence.skip(place + 1, ASIDE, 5)
    tried = Draft(draft.kind, 0, 0)
    end = _percent_in_brackets(sentence, at, tried)
    if not end or "events" in tried.fields:
        return 0
    draft.fill(events=printed_number(sentence, place, draft, "events"), **tried.fields)
    draft.remarks += tried.remarks
    return end + (sentence.kind(end) == "close" and sentence.kind(end + 1) == "people") * 2


def _percent_in_brackets(sentence: Sentence, place: int, draft: Draft) -> int:
    bound = place + 1 + (sentence.kind(place + 1) == "bound")
    kinds = [sentence.kind(place), sentence.kind(bound), sentence.kind(bound + 1)]
    if kinds != ["open", "number", "percent"] or sentence.kind(bound + 2) in ("dash", "to", "endpoint"):
        return 0
    if bound > place + 1:
        draft.fill(bound=sentence.at(place + 1).says)
    draft.fill(statistic="proportion", value=printed_number(sentence, bound, draft, "value"), unit="percent")
    return bound + 2


def _single(sentence: Sentence, place: int, draft: Draft) -> int:
    value = printed_number(sentence, place, draft, "value")
    after = sentence.at(place + 1)
    match after.kind:
        case "percent":
            draft.fill(statistic="proportion", value=value, unit="percent")
            return _total_in_brackets(sentence, _past_of_patients(sentence, place + 2), draft)
        case "unit":
            draft.fill(value=value, unit=after.says)
            if sentence.kind(place + 2) == "slash":
                draft.remark("unit", f"More of the unit stands behind {after.text}. Complete it.")
        case "people" if sentence.kind(place + 2) == "per":
            draft.fill(value=value, unit=f"{after.text} {sentence.at(place + 2).text}")
            draft.remark("unit", "A rate: over which time is not said, or not read.")
            return place + 3
        case "people":
            _count(draft, value, "participants")
        case "counted":
            _count(draft, value, after.says)
        case "per":
            draft.fill(value=value, unit=after.text)
        case _:
            return _qualified_count(sentence, place, draft, value)
    return place + 2


def _qualified_count(sentence: Sentence, place: int, draft: Draft, value: str) -> int:
    """ "18 comparative studies", "five of the studies"; the words between stay unread. Else a number alone."""
    at = sentence.skip(place + 1, QUALIFIERS, 2)
    noun = sentence.at(at)
    if at == place + 1 or noun.kind not in ("people", "counted") or not value.replace(",", "").isdigit():
        draft.fill(value=value)
        return place + 1
    _count(draft, value, "participants" if noun.kind == "people" else noun.says)
    between = sentence.text[sentence.at(place + 1).start : noun.end]
    draft.remark("value", f"Taken as a count of “{between}”: is it one?")
    return at + 1


def _past_of_patients(sentence: Sentence, place: int) -> int:
    at = sentence.skip(place + 1, ("word",), 2)
    return at + 1 if sentence.kind(place) == "of" and sentence.kind(at) == "people" else place


def _total_in_brackets(sentence: Sentence, place: int, draft: Draft) -> int:
    """ "66% (29/44)", "66% (29 of 44)", "19.8% (77 out of 388)"; the place itself where nothing like it follows."""
    kinds = [sentence.kind(place + step) for step in range(4)]
    if kinds[:2] != ["open", "number"] or kinds[2] not in ("slash", "of") or kinds[3] != "number":
        return place
    draft.fill(events=printed_number(sentence, place + 1, draft, "events"))
    draft.fill(participants=printed_number(sentence, place + 3, draft, "participants"))
    return sentence.skip(place + 4, ("people", "counted"), 1)
