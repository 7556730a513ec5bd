"""Groups and their parts: arms, evaluable patients, categories of one list. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.proportions import NOT_PEOPLE
from evidence.checks.values import POOLED, Account, Measured
from evidence.numbers import number

COMPARED = ("intervention", "comparator")
SHARED_WORDS = 2  # that the names of categories of one list have in common, at their beginning or end


def arms_add_up(account: Account) -> Iterator[Finding]:
    total = number(account.whole.participants)
    for field in ("participants", "evaluable"):
        arms = [s for s in account.sizes if s.role in COMPARED and number(getattr(s, field)) is not None]
        if total is None or len(arms) < 2:
            continue
        added = int(sum(number(getattr(size, field)) or 0 for size in arms))
        if added > total or (field == "participants" and added < total and not _some_missing(account)):
            told = " + ".join(getattr(size, field) for size in arms)
            yield Finding(
                UNLIKELY if added > total else LOOK_AGAIN,
                f"The arms make {told} = {added:,}, of {account.whole.participants} participants.",
                f"The arms make {account.whole.participants}, unless patients were counted in two arms or in none.",
                (account.whole.place, *(size.place for size in arms)),
            )


def _some_missing(account: Account) -> bool:
    """Whether an arm that is compared has no size, so that the arms need not make up the whole."""
    sized = {size.arm for size in account.sizes if size.participants}
    compared = {arm for e in account.estimated for arm in (e.arm, e.comparator) if arm}
    return bool(compared - sized) or any(s.role in COMPARED and not s.participants for s in account.sizes)


def evaluable_within_participants(account: Account) -> Iterator[Finding]:
    total = number(account.whole.participants)
    for size in (account.whole, *account.sizes):
        sized, evaluable = number(size.participants), number(size.evaluable)
        if sized is not None and evaluable is not None and evaluable > sized:
            yield Finding(
                IMPOSSIBLE,
                f"{size.evaluable} evaluable of {size.participants} participants.",
                f"At most {size.participants}.",
                (size.place,),
            )
        if size.arm and total is not None and sized is not None and sized > total:
            yield Finding(
                IMPOSSIBLE,
                f"{size.participants} in one group, of {account.whole.participants} participants.",
                f"At most {account.whole.participants}.",
                (size.place, account.whole.place),
            )


def count_within_group(account: Account) -> Iterator[Finding]:
    """A count of people, and the N it is of, against the size of the arm or the study."""
    if account.is_pooled:
        return  # a review's studies overlap, and a result rests on some of them
    sizes = {size.arm: size for size in account.sizes}
    for figure in account.measured:
        group = sizes.get(figure.arm, account.whole)
        most = number(group.participants)
        if most is None or NOT_PEOPLE.search(f"{figure.about.name} {figure.place.text}") or not _counts_people(figure):
            continue
        for text in (figure.participants, figure.events):
            value = number(text)
            if value is not None and value > most and not figure.bound:
                yield Finding(
                    UNLIKELY,
                    f"{text} in {figure.place.text or figure.value}, of a group of {group.participants}.",
                    f"At most {group.participants}.",
                    (figure.place, group.place),
                )
                break


def _counts_people(figure: Measured) -> bool:
    return figure.unit in ("", "participants", "percent", "proportion") and "per " not in figure.about.name


def lists_add_up(account: Account) -> Iterator[Finding]:
    """Categories of one list, told by names alike: "primary in the pancreas", "primary in the bronchus"."""
    for figures in _lists(account.measured):
        shares = [f.percent for f in figures]
        places = tuple(figure.place for figure in figures)
        told = " + ".join(f"{f.value}%" if f.percent else f.events for f in figures)
        if all(shares) and len(shares) > 1:
            low, value = sum(s.low for s in shares if s), sum(s.value for s in shares if s)
            if low > 100:
                yield Finding(
                    LOOK_AGAIN,
                    f"{told} make {value:g}%.",
                    "If the categories exclude each other, they make at most 100%.",
                    places,
                )
        totals = {number(f.participants) for f in figures}
        if None in totals or len(totals) != 1 or any(number(f.events) is None for f in figures):
            continue
        total, added = totals.pop() or 0, sum(number(f.events) or 0 for f in figures)
        if added > total or (added < total and len(figures) > 2):
            yield Finding(
                LOOK_AGAIN,
                f"{told if not all(shares) else ' + '.join(f.events for f in figures)} make {added:g}, of {total:g}.",
                f"If they are the whole list and exclude each other, they make {total:g}.",
                places,
            )


def _lists(figures: Sequence[Measured]) -> Iterator[list[Measured]]:
    """Baseline figures of one group whose names share a beginning or an end and differ in the rest."""
    found: dict[tuple, list[Measured]] = defaultdict(list)
    for figure in figures:
        words = figure.about.name.lower().replace(":", " :").split()
        if figure.about.endpoint != "baseline" or len(words) <= SHARED_WORDS or figure.design in POOLED or figure.bound:
            continue
        if figure.statistic not in ("proportion", "count"):
            continue
        group = (figure.arm, figure.about.subgroup, figure.participants, figure.statistic)
        found[*group, "begins", *words[:SHARED_WORDS]].append(figure)
        found[*group, "ends", *words[-SHARED_WORDS:]].append(figure)
    seen: set[frozenset[str]] = set()
    for each in found.values():
        keys = frozenset(f.about.name for f in each)
        if len(keys) > 1 and len(keys) == len(each) and keys not in seen:
            seen.add(keys)
            yield each


def as_many_values_as_categories(categories: Sequence[str], values: Sequence[str], place) -> Iterator[Finding]:
    """Names and the values told of them in the same order ("respectively")."""
    if categories and values and len(categories) != len(values):
        yield Finding(
            LOOK_AGAIN,
            f"{len(values)} values for {len(categories)} categories: {', '.join(values)} for {', '.join(categories)}.",
            "As many values as categories.",
            (place,),
        )


def every_arm_has_a_size(account: Account) -> Iterator[Finding]:
    """Groups that are told together: where all but one have a number of people, the last one's is missing."""
    sized = {size.arm for size in account.sizes if size.participants or size.evaluable}
    counted: dict[str, dict[str, Measured]] = defaultdict(dict)
    for figure in account.measured:
        if figure.arm and figure.about.endpoint == "baseline" and figure.statistic == "count":
            counted[figure.about.outcome].setdefault(figure.arm, figure)
    for figures in counted.values():
        missing = [figure for arm, figure in figures.items() if arm not in sized]
        if len(missing) == 1 and len(figures) > 2:
            sizes = [size for size in account.sizes if size.arm in figures]
            for finding in as_many_values_as_categories(
                [figure.arm_name for figure in figures.values()],
                [size.participants for size in sizes],
                missing[0].place,
            ):
                yield Finding(finding.grade, finding.message, finding.expected, (missing[0].place,))


def share_agrees_with_arm(account: Account) -> Iterator[Finding]:
    """ "Treated with X: 64%" of all is the size of the arm X; no figure of that arm is of more people."""
    total = number(account.whole.participants)
    names = {figure.arm_name.lower(): figure.arm for figure in account.measured if figure.arm}
    for figure in account.measured:
        share = figure.percent
        arm = names.get(figure.about.name.lower().removeprefix("treated with ").strip())
        if total is None or share is None or figure.bound or arm is None or figure.about.endpoint != "baseline":
            continue
        if figure.arm == arm or not figure.about.name.lower().startswith("treated with "):
            continue
        for other in account.measured:
            told = number(other.participants)
            if other.arm == arm and told is not None and told > share.high * total / 100 + 0.5:
                yield Finding(
                    UNLIKELY,
                    f"{other.participants} in {other.place.text or other.arm_name}; {figure.value}% of "
                    f"{account.whole.participants} were treated so.",
                    f"At most {share.high * total / 100:.0f}.",
                    (other.place, figure.place, account.whole.place),
                )


def response_within_those_affected(account: Account) -> Iterator[Finding]:
    """Symptoms get better in those who had any."""
    for affected in account.measured:
        most = number(affected.events)
        if affected.about.endpoint != "baseline" or most is None or "symptom" not in affected.about.name.lower():
            continue
        for figure in account.measured:
            total = number(figure.participants)
            if figure.about.endpoint == "symptom_response" and figure.arm == affected.arm and total and total > most:
                yield Finding(
                    LOOK_AGAIN,
                    f"{figure.place.text or figure.value}, of {figure.participants}; {affected.events} had symptoms.",
                    f"At most {affected.events} can get better, unless symptoms came later.",
                    (figure.place, affected.place),
                )
