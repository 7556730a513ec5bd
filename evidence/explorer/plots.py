"""The plot of what the outcome explorer shows: of a page of figures, or of the estimates chosen to be pooled."""

from collections.abc import Sequence

from evidence import vocabulary as words
from evidence.explorer.rows import effect_row, endpoints_of, span_row
from evidence.models import EffectEstimate, Measurement
from evidence.plots.axis import Axis
from evidence.plots.forest import forest_plot, on_one_axis
from evidence.plots.plot import Group, Plot, PlotRow
from evidence.plots.spans import span_plot
from evidence.pooling.choice import EXPLORATORY, Choice

ARROWS = "An arrow is an interval that goes on beyond the axis; a hollow mark has no interval printed."
SIZES = "Boxes are sized by precision (inverse variance)."
NO_SIDE = "Which side favours the intervention is not the same, or not known, for every row."


def plot_of_page(figures: Sequence, kind: str, title: str, more: int) -> Plot:
    """`more` are the figures on other pages."""
    rest = [f"{more} more on other pages."] if more else []
    several = len(endpoints_of(figures)) > 1
    if kind == "comparisons":
        return _comparisons(figures, title, rest, several_endpoints=several)
    if kind not in ("medians", "proportions"):
        return nothing_to_draw(title, "Figures of this kind share no axis: the table tells them.")
    rows = [span_row(figure, several_endpoints=several) for figure in figures]
    notes = [" ".join([ARROWS, *rest])]
    plot = span_plot(rows, title, is_time=kind == "medians", notes=notes)
    return plot if any(row.is_drawn for row in plot.rows) else nothing_to_draw(title, "No figure here can be drawn.")


def plot_of_estimates(figures: Sequence[EffectEstimate], title: str) -> Plot:
    """Of estimates of one measure and one endpoint, nothing pooled. Those without a printed estimate are left out."""
    return _comparisons(figures, title, [], several_endpoints=False)


def can_be_drawn(figure: EffectEstimate) -> bool:
    return bool(on_one_axis([effect_row(figure, several_endpoints=False)]))


def _comparisons(figures: Sequence[EffectEstimate], title: str, rest: list[str], *, several_endpoints: bool) -> Plot:
    several = len({figure.measure for figure in figures if figure.estimate}) > 1
    rows = [effect_row(figure, several_endpoints=several_endpoints, several_measures=several) for figure in figures]
    drawn = on_one_axis(rows)
    if not drawn:
        return nothing_to_draw(title, "No estimate is printed on this page: the table tells what is stated.")
    if left := len(rows) - len(drawn):
        rest = [
            f"{left} of this page without an estimate on this axis {'is' if left == 1 else 'are'} not drawn.",
            *rest,
        ]
    order = {measure: place for place, measure in enumerate(words.EffectMeasure.values)}
    drawn.sort(key=lambda row: order[row.measure])
    measures = {row.measure for row in drawn}
    label = words.EffectMeasure(drawn[0].measure).label if len(measures) == 1 else "Ratio"
    plot = forest_plot(drawn, title, _axis_label(label, drawn[0].measure))
    notes = [f"{SIZES} {ARROWS}", " ".join([*([] if plot.favours[0] else [NO_SIDE]), *rest])]
    return Plot(**vars(plot) | {"notes": [note for note in notes if note]})


def plot_of_pooled(choice: Choice, title: str) -> Plot:
    """Of the estimates kept, with the pooled result; the diamond is missing where they may not be pooled."""
    kept = [choice.rows[candidate.key] for candidate in choice.judgement.kept]
    if not kept or choice.pooled is None:
        return nothing_to_draw(title, "These estimates are not pooled: the page says why.")
    rows = [effect_row(row, several_endpoints=False) for row in kept]
    label = words.EffectMeasure(rows[0].measure).label
    plot = forest_plot(rows, title, _axis_label(label, rows[0].measure), choice.pooled, [EXPLORATORY])
    notes = [*plot.notes, " ".join([ARROWS, *([] if plot.favours[0] else [NO_SIDE])])]
    return Plot(**vars(plot) | {"notes": notes})


def _axis_label(label: str, measure: str) -> str:
    return f"{label}, log scale" if measure in ("HR", "RR", "OR") else label


def nothing_to_draw(title: str, why: str) -> Plot:
    return Plot(title, [Group("", [PlotRow(why, "", "")])], Axis(0, 1, (), ""), columns=("", "", ""))


def is_empty(figures: Sequence[Measurement | EffectEstimate], kind: str) -> bool:
    """Whether a plot of them would show nothing."""
    if kind == "comparisons":
        return not on_one_axis([effect_row(figure, several_endpoints=False) for figure in figures])
    return kind == "others" or not figures
