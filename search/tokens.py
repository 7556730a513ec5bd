"""What people type, cut into tokens, every parenthesis in a pair; and the remarks that are made on it. Pure."""

import re
from dataclasses import dataclass

from search import fields

DEEPEST = 40  # parentheses within parentheses
MOST_REMARKS = 50
AROUND = 30  # characters shown on each side of a fault

TOKEN = re.compile(
    r"""
    (?P<open>\() | (?P<close>\))
    | "(?P<phrase>[^"]*)(?P<closing>"|$)
    | \[(?P<tag>[^\[\]]*)\]
    | \b(?P<field>NAMES):(?=[^\s)\[\]])
    | (?P<word>(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/(?:[^\s()"\[\]]|\([^\s()"\[\]]*\))+ | [^\s()"\[\]]+)
    | (?P<stray>[\[\]])
    """.replace("NAMES", "|".join(fields.BY_NAME)),
    re.VERBOSE | re.IGNORECASE,
)
OPERATORS = ("AND", "OR", "NOT")
DATE = r"\d{4}(?:/\d{1,2}){0,2}"
DATES = re.compile(rf'"?({DATE})"?(?:\[[^\]]*\])?\s*:\s*"?({DATE})"?(?=\s*\[)')
NOT_CLOSED = "is not closed; it was taken to go on to the end."


@dataclass(frozen=True)
class Token:
    kind: str  # "(", ")", "operator", "phrase", "word", "tag", "field"
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Remark:
    """On the characters from `start` to `end` of what was read. A fault is wrong; the other kinds are as they say."""

    kind: str  # "fault", "left out", "read as"
    text: str
    start: int = 0
    end: int = 0
    read: str = ""  # the text that the positions count in

    @property
    def before(self) -> str:
        return self.read[max(0, self.start - AROUND) : self.start]

    @property
    def place(self) -> str:
        return self.read[self.start : self.end]

    @property
    def after(self) -> str:
        return self.read[self.end : self.end + AROUND]


class Remarks(list[Remark]):
    """The remarks on one text, none of them twice."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def add(self, kind: str, told: str, start: int = 0, end: int = 0) -> None:
        if len(self) == MOST_REMARKS:
            self.append(Remark("fault", f"Only the first {MOST_REMARKS} remarks are told.", read=self.text))
        elif len(self) < MOST_REMARKS and all(remark.text != told or remark.start != start for remark in self):
            self.append(Remark(kind, told, start, end, self.text))

    def on(self, token: Token, kind: str, told: str) -> None:
        self.add(kind, told, token.start, token.end)


def tokens_of(remarks: Remarks) -> list[Token]:
    """The tokens of the text that the remarks are on."""
    return _balanced(_cut(remarks), remarks)


def _cut(remarks: Remarks) -> list[Token]:
    found = []
    for match in TOKEN.finditer(DATES.sub(_one_range, remarks.text)):
        kind, start, end = match.lastgroup or "", match.start(), match.end()
        if match["phrase"] is not None:
            if not match["closing"]:
                remarks.add("fault", f"The quotation mark {NOT_CLOSED}", start, end)
            found.append(Token("phrase", match["phrase"].strip(), start, end))
        elif kind == "stray":
            remarks.add("fault", f"A bracket {match[0]} without its other half was left out.", start, end)
        elif kind == "word" and match[0] in OPERATORS:
            found.append(Token("operator", match[0], start, end))
        else:
            found.append(Token({"open": "(", "close": ")"}.get(kind, kind), match[kind].strip(), start, end))
    return found


def _one_range(match: re.Match) -> str:
    """ "2010/01/01"[dp] : "3000"[dp] as one word of the same length, so that positions stay."""
    return f"{match[1]}:{match[2]}".ljust(len(match[0]))


def _balanced(tokens: list[Token], remarks: Remarks) -> list[Token]:
    """The tokens with every parenthesis in a pair, and none deeper than is followed."""
    kept: list[Token] = []
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "(":
            opened.append(token)
            if len(opened) > DEEPEST:
                remarks.on(token, "fault", f"Parentheses deeper than {DEEPEST} were left out.")
                continue
        elif token.kind == ")":
            if not opened:
                remarks.on(token, "fault", "This parenthesis closes none; it was left out.")
                continue
            opened.pop()
            if len(opened) >= DEEPEST:
                continue
        kept.append(token)
    end = len(remarks.text)
    for token in opened[:DEEPEST]:
        remarks.on(token, "fault", f"This parenthesis {NOT_CLOSED}")
        kept.append(Token(")", ")", end, end))
    return kept
