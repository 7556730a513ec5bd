"""The order in which works are read, those likeliest to be included first. Pure: texts and decisions in, an order out.

It decides nothing and leaves nothing out. There is no chance in it: the same decisions give the same order.
What the figures below were chosen by is in docs/decisions/0018-order-by-relevance.md. scikit-learn is imported when it
is first needed, which is in the worker.
"""

from collections.abc import Iterator, Sequence
from typing import Any

LONGEST = 6000  # characters of a work's text that are looked at
COLUMNS = 2**20  # that words and pairs of words are hashed to
SAMPLE = 2000  # undecided works that are learned from
BATCH = 4000  # works whose words are in memory at a time
STRICTNESS = 0.25  # C of the support vector machine
# How much the three kinds of works weigh together, whatever their numbers.
INCLUDED, EXCLUDED, UNDECIDED = 5.0, 1.0, 0.3


def likeliest_first(
    undecided: Sequence[str], included: Sequence[str], excluded: Sequence[str], asked: str = ""
) -> list[int]:
    """The positions of `undecided`, all of them. `asked` is what the review asks, in words.

    Before there is an inclusion and an exclusion, the works most like `asked` and the inclusions come first. What is
    equally likely stays in the order given.
    """
    import numpy as np

    if not undecided:
        return []
    if included and excluded:
        scores = _learned(undecided, included, excluded)
    else:
        scores = _likeness(undecided, " ".join([asked, *included]))
    return [int(position) for position in np.argsort(-scores, kind="stable")]


def _learned(undecided: Sequence[str], included: Sequence[str], excluded: Sequence[str]) -> Any:
    """A linear support vector machine on TF-IDF of words and pairs of words.

    It learns from some of the undecided too, as if they were excluded, with little weight: most of what is unread is
    to be excluded, and so it knows early what the whole literature is about.
    """
    import numpy as np
    from sklearn.svm import LinearSVC

    sample = _sample(undecided)
    counts = [len(included), len(excluded), len(sample)]
    weights = np.array([INCLUDED, EXCLUDED, UNDECIDED]) / counts
    scale = (len(included) + len(excluded)) / (INCLUDED + EXCLUDED + UNDECIDED)
    words = Words([*included, *excluded, *sample])
    machine = LinearSVC(C=STRICTNESS, random_state=0)  # the seed of the order in which it goes through the works
    machine.fit(words.learned, np.repeat([1, 0, 0], counts), sample_weight=np.repeat(weights * scale, counts))
    return np.concatenate([machine.decision_function(batch) for batch in words.of(undecided)])


def _likeness(undecided: Sequence[str], asked: str) -> Any:
    import numpy as np

    words = Words(_sample(undecided))
    (wanted,) = words.of([asked])
    return np.concatenate([(batch @ wanted.T).toarray()[:, 0] for batch in words.of(undecided)])


def _sample(texts: Sequence[str]) -> Sequence[str]:
    return texts[:: -(-len(texts) // SAMPLE)]


class Words:
    """Texts as rows of TF-IDF weights; how rare a word is, is learned from some texts and kept."""

    def __init__(self, texts: Sequence[str]):
        from sklearn.feature_extraction.text import TfidfTransformer

        self._weights = TfidfTransformer(sublinear_tf=True)
        self.learned = self._weights.fit_transform(count_words(texts))

    def of(self, texts: Sequence[str]) -> Iterator[Any]:
        for start in range(0, len(texts), BATCH):
            yield self._weights.transform(count_words(texts[start : start + BATCH]))


def count_words(texts: Sequence[str]) -> Any:
    """How often each word and each pair of neighbours stands in a text, as a row of a sparse matrix."""
    from sklearn.feature_extraction.text import HashingVectorizer

    counter = HashingVectorizer(n_features=COLUMNS, ngram_range=(1, 2), alternate_sign=False, norm=None)
    return counter.transform([text[:LONGEST] for text in texts])
