"""A tree as it was typed -> a tree an engine can read: names as values, truncations as the words of the index."""

from dataclasses import dataclass

from search import names
from search.document import TEXT_FIELDS
from search.engines.base import Reader
from search.tokens import Remark
from search.tree import (
    All,
    Any,
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
    any_of,
)
from search.words import plain, words

MOST_EXPANSIONS = 200  # words that a truncation, or authors that a name, stands for
MOST_TOGETHER = 1000  # words that all truncations of a question stand for; those after that get FEWEST each
FEWEST = 5
FEW_LETTERS = 3  # of an author's initials


def resolved(node: Node, reader: Reader, remarks: list[Remark]) -> Node:
    """Adds a remark for each name that is not known, and for each truncation that was cut."""
    return Resolving(reader, remarks, left=MOST_TOGETHER).resolved(node)


@dataclass
class Resolving:
    reader: Reader
    remarks: list[Remark]
    left: int  # words that truncations may still stand for

    def resolved(self, node: Node) -> Node:
        match node:
            case Prefix():
                return self._expanded(node)
            case TruncatedPhrase():
                return self._expanded_phrase(node)
            case Named("author", name):
                return _author(name, self.reader, self.remarks)
            case Named(field, name):
                return _named(field, name, self.remarks)
            case All(children):
                return All(tuple(self.resolved(child) for child in children))
            case Any(children):
                return Any(tuple(self.resolved(child) for child in children))
            case Not(child):
                return Not(self.resolved(child))
        return node

    def _expanded(self, prefix: Prefix) -> Node:
        *before, last = words(prefix.text) or [""]
        found = self._words(last, prefix.fields)
        one_of: Node = OneOf(found, prefix.fields) if found else Nothing()
        return all_of([*(Word(word, prefix.fields) for word in before), one_of])

    def _expanded_phrase(self, phrase: TruncatedPhrase) -> Node:
        """A phrase for each word that begins so, but one for its inflections: those a phrase matches by itself."""
        *before, last = words(phrase.text) or [""]
        found = self._words(last, phrase.fields)
        if set(phrase.fields) <= set(TEXT_FIELDS):
            found = tuple({self.reader.tokens(word)[-1][1]: word for word in reversed(found)}.values())[::-1]
        return any_of([Phrase(" ".join([*before, word]), phrase.fields) for word in found])

    def _words(self, beginning: str, fields: tuple[str, ...]) -> tuple[str, ...]:
        """The words of the index that begin so, the commonest first. Adds a remark where there are too many."""
        most = max(FEWEST, min(MOST_EXPANSIONS, self.left))
        found = self.reader.words(beginning, fields, most + 1) if beginning else []
        if len(found) > most:
            told = f"{beginning}* stands for more than {most} words; only the commonest were searched."
            self.remarks.append(Remark("left out", told))
        self.left -= min(len(found), most)
        return tuple(word for word, _ in found[:most])


def _author(name: str, reader: Reader, remarks: list[Remark]) -> Node:
    """ "smith" and "smith j" of "smith jb": a family name alone, or the beginning of the initials too."""
    wanted = " ".join(plain(name).replace(",", " ").replace(".", " ").split())
    if not wanted:
        return Nothing()
    has_initials = " " in wanted and len(wanted.rpartition(" ")[2]) <= FEW_LETTERS
    found = reader.values("author", wanted, MOST_EXPANSIONS + 1)
    if len(found) > MOST_EXPANSIONS:
        told = f"{name}: more than {MOST_EXPANSIONS} authors are named so; only the first were searched."
        remarks.append(Remark("left out", told))
    found = [each for each in found[:MOST_EXPANSIONS] if has_initials or each == wanted or each[len(wanted)] == " "]
    if not found:
        remarks.append(Remark("fault", f'There is no author "{name}" here, so nothing matches it.'))
        return Nothing()
    return Value("author", tuple(found))


def _named(field: str, name: str, remarks: list[Remark]) -> Node:
    found = names.find(field, name)
    if found is None:
        known = ", ".join(names.known(field))
        told = f'There is no {field} "{name}" here, so nothing matches it.'
        remarks.append(Remark("fault", told + (f" Known are: {known} …" if known else "")))
    return found or Nothing()
