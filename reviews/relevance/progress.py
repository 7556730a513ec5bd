"""How far along the screening of a cycle is, and how much may still be missed. Pure. It advises, and stops nobody.

The estimate is that of Callaghan and Müller-Hansen, "Statistical stopping criteria for automated screening in
systematic reviews", Systematic Reviews 2020;9:273, https://doi.org/10.1186/s13643-020-01521-4 (ranked quasi-sampling):
the works read since some moment are taken for a random sample of what was unread at that moment. Read in order of
likely relevance they hold more inclusions than a random sample would, so that the estimate errs on the side of reading
on. Every moment is tried and the one that tells most is kept, as the authors do; we try those with up to MOST_SINCE
inclusions since.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

TARGET = 0.95  # the share of all inclusions that one hopes to have found
DOUBT = 0.05  # how unlikely a number of missed works has to be before it is ruled out
LEAST_DECIDED = 50  # before so many decisions nothing is estimated
MOST_SINCE = 200


@dataclass(frozen=True)
class Progress:
    """`decisions` are those made, in the order they were made: whether each was to include."""

    decisions: Sequence[bool]
    undecided: int

    @property
    def total(self) -> int:
        return len(self.decisions) + self.undecided

    @property
    def decided(self) -> int:
        return len(self.decisions)

    @cached_property
    def included(self) -> int:
        return sum(self.decisions)

    @cached_property
    def excluded_since_last_included(self) -> int:
        return next((n for n, included in enumerate(reversed(self.decisions)) if included), self.decided)

    @cached_property
    def chance_of_missing_target(self) -> float | None:
        """p of the hypothesis that less than TARGET of all inclusions are found; None: too early to say."""
        if not self._can_estimate:
            return None
        return self._chance(int(self.included / TARGET) + 1 - self.included)

    @cached_property
    def most_missed(self) -> int | None:
        """More works to be included than so many are unlikely (DOUBT) among the undecided; None: too early to say."""
        if not self._can_estimate:
            return None
        low, high = 0, self.undecided  # more than `high` is ruled out, more than `low` - 1 is not
        while low < high:
            middle = (low + high) // 2
            if self._chance(middle + 1) < DOUBT:
                high = middle
            else:
                low = middle + 1
        return low

    @property
    def least_found(self) -> float | None:
        """The share of all inclusions that is found if `most_missed` are missed; None: too early to say."""
        if self.most_missed is None:
            return None
        return self.included / (self.included + self.most_missed)

    @property
    def _can_estimate(self) -> bool:
        return self.included > 0 and (self.decided >= LEAST_DECIDED or not self.undecided)

    def _chance(self, missed: int) -> float:
        """How likely it was, at most, to include as few as were, had so many or more been missed."""
        if missed > self.undecided:
            return 0.0
        return self._samples.chance(missed)

    @cached_property
    def _samples(self) -> "Samples":
        return Samples(list(_moments(self.decisions)), self.undecided)


def _moments(decisions: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """(works read since, inclusions among them) of the moments that can tell most, the latest first.

    Of the moments with equally many inclusions since, the earliest does: it lies right after an inclusion, or at
    the start.
    """
    found = 0
    for read, included in enumerate(reversed(decisions)):
        if included:
            yield read, found
            found += 1
            if found > MOST_SINCE:
                return
    yield len(decisions), found


class Samples:
    """Samples of which each was drawn from itself and the same `unread` works: (how many, inclusions among them)."""

    def __init__(self, samples: Sequence[tuple[int, int]], unread: int):
        import numpy as np

        drawn, found = np.array(samples).T
        self.unread = unread
        self.starts = np.concatenate([[0], np.cumsum(found + 1)[:-1]])  # of each sample among the terms of all
        self.drawn, self.found = np.repeat(drawn, found + 1), np.repeat(found, found + 1)
        self.fewer = np.concatenate([np.arange(n + 1) for n in found])  # inclusions there could have been instead
        self.log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, unread + drawn.max() + 1)))])

    def chance(self, missed: int) -> float:
        """The least, over the samples, of P(X <= found): X hypergeometric, `missed` inclusions among the unread."""
        import numpy as np

        size, relevant = self.unread + self.drawn, missed + self.found
        possible = self.fewer >= relevant - self.unread
        terms = (
            self._log_choose(relevant, self.fewer)
            + self._log_choose(size - relevant, np.where(possible, self.drawn - self.fewer, 0))
            - self._log_choose(size, self.drawn)
        )
        return min(1.0, float(np.add.reduceat(np.where(possible, np.exp(terms), 0.0), self.starts).min()))

    def _log_choose(self, of: Any, chosen: Any) -> Any:
        return self.log_factorial[of] - self.log_factorial[chosen] - self.log_factorial[of - chosen]
