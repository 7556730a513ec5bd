"""A sentence as a paper prints it -> its figures, each field in the characters it is printed in. Pure.

Nothing is guessed and nothing is lost: what the sentence leaves open stays empty or bears a remark, and what was not
read is handed back with its place.
"""

from dataclasses import dataclass

from evidence.quick_entry.clauses import counts_stable_disease
from evidence.quick_entry.effects import read_effect, read_p_alone, read_statement, read_unnamed
from evidence.quick_entry.measurements import read_arms
from evidence.quick_entry.readings import MEASUREMENT, Draft, Reading, Remark
from evidence.quick_entry.sentence import Sentence
from evidence.quick_entry.words import DASHES

LONGEST = 2000
CONTEXT = ("median", "mean", "endpoint", "timepoint", "range", "between")
# Of these a lone percent is seldom a share of the patients, or not surely.
NO_SHARE = frozenset({"baseline", "hypertrophy", "radiation_dose", "treatment_burden", "other", "quality_of_life"})
FEW = 3  # words between "median" and its value
CHANGE = (
    "increas",
    "decreas",
    "reduc",
    "declin",
    "improv",
    "chang",
    "drop",
    "fell",
    "rose",
    "lower",
    "higher",
    "great",
)
IN_TIME = ("months", "years", "weeks", "days", "hours")


@dataclass(slots=True)
class Context:
    """What stood before a figure, with the place of its token; -1 where nothing did."""

    statistic: str = ""
    statistic_at: int = -1
    is_near: bool = False  # no figure since, and few words
    endpoint: str = ""
    endpoint_at: int = -1
    is_past: bool = False  # a semicolon since: of the effects of that endpoint perhaps, of no other figures
    words: int = 0  # since the statistic
    timepoint: str = ""
    timepoint_at: int = -1
    range_at: int = -1


def read(text: str, *, endpoint: str = "", pooled: bool = False) -> Reading:
    """The figures of the text. `endpoint` is what they are known to be of; `pooled`: they come from several studies.

    >>> read("HR 0.69 (95% CI 0.54-0.88; P=.0013)").figures[0].fields["ci_upper"]
    '0.88'
    """
    if len(text) > LONGEST:
        return Reading(
            text, remarks=(Remark("", f"Only {LONGEST} characters are read at a time. Paste less at once."),)
        )
    sentence, context, drafts = Sentence(text), Context(), []
    place = 0
    while place < len(sentence):
        found = _figures_at(sentence, place, context)
        if found is None:
            _note(sentence, place, context)
            place += 1
            continue
        new, place = found
        for draft in new:
            _finish(sentence, draft, context, endpoint, pooled)
            if "respectively" in text.lower():
                draft.remark("", "“respectively”: see which value belongs to which arm, time or outcome.")
        drafts += new
        place = _endpoint_after(sentence, place, new)
        context.is_near, context.timepoint, context.range_at = False, "", -1
    drafts = drafts or _statements(sentence)
    unread = sentence.unread()
    figures = tuple(draft.finished(text) for draft in sorted(drafts, key=lambda draft: draft.start))
    return Reading(text, figures, unread, _remarks(figures, unread))


def _figures_at(sentence: Sentence, place: int, context: Context) -> tuple[list[Draft], int] | None:
    for reader in (read_effect, read_p_alone, read_unnamed):
        if one := reader(sentence, place):
            return [one[0]], one[1]
    if (
        sentence.kind(place - 1) == "unit"
        and sentence.at(place - 1).says in IN_TIME
        and sentence.kind(place) == "number"
    ):
        return None  # "day 28"
    trial = sentence.trial()
    found = read_arms(trial, place, is_range=context.range_at >= 0)
    if found is None or not _says_enough(sentence, place, found, context):
        return None
    return read_arms(sentence, place, is_range=context.range_at >= 0)


def _says_enough(sentence: Sentence, place: int, found: tuple[list[Draft], int], context: Context) -> bool:
    """A bare number is a figure where something tells what it is: another arm, an interval, "median" before it."""
    drafts, end = found
    if len(drafts) > 1 or set(drafts[0].fields) - {"value", "bound"}:
        return True
    in_words = sentence.at(place).in_words
    is_told = context.is_near and bool(context.statistic) and not in_words
    return is_told or sentence.is_only(place, end - 1)


def _note(sentence: Sentence, place: int, context: Context) -> None:
    """Keeps what stands before a figure and belongs to it."""
    token = sentence.at(place)
    match token.kind:
        case "median" | "mean":
            context.statistic, context.statistic_at, context.is_near, context.words = token.kind, place, True, 0
        case "endpoint":
            context.endpoint, context.endpoint_at, context.is_past = token.says, place, False
        case "sd" if counts_stable_disease(sentence, place):
            context.endpoint, context.endpoint_at, context.is_past = "sd", place, False
        case "timepoint" if not _is_last_of_several(sentence, place):
            context.timepoint, context.timepoint_at = token.says, place
        case "range" | "between":
            context.range_at = place
        case "stop" | "semicolon":
            context.statistic, context.timepoint, context.range_at = "", "", -1
            context.is_past, context.endpoint = True, "" if token.kind == "stop" else context.endpoint
        case "word":
            context.words += 1
            context.is_near = context.is_near and context.words <= FEW


def _is_last_of_several(sentence: Sentence, place: int) -> bool:
    """ "1-, 2- and 3-year OS", "6-month and 12-month PFS": which value is of which time is not for us to say."""
    before = place - 1
    while sentence.kind(before) in ("and", "comma"):
        before -= 1
    last = sentence.at(before)
    return before < place - 1 and (last.kind in ("dash", "number") or (last.kind == "unit" and last.text[0] in DASHES))


def _finish(sentence: Sentence, draft: Draft, context: Context, endpoint: str, pooled: bool) -> None:
    if context.endpoint and "endpoint" not in draft.fields and not (context.is_past and draft.kind == MEASUREMENT):
        draft.fill(endpoint=context.endpoint)
        sentence.mark(context.endpoint_at)
    if context.timepoint:
        draft.fill(timepoint=context.timepoint)
        sentence.mark(context.timepoint_at)
        draft.start = min(draft.start, sentence.at(context.timepoint_at).start)
    if draft.kind == MEASUREMENT:
        if context.range_at >= 0 and draft.fields.get("statistic") == "range":
            sentence.mark(context.range_at)
        _finish_statistic(sentence, draft, context)
        _doubt_change(sentence, draft)
        _doubt_percent(draft, endpoint or draft.fields.get("endpoint", ""), pooled)
        if "unit" not in draft.fields and "value" in draft.fields and not any(r.field == "unit" for r in draft.remarks):
            draft.remark("unit", "The unit is not printed here.")


def _finish_statistic(sentence: Sentence, draft: Draft, context: Context) -> None:
    statistic, unit = draft.fields.get("statistic", ""), draft.fields.get("unit", "")
    several = {"range_lower", "iqr_lower", "spread"} & set(draft.fields) and statistic != "range"
    if statistic in ("count", "range") or "events" in draft.fields:
        return
    if context.statistic and (context.is_near or unit in IN_TIME):
        draft.fields["statistic"] = context.statistic
        sentence.mark(context.statistic_at)
        if not context.is_near:
            draft.remark(
                "statistic", f"“{context.statistic}” is printed earlier in the sentence: is it of this figure?"
            )
    elif statistic == "proportion" and several:
        del draft.fields["statistic"]
        draft.remark("statistic", "A percent with a range or spread: a median or a mean? The sentence does not say.")
    elif statistic == "proportion":
        return
    elif "not_reached" in draft.fields:
        draft.remark("statistic", "What is not reached is as a rule a median. The sentence does not say.")
    else:
        draft.remark("statistic", "A median, a mean or a single value? The sentence does not say.")


def _doubt_change(sentence: Sentence, draft: Draft) -> None:
    """ "decreased by 40%" is no share of the patients."""
    before = [token for token in sentence.tokens if token.end <= draft.start][-5:]
    changes = [token.text for token in before if token.kind == "word" and token.text.lower().startswith(CHANGE)]
    if changes and draft.fields.get("unit") == "percent" and "events" not in draft.fields:
        draft.remark("statistic", f"“{changes[-1]}” stands before it: a change, or a share of the patients?")


def _doubt_percent(draft: Draft, endpoint: str, pooled: bool) -> None:
    if draft.fields.get("statistic") != "proportion" or "events" in draft.fields:
        return
    if pooled:
        draft.remark("statistic", "Taken as a share of the patients; of several studies it may be a median or a mean.")
    elif endpoint in NO_SHARE:
        draft.remark("statistic", "Taken as a share of the patients; here it may be a change or another value.")


def _endpoint_after(sentence: Sentence, place: int, drafts: list[Draft]) -> int:
    """ "60.5% PR": what a single percent is of may follow it."""
    token = sentence.at(place)
    follows = token.kind in ("endpoint", "sd") and len(drafts) == 1 and drafts[0].fields.get("unit") == "percent"
    if not follows or (token.kind == "sd" and sentence.kind(place + 1) == "number"):
        return place
    drafts[0].fields["endpoint"] = "sd" if token.kind == "sd" else token.says
    drafts[0].end = token.end
    sentence.mark(place)
    return place + 1


def _statements(sentence: Sentence) -> list[Draft]:
    found = (read_statement(sentence, place) for place in range(len(sentence)))
    return [one[0] for one in found if one][:1]


def _remarks(figures, unread) -> tuple[Remark, ...]:
    said = []
    if not figures:
        said.append(Remark("", "No figure could be read. Enter its fields by hand."))
    if lost := [piece.text for piece in unread if piece.has_number]:
        said.append(Remark("", f"Numbers not read: {'; '.join(f'“{text}”' for text in lost)}."))
    if words := [piece.text for piece in unread if not piece.has_number]:
        said.append(Remark("", f"Words not read: {'; '.join(f'“{text}”' for text in words)}."))
    return tuple(said)
