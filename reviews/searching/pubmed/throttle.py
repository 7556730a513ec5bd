"""So many requests a second and no more. Pure: clock and sleep are given."""

from collections import deque
from collections.abc import Callable

SHORTEST = 0.001  # seconds; a shorter sleep may leave a clock where it stood


class Throttle:
    """`wait` returns when another request may begin: in no stretch of one second do more than `per_second` begin."""

    def __init__(self, per_second: int, clock: Callable[[], float], sleep: Callable[[float], None]):
        self._clock, self._sleep = clock, sleep
        self._begun: deque[float] = deque(maxlen=per_second)

    def wait(self) -> None:
        if len(self._begun) == self._begun.maxlen:
            # The clock of a machine is read a little coarsely: asked again until the second is really over.
            while (left := self._begun[0] + 1.0 - self._clock()) > 0:
                self._sleep(max(left, SHORTEST))
        self._begun.append(self._clock())
