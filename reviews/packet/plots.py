"""Forest plots of what the linked estimates show: one for each indication, endpoint and measure with two or more.

Hazard ratios, risk ratios and odds ratios never share a plot, and nothing is pooled.
"""

from collections import defaultdict
from collections.abc import Iterator

from evidence.explorer.plots import can_be_drawn, plot_of_estimates
from evidence.explorer.rows import arms_of
from evidence.models import EffectEstimate
from evidence.presenters import outcome_details
from evidence.vocabulary import EffectMeasure, Endpoint
from policies.paper.content import Block, Column, Figure, Heading, Paragraph, Run, Runs, Table, muted, place_of, plain
from policies.presenters.evidence import DESIGN_ORDER, ENDPOINT_ORDER
from reviews.packet.subject import Subject

ESTIMATES = (Column("Study", 20), Column("Of", 32), Column("As printed", 26), Column("Document and place", 22))
FEWEST = 2
MEASURE_ORDER = {measure: place for place, measure in enumerate(EffectMeasure.values)}


def plots(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Forest plots"), "plots", is_wide=True)
    found = _groups(subject)
    if not found:
        yield Paragraph(
            plain("No two linked estimates share an indication, an endpoint and a measure: nothing is drawn.")
        )
        return
    yield Paragraph(
        plain(
            "Drawn where two or more linked estimates share the indication, the endpoint and the measure. Estimates of "
            "one study in several documents, or of several subgroups, stand side by side: nothing is pooled."
        )
    )
    before = ""
    for (indication, endpoint, measure), figures in found:
        name = subject.indications[indication].short_name
        if name != before:
            yield Heading(2, plain(name[:1].upper() + name[1:]))
        before = name
        yield from _plot(f"{name}: {Endpoint(endpoint).label.lower()}, {EffectMeasure(measure).label.lower()}", figures)


def _groups(subject: Subject) -> list[tuple[tuple[int, str, str], list[EffectEstimate]]]:
    found: dict[tuple[int, str, str], dict[str, EffectEstimate]] = defaultdict(dict)
    for link in subject.links:
        figure = link.effect_estimate
        if figure and link.indication_id in subject.indications and can_be_drawn(figure):
            found[link.indication_id, figure.outcome.endpoint, figure.measure][figure.key] = figure
    order = list(subject.indications)
    groups = [(key, sorted(each.values(), key=_place)) for key, each in found.items() if len(each) >= FEWEST]
    return sorted(
        groups, key=lambda each: (order.index(each[0][0]), ENDPOINT_ORDER[each[0][1]], MEASURE_ORDER[each[0][2]])
    )


def _place(figure: EffectEstimate) -> tuple:
    account = figure.outcome.account
    return DESIGN_ORDER.get(account.study.design, 99), str(account.study).lower(), account.document.key, figure.pk


def _plot(title: str, figures: list[EffectEstimate]) -> Iterator[Block]:
    from evidence.plots import canvas, drawing  # here, since matplotlib takes half a second to import

    title = title[:1].upper() + title[1:]
    drawn = drawing.svg(plot_of_estimates(figures, title)).decode()
    told = f"Forest plot of {len(figures)} estimates. The table below tells the same."
    yield Figure(title, told, drawn, canvas.IN_THE_DARK)
    yield Table(f"{title}: the estimates drawn", ESTIMATES, tuple(_row(figure) for figure in figures))


def _row(figure: EffectEstimate) -> tuple[Runs, ...]:
    outcome = figure.outcome
    study, document = outcome.account.study, outcome.account.document
    about = "; ".join([arms_of(figure), *outcome_details(outcome)])
    return (
        (Run(str(study), href=study.get_absolute_url()), *muted(f" {study.get_design_display()}")),
        plain(about),
        (Run(figure.as_reported, "strong", f"{study.get_absolute_url()}#{figure.key}"),),
        place_of(document.key, figure.location or outcome.location, look=""),
    )
