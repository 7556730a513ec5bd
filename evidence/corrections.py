"""A figure was corrected. Apps above this one register what they do about it; evidence knows none of them."""

from collections.abc import Callable

Listener = Callable[..., None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """`listener(figure=, before=, after=, by=)` is called in the transaction of the correction: if it fails, nothing
    was corrected. `figure` is the Measurement or EffectEstimate as it is now, `before` and `after` the changed fields,
    `by` the user who corrected it."""
    _listeners.append(listener)


def tell(*, figure, before: dict, after: dict, by) -> None:
    for listener in _listeners:
        listener(figure=figure, before=before, after=after, by=by)
