"""What documents tell of products, against each other. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evidence.checks.agreement_of_documents import apart
from evidence.checks.findings import LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import Characteristic
from evidence.numbers import rounded

ISOTOPE = re.compile(r"\b([a-z])[a-z]*-?(\d+)\b")  # "yttrium-90" and "y90" are one word
EMPTY = frozenset({"inc", "ltd", "limited", "by", "of", "the", "and", "under", "used", "as"})


def products_told_alike(characteristics: Sequence[Characteristic]) -> Iterator[Finding]:
    """One characteristic of one product: numbers that differ, words that have nothing in common.

    Words that another product has in another document are told the other way round.
    """
    told: dict[tuple[str, str, str], list[Characteristic]] = defaultdict(list)
    for each in characteristics:
        told[each.name.lower(), each.unit, each.device].append(each)
    for (name, unit, device), same in told.items():
        first = same[0]
        others = [each for each in same[1:] if _differ(first, each)]
        if not others:
            continue
        odd, rest = (first, others) if len(others) == len(same) - 1 else (others[0], [first])
        elsewhere = [each for key, each in _flat(told) if key[:2] == (name, unit) and key[2] != device]
        crossed = [
            each for each in elsewhere if each.place.document != odd.place.document and _words(each) & _words(odd)
        ]
        values = "; ".join(f"{each.value} {unit}".strip() + f" ({each.place.document})" for each in same)
        yield Finding(
            UNLIKELY if crossed and not rounded(odd.value) else LOOK_AGAIN,
            f"{first.device_name}, {first.name}: {values}.",
            f"What {rest[0].place.document} tells; {odd.place.document} tells what the others tell of "
            f"{crossed[0].device_name}."
            if crossed and not rounded(odd.value)
            else "One value, unless the documents are of different dates.",
            tuple(each.place for each in same),
        )


def _flat(told: dict) -> Iterator[tuple]:
    for key, rows in told.items():
        for row in rows:
            yield key, row


def _differ(one: Characteristic, other: Characteristic) -> bool:
    if rounded(one.value) and rounded(other.value):
        return apart(rounded(one.value), rounded(other.value))
    return not rounded(one.value) and not rounded(other.value) and not _words(one) & _words(other)


def _words(each: Characteristic) -> set[str]:
    text = ISOTOPE.sub(r"\1\2", each.value.lower())
    return set(re.findall(r"[a-z0-9]+", text)) - EMPTY
