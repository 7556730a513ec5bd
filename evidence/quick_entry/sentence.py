"""A sentence as tokens, with what has been read of it. Pure."""

from collections.abc import Iterable

from evidence.quick_entry.readings import Piece
from evidence.quick_entry.tokens import Token, tokens_of

SOFT = frozenset({"comma", "semicolon", "colon", "open", "close", "equals", "and", "link", "dots", "stop", "of"})
NUMBERED = ("number", "fraction", "reached", "estimable")
END = Token("end", "", 0, 0)


class Sentence:
    """Tokens by their place. What stands beyond the last is an empty token of the kind "end"."""

    def __init__(self, text: str, tokens: list[Token] | None = None):
        self.text = text
        self.tokens = tokens_of(text) if tokens is None else tokens
        self._read: set[int] = set()

    def trial(self) -> "Sentence":
        """The same sentence with nothing read, to try how far one gets."""
        return Sentence(self.text, self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int) -> Token:
        return self.tokens[place] if 0 <= place < len(self.tokens) else END

    def kind(self, place: int) -> str:
        return self.at(place).kind

    def skip(self, place: int, kinds: Iterable[str], most: int = 8) -> int:
        """The place after at most so many tokens of these kinds."""
        last = place + most
        while place < last and self.kind(place) in kinds:
            place += 1
        return place

    def mark(self, *places: int) -> None:
        self._read.update(places)

    def unread(self) -> tuple[Piece, ...]:
        """What was not read, each run in one piece. Commas and brackets alone are no loss."""
        pieces: list[Piece] = []
        run: list[Token] = []
        for place, token in enumerate([*self.tokens, END]):
            if token is not END and place not in self._read and token.kind not in SOFT:
                run.append(token)
            elif run and (token is END or place in self._read):
                pieces.append(self._piece(run))
                run = []
        return tuple(pieces)

    def _piece(self, run: list[Token]) -> Piece:
        start, end = run[0].start, run[-1].end
        text = self.text[start:end]
        numbered = any(token.kind in NUMBERED for token in run) or any(sign.isdigit() for sign in text)
        return Piece(text, start, end, numbered)

    def is_only(self, first: int, last: int) -> bool:
        """Whether the sentence has nothing but soft tokens outside of these places."""
        return all(t.kind in SOFT for p, t in enumerate(self.tokens) if not first <= p <= last)
