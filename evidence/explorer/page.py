"""All that the outcome explorer's page shows of one question."""

from collections.abc import Sequence
from dataclasses import replace

from evidence.explorer import plots as explorer_plots
from evidence.explorer import reading as explorer
from evidence.explorer.query import CHOICES, INTERVALS, KINDS, METHOD_NAMES, MOST_POOLED, OutcomeQuery, word_labels
from evidence.explorer.rows import table_row
from evidence.pooling import choice as pooling_choice
from evidence.pooling.rows import pooled_view
from search.facets import Facet, FacetValue, as_tree


def label_of(found: explorer.Survey, name: str, value: str) -> str:
    return (found.labels.get(name) or word_labels().get(name, {})).get(value, value)


def described(found: explorer.Survey) -> str:
    return found.query.describe(lambda name, value: label_of(found, name, value))


def title_of(found: explorer.Survey) -> str:
    """Of the plot: what it shows of what."""
    return f"{KINDS[found.kind]}: {described(found)}"


def context_of(query: OutcomeQuery) -> dict:
    found = explorer.survey(query)
    figures = explorer.figures_of(found)
    built = facets(found)
    rows = [table_row(figure) for figure in figures]
    context = {
        "query": query,
        "found": found,
        "described": described(found),
        "facets": [facet for facet in built if facet.values],
        "chips": [(facet, value) for facet in built for value in facet.selected],
        "tabs": [(label, found.kinds[kind], query.showing(kind), kind == found.kind) for kind, label in KINDS.items()],
        "rows": rows,
        "can_pool": any(row.can_pool for row in rows),
        "kept_ticks": _ticked_elsewhere(query, rows),
        "kept_params": replace(query, pool=(), method="reml", hksj="").to_params(),
        "previous": query.on_page(found.page - 1) if found.page > 1 else None,
        "next": query.on_page(found.page + 1) if found.page < found.pages else None,
        "methods": METHOD_NAMES,
        "intervals": INTERVALS,
        "without_pool": query.pooling(()),
    }
    if not explorer_plots.is_empty(figures, found.kind):
        context["plot"] = explorer_plots.plot_of_page(figures, found.kind, title_of(found), more_than(found, figures))
    return context | pooling_context(query)


def more_than(found: explorer.Survey, figures: Sequence) -> int:
    return found.total - len(figures)


def _ticked_elsewhere(query: OutcomeQuery, rows: Sequence) -> list[str]:
    here = {row.key for row in rows if row.can_pool}
    return [key for key in query.pool if key not in here]


def pooling_context(query: OutcomeQuery) -> dict:
    if not query.pool:
        return {}
    if len(query.pool) > MOST_POOLED:
        return {"too_many": f"{len(query.pool)} estimates are ticked; at most {MOST_POOLED} can be pooled at once."}
    choice = pooling_choice.choose(query.pool, query.method, query.hksj)
    plot = explorer_plots.plot_of_pooled(choice, pooled_title(choice)) if choice.pooled else None
    return {
        "choice": choice,
        "pooled": pooled_view(choice),
        "pooled_plot": plot,
        "exploratory": pooling_choice.EXPLORATORY,
    }


def pooled_title(choice: pooling_choice.Choice) -> str:
    labels = word_labels()
    kept = choice.judgement.kept
    about = (
        f"{labels['endpoint'].get(kept[0].endpoint, '')}, {labels['measure'].get(kept[0].measure, '')}" if kept else ""
    )
    return f"Pooled, exploratory: {about}".rstrip(": ")


def facets(found: explorer.Survey) -> list[Facet]:
    """Each choice with its values, narrower terms under broader ones. A chosen value is there even when it counts 0."""
    built = []
    for name, title in CHOICES.items():
        if name not in found.counts:
            continue  # only comparisons have a measure
        counted = dict(found.counts[name])
        for value in found.query.values(name):
            counted.setdefault(value, 0)
        values = [
            FacetValue(
                value,
                label_of(found, name, value),
                count,
                value in found.query.values(name),
                found.query.toggled(name, value).url,
            )
            for value, count in counted.items()
        ]
        values.sort(key=lambda value: (not value.selected, -value.count, value.label.lower()))
        built.append(Facet(name, title, as_tree(values, found.parents[name]) if name in found.parents else values))
    return built
