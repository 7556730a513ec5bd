"""What a rule says of figures, and where a figure stands. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from evidence.vocabulary import FlagGrade

IMPOSSIBLE, UNLIKELY, LOOK_AGAIN = FlagGrade.IMPOSSIBLE, FlagGrade.UNLIKELY, FlagGrade.LOOK_AGAIN
SEVERITY = {grade: order for order, grade in enumerate(FlagGrade)}


@dataclass(frozen=True, slots=True)
class Place:
    """A printed figure and where it stands. All empty for one that is being typed."""

    kind: str = ""  # "measurement", "effect", "account", "arm_size", "citation" ...
    key: str = ""
    text: str = ""  # as printed
    about: str = ""  # what it is the figure of: "Overall survival, RE"
    document: str = ""  # the document's key
    location: str = ""  # "lines 718-720"
    url: str = ""
    fields: str = ""  # all that is entered of the figure: when it changes, an acceptance no longer fits


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` says what does not fit, `expected` what would; `places` are the figures, in that order."""

    grade: FlagGrade
    message: str
    expected: str
    places: tuple[Place, ...]


Check = Callable[[Any], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` yields a finding for each thing that does not fit, and nothing where figures are missing."""

    name: str
    title: str
    explanation: str
    check: Check
