"""The words that tell most about a few texts, against all that is indexed. Pure.

The weight is Bo1 of divergence from randomness (Amati 2003, "Probability models for information retrieval based on
divergence from randomness", chapter 5): how much more often a word stands in these texts than chance would have it. It
is multiplied by the root of the share of texts that hold the word, so that one text alone says little.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence

Tokens = Callable[[str], list[tuple[str, str]]]
SHORTEST = 3  # letters


def telling_words(
    texts: Sequence[str], *, tokens: Tokens, frequency: Callable[[str], int], total: int, most: int
) -> list[tuple[str, float]]:
    """The words with their weights, 1.0 for the heaviest. Of a word's inflections the commonest stands for all.

    `tokens` tells a text's words apart (each with its token), `frequency` how many of `total` documents hold a token.
    """
    counted: Counter[str] = Counter()
    texts_with: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for text in texts:
        told = [(word, token) for word, token in tokens(text) if len(word) >= SHORTEST and not word.isdigit()]
        counted.update(token for _, token in told)
        texts_with.update({token for _, token in told})
        for word, token in told:
            spelled.setdefault(token, Counter())[word] += 1
    weights = {
        token: _bo1(often, max(frequency(token), 1), max(total, 1)) * math.sqrt(texts_with[token] / len(texts))
        for token, often in counted.items()
        if texts_with[token] > 1 or len(texts) == 1
    }
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    heaviest = best[0][1] if best else 1.0
    return [(spelled[token].most_common(1)[0][0], weight / heaviest) for token, weight in best if weight > 0]


def _bo1(often: int, documents: int, total: int) -> float:
    by_chance = documents / total
    return often * math.log2((1 + by_chance) / by_chance) + math.log2(1 + by_chance)
