"""What may follow what is being typed: names of things, words, and titles that the viewer may find."""

from collections.abc import Iterable
from itertools import islice

from search import facets, synonyms
from search.asking import Asking, asking_of
from search.document import TEXT_FIELDS
from search.engines.base import Question
from search.tree import All, OneOf, Word
from search.words import words

FEWEST_LETTERS = 2  # of a word before it is completed
NAMES, WORDS, TITLES = 3, 6, 3  # so many of each are suggested
LONGEST_TITLE = 110  # characters; a longer one does not fit under the box


def suggest(typed: str, *, viewer) -> list[str]:
    """Whole queries that begin with what was typed, or that are a title with its words. Raises IndexUnusable."""
    return suggestions(typed, asking_of(viewer))


def suggestions(typed: str, asking: Asking) -> list[str]:
    before, _, last = typed.rpartition(" ")
    told = words(last)
    if len(told) != 1 or len(told[0]) < FEWEST_LETTERS or before.count('"') % 2:
        return []
    completed = _completed(told[0], asking)
    found = [*named(typed, _names()), *(f"{before} {word}".strip() for word in completed[:WORDS])]
    return list(dict.fromkeys(found + _titles(before, completed, asking)))


def named(typed: str, names: Iterable[str]) -> list[str]:
    """What was typed, its last words completed to a name that begins with them: "glass hepato" -> "glass hepatocellular
    carcinoma". The longest match comes first, and of like ones the shortest name. Pure."""
    parts = typed.split()
    found: list[str] = []
    by_words = sorted(((words(name), name) for name in names), key=lambda each: len(each[1]))
    for at in range(len(parts)):
        wanted = words(" ".join(parts[at:]))
        matching = (name for told, name in by_words if _begins(told, wanted))
        found += [" ".join([*parts[:at], name]) for name in matching]
    return list(dict.fromkeys(found))[:NAMES]


def _begins(name: list[str], wanted: list[str]) -> bool:
    *whole, last = wanted or [""]
    here = name[len(whole) : len(wanted)]
    return bool(last) and name[: len(whole)] == whole and bool(here) and here[0].startswith(last)


def _names() -> set[str]:
    labels = (facets.labels_of(facet).values() for facet in ("condition", "intervention", "endpoint"))
    return {name for group in (*labels, *synonyms.groups()) for name in group}


def _completed(beginning: str, asking: Asking) -> list[str]:
    """Words of the index that begin so and that the viewer may find, the commonest first."""
    found = asking.reader.words(beginning, TEXT_FIELDS, WORDS * 3)
    return list(islice((word for word, _ in found if asking.may_be_found(word)), WORDS))


def _titles(before: str, completed: list[str], asking: Asking) -> list[str]:
    if not completed:
        return []
    wanted = (*(Word(word, ("title",)) for word in words(before)), OneOf(tuple(completed), ("title",)))
    question = Question(All(wanted), limit=TITLES * 2, counts=False)
    found = asking.reader.find(question, audiences=asking.audiences).hits
    return [hit.title for hit in found if len(hit.title) <= LONGEST_TITLE][:TITLES]
