"""What quick entry makes of a printed sentence: figures and their fields, doubts, what was not read. Pure."""

from dataclasses import dataclass, field

EFFECT, MEASUREMENT = "effect", "measurement"
# Of models.EffectEstimate and models.Measurement; both besides name the outcome that the sentence tells of.
OF_OUTCOME = ("endpoint", "timepoint")
INTERVAL = ("ci_level", "ci_lower", "ci_upper", "i2")
EFFECT_FIELDS = ("measure", "estimate", "bound", *INTERVAL, "p_comparator", "p_value", "adjusted", "direction")
MEASUREMENT_FIELDS = (
    *("statistic", "value", "unit", "bound", "not_reached", "events", "participants", "spread_kind", "spread"),
    *("range_lower", "range_upper", "iqr_lower", "iqr_upper", *INTERVAL),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person has to look at. `field` is "" where it is about the whole figure or sentence."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the sentence, from `start` up to `end`. A number may be in words."""

    text: str
    start: int
    end: int
    has_number: bool = False


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """`fields` holds only what is printed, in its own characters; a number in words is digits, and a remark says so.

    `arm` is the place among the arms compared, 1 for the first, 0 where one figure stands alone. `printed` is the part
    of the sentence it was read from.
    """

    kind: str
    fields: dict[str, str]
    printed: Piece
    arm: int = 0
    remarks: tuple[Remark, ...] = ()

    def said_of(self, name: str) -> list[str]:
        return [remark.message for remark in self.remarks if remark.field == name]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was made of a text. What stands in no figure and is no mere link between them is `unread`."""

    text: str
    figures: tuple[ReadFigure, ...] = ()
    unread: tuple[Piece, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Draft:
    """A figure in the making."""

    kind: str
    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    arm: int = 0

    def fill(self, **fields: str) -> None:
        self.fields |= {name: value for name, value in fields.items() if value}

    def remark(self, name: str, message: str) -> None:
        if (said := Remark(name, message)) not in self.remarks:
            self.remarks.append(said)

    def finished(self, text: str) -> ReadFigure:
        printed = _with_brackets_closed(text, self.start, self.end)
        return ReadFigure(self.kind, self.fields, printed, self.arm, tuple(self.remarks))


def _with_brackets_closed(text: str, start: int, end: int) -> Piece:
    """The bracket that closes what was opened belongs to the printed form."""
    inside = text[start:end]
    missing = sum(inside.count(sign) for sign in "([{") - sum(inside.count(sign) for sign in ")]}")
    while missing > 0 and text[end : end + 1] in (")", "]", "}"):
        end, missing = end + 1, missing - 1
    return Piece(text[start:end], start, end, True)
