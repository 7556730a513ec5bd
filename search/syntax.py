"""What people type -> a tree, and remarks on how it was read. Pure.

Plain words must all match; "words in quotes" match as a phrase; AND, OR, NOT (in capitals) and parentheses; `metasta*`;
fields by name (`title:glass`, `year:2015..2020`) and PubMed's tags (`glass[ti]`, `2018:2024[dp]`), as
https://pubmed.ncbi.nlm.nih.gov/help/#search-tags describes them. Words that stand together belong together; AND, OR and
NOT are read from left to right, as PubMed reads them.

Nothing a person types is an error: where something is wrong, a remark says where, and the rest is searched.
"""

import re
from dataclasses import dataclass, field

from search import fields
from search.document import TEXT_FIELDS
from search.fields import LeftOut
from search.strategy import unrolled
from search.tokens import Remark, Remarks, Token, tokens_of
from search.tree import (
    All,
    Any,
    Everything,
    Named,
    Node,
    Not,
    Nothing,
    OneOf,
    Phrase,
    Prefix,
    TruncatedPhrase,
    Value,
    Word,
    all_of,
    leaves,
)

LONGEST_QUERY = 8000  # characters; the rest is not read, and a remark says so
MOST_TERMS = 250
SENTENCE = 7  # so many words typed in a row are a sentence

# Left out of a run of plain words, unless there is nothing else in it.
STOP_WORDS = frozenset(
    "a an and are as at be been but by can did do does for from had has have how in into is it its may not of on or "
    "over than that the their them then there these they this those to vs was we were what when where whether which "
    "who will with".split()
)


@dataclass(frozen=True)
class Parsed:
    """`words` are the plain words where nothing but plain words was typed: then not all of them have to match."""

    tree: Node
    remarks: tuple[Remark, ...] = ()
    words: tuple[Word, ...] = ()
    is_sentence: bool = False


PUNCTUATION = ".,;:?!/\\'"
CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\x00": " "})
OTHER_DATABASES = re.compile(  # Ovid's .ti,ab. and adj3, Cochrane's :ti,ab and near/3, Embase's exp
    r"\.(?:ti|ab|tw|mp|kw|kf|au|pt|sh|hw)(?:,[a-z]{2})*\.|:(?:ti|ab|kw)(?:,(?:ti|ab|kw))+\b"
    r"|\b(?:adj|near/?)\d*\b|^\s*exp\s",
    re.IGNORECASE,
)


def parse(typed: str) -> Parsed:
    text, remarks = unrolled(typed.translate(CURLY))
    parser = Parser(Remarks(text[:LONGEST_QUERY]))
    for told in remarks:
        parser.remarks.add("left out", told)
    if len(text) > LONGEST_QUERY:
        parser.remarks.add("left out", f"Only the first {LONGEST_QUERY} characters were read.")
    return parser.parsed()


@dataclass
class Run:
    """What stands between two operators: operands with an AND understood between them."""

    operands: list[Node] = field(default_factory=list)
    bare: list[Token] = field(default_factory=list)  # the last operands as typed, to which a tag would belong
    left_out: bool = False  # something stood here of which a remark says that it was left out


class Parser:
    def __init__(self, remarks: Remarks):
        self.text = remarks.text
        self.remarks = remarks
        self.terms = 0
        self.is_plain = True
        self.tokens = tokens_of(remarks)
        self.at = 0

    def parsed(self) -> Parsed:
        if OTHER_DATABASES.search(self.text):
            self.remarks.add(
                "left out",
                "This looks like the syntax of Ovid or Embase. Of databases' tags, PubMed's are known.",
            )
        tree = self._expression()
        if isinstance(tree, Everything) and self.text.strip():
            tree = Nothing()
            if not self.remarks:
                self.remarks.add("fault", "There is no word in this that can be searched.", 0, len(self.text))
        words = tuple(leaf for leaf in leaves(tree) if isinstance(leaf, Word)) if self.is_plain else ()
        if not self._is_sentence():
            self._tell_small_operators()
        return Parsed(tree, tuple(self.remarks), words, self._is_sentence())

    def _tell_small_operators(self) -> None:
        """ "liver or spleen" asks for both: people have to hear of it. A small "and" means what it says."""
        for token in self.tokens[1:-1]:
            if token.kind == "word" and token.text.lower() in ("or", "not"):
                told = f'"{token.text}" in small letters was read as a word; the operator is {token.text.upper()}.'
                self.remarks.on(token, "read as", told)
                return

    def _is_sentence(self) -> bool:
        typed = self.text.split()
        ended = self.text.rstrip().endswith((".", "?", "!")) and len(typed) > SENTENCE // 2
        return self.is_plain and (len(typed) >= SENTENCE or ended)

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _expression(self) -> Node:
        """Runs and operators up to the closing parenthesis or the end, read from left to right."""
        joined: Node | None = None
        operator, negated = "", False
        used: set[str] = set()
        start = self.at
        while True:
            run = self._settled(self._run())
            if run.operands:
                if joined is not None and operator:
                    used.add(operator)
                joined = self._join(joined, operator, all_of(run.operands), negated)
            if run.operands or run.left_out:
                operator, negated = "", False
            token = self._next()
            if token is None or token.kind == ")":
                break
            self.at += 1
            self.is_plain = False
            if token.text == "NOT":
                negated = not negated
            elif (operator or negated or joined is None) and not run.left_out:
                self._nothing_there(token, "before")
            elif joined is not None:
                operator = token.text
        if operator or negated:
            self._nothing_there(self.tokens[self.at - 1], "after")
        if len(used) > 1 and joined is not None:
            told = f"Read from left to right: {written(joined)}"
            self.remarks.add("read as", told, self._position(start), self._position(self.at))
        return Everything() if joined is None else joined

    def _nothing_there(self, operator: Token, where: str) -> None:
        told = f"There is nothing to search {where} {operator.text}; it was left out."
        self.remarks.on(operator, "fault", told)

    def _join(self, joined: Node | None, operator: str, node: Node, negated: bool) -> Node:
        node = Not(node) if negated else node
        if joined is None:
            return node
        kind = Any if operator == "OR" else All
        before = joined.children if isinstance(joined, kind) else (joined,)
        return kind((*before, node))

    def _run(self) -> Run:
        run = Run()
        while (token := self._next()) and token.kind not in (")", "operator"):
            self.at += 1
            if token.kind == "(":
                self._settled(run)
                self._parenthesis(run, token)
            elif token.kind == "tag":
                self._tagged(run, token)
            elif token.kind == "field":
                self._settled(run)
                self._in_field(run, token)
            elif self._counts(token):
                if token.kind == "phrase":
                    self.is_plain = False
                run.bare.append(token)
        return run

    def _parenthesis(self, run: Run, token: Token) -> None:
        self.is_plain = False
        before = self.at
        inner = self._expression()
        self.at += 1  # its closing parenthesis
        if self.at - before == 1:
            self.remarks.add("fault", "There is nothing between these parentheses.", token.start, token.end + 1)
            run.left_out = True
            return
        following = self._next()
        if following and following.kind == "tag":
            self.at += 1
            inner = self._in_all(inner, following)
        if Everything() in leaves(inner):  # all of it was left out, as the remarks say
            run.left_out = True
        else:
            run.operands.append(inner)

    def _in_all(self, node: Node, tag: Token) -> Node:
        """The node with the tag on each of its words that has none."""
        match node:
            case All(children):
                return All(tuple(self._in_all(child, tag) for child in children))
            case Any(children):
                return Any(tuple(self._in_all(child, tag) for child in children))
            case Not(child):
                return Not(self._in_all(child, tag))
            case Word(text) | Phrase(text) | Prefix(text) | TruncatedPhrase(text) if node == type(node)(text):
                exact, cut = isinstance(node, Phrase | TruncatedPhrase), isinstance(node, Prefix | TruncatedPhrase)
                found = self._tagged_node(tag, text, exact=exact, cut=cut)
                return found or all_of([])
        return node

    def _tagged(self, run: Run, token: Token) -> None:
        self.is_plain = False
        if not run.bare:
            self.remarks.on(token, "fault", f"There is nothing before the tag [{token.text}]; it was left out.")
            return
        own = self._own_of(token, run.bare)
        bare, run.bare = run.bare[own:], run.bare[:own]
        self._settled(run)
        text = " ".join(each.text for each in bare)
        exact = len(bare) == 1 and bare[0].kind == "phrase"
        node = self._tagged_node(token, text, exact=exact, cut=False, start=bare[0].start)
        self._add(run, node)

    def _own_of(self, tag: Token, bare: list[Token]) -> int:
        """The first of the operands that the tag belongs to: a phrase alone, a year or a number alone, or the words
        since the last phrase."""
        name, last = fields.TAGS.get(fields.plain_tag(tag.text)), len(bare) - 1
        if name in fields.OF_ONE_WORD or bare[-1].kind == "phrase":
            while name == "pmid" and last and bare[last - 1].text.rstrip(",;").isdecimal():
                last -= 1
            return last
        return max((at + 1 for at, token in enumerate(bare) if token.kind == "phrase"), default=0)

    def _add(self, run: Run, node: Node | None) -> None:
        if node is None:
            run.left_out = True
        else:
            run.operands.append(node)

    def _tagged_node(self, tag: Token, text: str, *, exact: bool, cut: bool, start: int | None = None) -> Node | None:
        name = fields.TAGS.get(fields.plain_tag(tag.text))
        if name is None:
            about = fields.NOT_HELD.get(fields.plain_tag(tag.text), "is no tag that is known here")
            told = f"{text}[{tag.text}]: [{tag.text}] {about}; this part was left out."
            self.remarks.add("left out", told, tag.start if start is None else start, tag.end)
            return None
        if "~" in tag.text:
            self.remarks.on(tag, "left out", f"[{tag.text}]: how near the words stand is not looked at.")
        return self._field_node(
            name, text + "*" * cut, exact=exact, start=tag.start if start is None else start, end=tag.end
        )

    def _in_field(self, run: Run, token: Token) -> None:
        self.is_plain = False
        name, operand = fields.BY_NAME[token.text.lower()], self._next()
        if operand and operand.kind == "(" and fields.FIELDS[name].texts:
            self.at += 1
            before = len(run.operands)
            self._parenthesis(run, operand)
            if len(run.operands) > before:
                tag = Token("tag", fields.FIELDS[name].tag, token.start, token.end)
                run.operands[-1] = self._in_all(run.operands[-1], tag)
        elif operand and operand.kind in ("word", "phrase") and self._counts(operand):
            self.at += 1
            exact = operand.kind == "phrase"
            self._add(run, self._field_node(name, operand.text, exact=exact, start=token.start, end=operand.end))
        else:
            self.remarks.on(token, "fault", f"There is nothing to search after {token.text}:")

    def _field_node(self, name: str, text: str, *, exact: bool, start: int, end: int) -> Node | None:
        field = fields.FIELDS[name]
        try:
            node = field.node(text)
        except LeftOut as problem:
            self.remarks.add("left out", f"{problem}; this part was left out.", start, end)
            return None
        if name == "keyword" and "/" in text:
            told = f"{text}: MeSH subheadings are not held here, so the heading alone was searched."
            self.remarks.add("left out", told, start, end)
        if node is not None:
            return node
        words = [Token("word", word, start, end) for word in text.split()]
        if exact or (field.whole and len(words) > 1):
            return self._phrase(Token("phrase", text, start, end), field.texts)
        return all_of([each for word in words if (each := self._word(word, field.texts)) is not None])

    def _settled(self, run: Run) -> Run:
        """The run with its bare words made operands."""
        bare, run.bare = run.bare, []
        has_other = any(token.kind == "phrase" or token.text.lower() not in STOP_WORDS for token in bare)
        for token in bare:
            if token.kind == "phrase":
                node = self._phrase(token)
            elif has_other and token.text.lower() in STOP_WORDS:
                continue
            else:
                self._tell_unknown_field(token)
                node = self._word(token)
            if node is not None:
                run.operands.append(node)
        return run

    def _tell_unknown_field(self, token: Token) -> None:
        name = re.match(r"([A-Za-z]{2,20}):(?=\w|$)", token.text)
        if name and (name.end() < len(token.text) or self.text[token.end : token.end + 1] in ('"', "(")):
            told = f'There is no field "{name[1]}:" here, so it was searched as a word.'
            self.remarks.on(token, "left out", told)

    def _phrase(self, token: Token, within: tuple[str, ...] = TEXT_FIELDS) -> Node | None:
        text = token.text.rstrip(PUNCTUATION + " ")
        cut = bool(re.search(r"\w\*$", text))
        text = text.removesuffix("*")
        if "*" in text:
            told = "Of a phrase only the last word can be truncated; another asterisk in it was left out."
            self.remarks.on(token, "left out", told)
        text = text.replace("*", " ").strip()
        if not re.search(r"\w", text):
            return None
        return TruncatedPhrase(text, within) if cut else Phrase(text, within)

    def _word(self, token: Token, within: tuple[str, ...] | None = None) -> Node | None:
        text, cut = token.text, False
        if found := re.search(r"[*?$]", text.rstrip("?.!,;")):
            head = text[: found.start()]
            if found[0] == "*" and len(text) == found.start() + 1:
                text, cut = head, True
            elif re.search(r"\w\W*$", head) and len(head) > 2 and re.search(r"\w", text[found.start() :]):
                self.remarks.on(
                    token, "left out", f"{text}: only an asterisk at the end is known, so {head}* was searched."
                )
                text, cut = head, True
            elif found[0] != "$" and re.search(r"\w", text):
                told = (
                    f"{text}: only an asterisk at the end is known, after at least one letter; it was searched without."
                )
                self.remarks.on(token, "left out", told)
        if not re.search(r"\w", text):
            if cut:
                self.remarks.on(token, "left out", "An asterisk needs at least one letter before it.")
            return None
        text = text.strip(PUNCTUATION)
        if cut:
            self.is_plain = False
            return Prefix(text) if within is None else Prefix(text, within)
        return Word(text) if within is None else Word(text, within)

    def _counts(self, token: Token) -> bool:
        """Whether one more term is read."""
        self.terms += 1
        if self.terms == MOST_TERMS + 1:
            self.remarks.add("left out", f"Only the first {MOST_TERMS} terms were read.", token.start, len(self.text))
        return self.terms <= MOST_TERMS

    def _position(self, at: int) -> int:
        return self.tokens[at].start if at < len(self.tokens) else len(self.text)


def written(node: Node) -> str:
    """The tree as it would be typed, with every parenthesis."""
    match node:
        case Word(text, within) | Prefix(text, within) | Phrase(text, within) | TruncatedPhrase(text, within):
            text += "*" * isinstance(node, Prefix | TruncatedPhrase)
            text = f'"{text}"' if isinstance(node, Phrase | TruncatedPhrase) else text
            tag = fields.tag_of(within)
            return f"{text}[{tag}]" if tag else text
        case OneOf(words):
            return f"{words[0]} and {len(words) - 1} other words" if len(words) > 1 else words[0]
        case Value(name, values):
            return f"{name}:{fields.values_written(name, values)}"
        case Named(name, value):
            return f'{name}:"{value}"'
        case Not(child):
            return f"NOT {written(child)}"
        case All(children) | Any(children):
            sign = " AND " if isinstance(node, All) else " OR "
            return f"({sign.join(map(written, children))})"
    return "nothing" if isinstance(node, Nothing) else "everything"
