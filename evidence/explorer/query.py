"""What is asked of the outcome explorer, as a value. Page, plot, table file and links are it in other clothes. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import TextChoices

from evidence import vocabulary as words
from evidence.pooling.estimates import HARTUNG_KNAPP, METHODS

# What can be chosen, with how it reads. Any of the values of one, all of them between.
CHOICES = {
    "endpoint": "Endpoint",
    "condition": "Condition",
    "intervention": "Intervention",
    "comparator": "Comparator",
    "design": "Design",
    "measure": "Measure",
}
KINDS = {
    "comparisons": "Comparisons",
    "medians": "Medians",
    "proportions": "Proportions",
    "others": "Other figures",
}
PAGE_SIZE = 50  # figures on a page, and in a plot
LARGEST_PAGE = 100_000
MOST_VALUES = 50  # chosen of one kind
MOST_POOLED = 100
LONGEST_VALUE = 200
METHOD_NAMES = {method.lower(): label for method, label in METHODS.items()}
INTERVALS = {"": HARTUNG_KNAPP[""], "yes": HARTUNG_KNAPP["hksj"], "adhoc": HARTUNG_KNAPP["adhoc"]}


@dataclass(frozen=True)
class OutcomeQuery:
    """`show` is one of KINDS, or "" for the first that has figures. `pool` are keys of effect estimates."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    show: str = ""
    page: int = 1
    pool: tuple[str, ...] = ()
    method: str = "reml"
    hksj: str = ""

    @classmethod
    def from_params(cls, params) -> "OutcomeQuery":
        """From a QueryDict. What cannot be read is left out; what there is not stays chosen, and finds nothing."""
        chosen = tuple((name, values) for name in CHOICES if (values := _values(params, name)[:MOST_VALUES]))
        page = params.get("page", "")
        return cls(
            chosen=chosen,
            show=show if (show := params.get("show", "")) in KINDS else "",
            page=min(max(int(page), 1), LARGEST_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
            pool=_values(params, "pool"),
            method=method if (method := params.get("method", "").lower()) in METHOD_NAMES else "reml",
            hksj=hksj if (hksj := params.get("hksj", "")) in INTERVALS else "",
        )

    def to_params(self) -> list[tuple[str, str]]:
        params = [(name, value) for name, values in self.chosen for value in values]
        if self.show:
            params.append(("show", self.show))
        if self.page > 1:
            params.append(("page", str(self.page)))
        params += [("pool", key) for key in self.pool]
        if self.method != "reml":
            params.append(("method", self.method))
        if self.hksj:
            params.append(("hksj", self.hksj))
        return params

    @property
    def asked(self) -> str:
        """What stands behind the question mark of its address."""
        return urlencode(self.to_params())

    @property
    def url(self) -> str:
        return "/outcomes/" + (f"?{self.asked}" if self.asked else "")

    def values(self, name: str) -> tuple[str, ...]:
        return dict(self.chosen).get(name, ())

    def toggled(self, name: str, value: str) -> "OutcomeQuery":
        """The same question with the value chosen, or no longer chosen, from its first page."""
        values = self.values(name)
        kept = tuple(each for each in values if each != value) if value in values else (*values, value)
        chosen = dict(self.chosen) | {name: kept}
        return replace(self, chosen=tuple((each, chosen[each]) for each in CHOICES if chosen.get(each)), page=1)

    def showing(self, kind: str) -> "OutcomeQuery":
        return replace(self, show=kind, page=1)

    def on_page(self, page: int) -> "OutcomeQuery":
        return replace(self, page=page)

    def pooling(self, keys: tuple[str, ...]) -> "OutcomeQuery":
        return replace(self, pool=keys)

    def cleared(self) -> "OutcomeQuery":
        return replace(self, chosen=(), page=1)

    def describe(self, label: Callable[[str, str], str]) -> str:
        """In words; `label` tells how a value of a choice reads."""
        parts = [" or ".join(label(name, value) for value in values) for name, values in self.chosen]
        return "; ".join(parts) if parts else "everything"


def _values(params, name: str) -> tuple[str, ...]:
    given = (value for value in params.getlist(name) if value and "\x00" not in value and len(value) <= LONGEST_VALUE)
    return tuple(dict.fromkeys(given))


def word_labels() -> Mapping[str, Mapping[str, str]]:
    """How the values of the closed vocabularies read."""
    vocabularies: dict[str, type[TextChoices]] = {
        "endpoint": words.Endpoint,
        "design": words.StudyDesign,
        "measure": words.EffectMeasure,
    }
    return {name: {word.value: str(word.label) for word in each} for name, each in vocabularies.items()}
