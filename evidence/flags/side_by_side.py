"""Which words of printed figures differ between documents. Pure."""

from collections.abc import Sequence

AROUND = "()[],;:"  # signs around a word that are no part of it


def differing(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each text in pieces, each with whether some other text lacks it. The pieces together are the text.

    >>> differing(["8.0 months", "8.1 months"])
    [[('8.0', True), (' months', False)], [('8.1', True), (' months', False)]]
    """
    held = [{_bare(word) for word in text.split()} for text in texts]
    return [
        _pieces(text, [others for place, others in enumerate(held) if place != own]) for own, text in enumerate(texts)
    ]


def _pieces(text: str, others: list[set[str]]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    for word in _words(text):
        bare = _bare(word)
        differs = bool(bare) and any(bare not in other for other in others)
        if pieces and pieces[-1][1] == differs:
            pieces[-1] = (pieces[-1][0] + word, differs)
        else:
            pieces.append((word, differs))
    return pieces


def _words(text: str) -> list[str]:
    """The text cut before each run of spaces, so that nothing of it is lost."""
    words: list[str] = []
    for sign in text:
        if words and not (sign.isspace() and not words[-1][-1].isspace()):
            words[-1] += sign
        else:
            words.append(sign)
    return words


def _bare(word: str) -> str:
    return word.strip().strip(AROUND).lower()
