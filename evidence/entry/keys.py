"""Keys of rows entered by hand: readable, stable, and not yet taken. Reads only."""

from itertools import count
from string import ascii_lowercase

from django.db.models import Model
from django.utils.text import slugify

from evidence.models import EffectEstimate, Measurement

LONGEST = 120
NO_KEYS = frozenset({"new"})  # addresses of pages


def slug(*parts: str) -> str:
    """ "Mulcahy", "2021" -> "mulcahy-2021"."""
    return slugify("-".join(part for part in parts if part))[:LONGEST].strip("-") or "unnamed"


def free_key(models: tuple[type[Model], ...], wanted: str) -> str:
    """The wanted key, or with the first letter, then number, behind it that no row of the models has."""
    taken = set(NO_KEYS)
    for model in models:
        taken.update(model.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    tails = (*ascii_lowercase[1:], *(str(number) for number in range(27, 1000)))
    return next(key for tail in tails if (key := f"{wanted}-{tail}") not in taken)


def numbered_key(model: type[Model], stem: str) -> str:
    """The first of "stem-1", "stem-2" ... that no row has."""
    taken = set(model.objects.filter(key__startswith=f"{stem}-").values_list("key", flat=True))
    return next(key for number in count(1) if (key := f"{stem}-{number}") not in taken)


def figure_key(study_key: str, *parts: str) -> str:
    """ "mulcahy-2021/os-hr": both kinds of figure share the page of their study, so they share their keys."""
    return free_key((Measurement, EffectEstimate), f"{study_key}/{slug(*parts)}")
