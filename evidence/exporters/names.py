"""Authors as reference lists print them, told apart into people and what else stands there. Pure."""

import re
from typing import NamedTuple

PERSON = re.compile(r"([^,]+?) ([A-ZÀ-Ý-]{1,4})(?: (II|III|Jr|Sr))?")


class Person(NamedTuple):
    family: str
    initials: str
    suffix: str


def person(name: str) -> Person | None:
    """ "van Hazel GA Jr"; None for a group, and for a name alone, of which nobody knows which part it is."""
    found = PERSON.fullmatch(" ".join(name.split()))
    if not found or " and " in f" {found[1]} ".lower():
        return None
    return Person(found[1], found[2], found[3] or "")
