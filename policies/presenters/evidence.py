"""What argues for and against a statement: links by indication, bearing and study."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from evidence import vocabulary as evidence_words
from evidence.appraisal.reading import NOTHING_APPRAISED, Appraised, CertaintyRow, RiskInShort
from evidence.appraisal.states import FigureState
from evidence.flags import in_short
from evidence.models import Indication
from evidence.presenters import effect_line, figure_cell, outcome_details
from policies import design_mix
from policies.design_mix import Mix
from policies.models import EvidenceLink
from policies.queries import study_of
from policies.vocabulary import Comparison, Directness, EvidenceBearing, LinkGround

NOTHING = SafeString("")
DESIGN_ORDER = {value: rank for rank, value in enumerate(evidence_words.StudyDesign.values)}
ENDPOINT_ORDER = {value: rank for rank, value in enumerate(evidence_words.Endpoint.values)}


@dataclass(frozen=True)
class EvidenceItem:
    """One evidence link, ready to be shown. `flags` are those of its figure, where the page asked for them."""

    key: str  # of the link
    kind: str  # of what it leads to: "study", "measurement"
    title: str
    url: str
    design: str
    bearing: str
    figure: str
    about: str
    note: str
    marks: str  # "Similar · Indirect (population) · Inferred"
    document: str  # key of the one it was read in, with the place there; "" where none is named
    location: str
    ground_note: str
    drawing: SafeString
    rank: tuple[int, int, bool]  # by design, then endpoint, then whether only a p-value is printed
    risks: Sequence[RiskInShort] = ()  # of its study, judged here
    state: FigureState | None = None  # of its figure, where a second person read it
    corrected: str = ""  # of a published version: the figure as it is now, where it was corrected since
    flags: Sequence = ()

    @property
    def figure_key(self) -> str:
        """ "" where it is no figure."""
        return self.url.partition("#")[2] if self.figure else ""


@dataclass(frozen=True)
class EvidenceGroup:
    """What one study, work or guideline version shows."""

    title: str
    url: str
    design: str
    items: list[EvidenceItem]
    risks: Sequence[RiskInShort] = ()


@dataclass(frozen=True)
class IndicationEvidence:
    """What is held for one indication of a statement: the evidence, or the written reason why none."""

    indication: Indication | None  # none: what is linked to criteria
    name: str
    supports: list[EvidenceGroup]
    opposes: list[EvidenceGroup]
    context: list[EvidenceGroup]
    no_evidence_reason: str
    basis: str  # "" where it is the statement's
    is_whole: bool = True  # whether the document was read whole; of one known in part nothing is owed
    context_elsewhere: int = 0  # results linked as context that are not among these, but on a page of their own
    certainty: Sequence[CertaintyRow] = ()  # of the evidence for the indication, graded here

    @property
    def key(self) -> str:
        return self.indication.key if self.indication else ""

    @property
    def mix(self) -> Mix | None:
        """What is linked here by design, each study, work and recommendation counted once. None where there is none."""
        groups = {group.url: group for group in (*self.supports, *self.opposes, *self.context)}
        return design_mix.mix((each.items[0].kind, each.items[0].design) for each in groups.values())

    @property
    def link_count(self) -> int:
        here = sum(len(group.items) for group in (*self.supports, *self.opposes, *self.context))
        return here + self.context_elsewhere

    @property
    def is_owed(self) -> bool:
        """Neither evidence nor a reason: the pair still owes one."""
        return self.is_whole and not self.link_count and not self.no_evidence_reason


def statement_of(link: EvidenceLink) -> int:
    """The id of the statement a link argues for, be it from the statement or from one of its criteria."""
    return link.criterion.statement_id if link.criterion else link.statement_id


def indication_evidence(
    pair,
    links: list[EvidenceLink],
    context_elsewhere: int = 0,
    *,
    is_whole: bool = True,
    appraised: Appraised = NOTHING_APPRAISED,
) -> IndicationEvidence:
    name = pair.indication.short_name
    return evidence_of(
        name[:1].upper() + name[1:],
        [link for link in links if link.indication_id == pair.indication_id],
        indication=pair.indication,
        no_evidence_reason=pair.no_evidence_reason,
        basis=pair.get_basis_display() if pair.basis else "",
        context_elsewhere=context_elsewhere,
        is_whole=is_whole,
        appraised=appraised,
    )


def evidence_of(
    name: str,
    links: list[EvidenceLink],
    *,
    indication=None,
    no_evidence_reason="",
    basis="",
    context_elsewhere=0,
    is_whole=True,
    appraised=NOTHING_APPRAISED,
) -> IndicationEvidence:
    """The links by their bearing, each side by study, work or guideline."""
    items = [evidence_item(link, appraised) for link in links]

    def bearing(wanted: str) -> list[EvidenceGroup]:
        return grouped([item for item in items if item.bearing == wanted])

    return IndicationEvidence(
        indication=indication,
        name=name,
        supports=bearing(EvidenceBearing.SUPPORTS),
        opposes=bearing(EvidenceBearing.OPPOSES),
        context=bearing(EvidenceBearing.CONTEXT),
        no_evidence_reason=no_evidence_reason,
        basis=basis,
        context_elsewhere=context_elsewhere,
        is_whole=is_whole,
        certainty=appraised.certainty.get(indication.pk, ()) if indication else (),
    )


def grouped(items: list[EvidenceItem]) -> list[EvidenceGroup]:
    """The items by what they are of: the heaviest design first, survival before response before harms."""
    groups: dict[tuple, EvidenceGroup] = {}
    for item in sorted(items, key=lambda item: item.rank):
        about = (item.url.partition("#")[0], item.title)
        if about not in groups:
            label = evidence_words.StudyDesign(item.design).label if item.design else ""
            groups[about] = EvidenceGroup(item.title, about[0], label, [], item.risks)
        groups[about].items.append(item)
    return list(groups.values())


def evidence_item(link: EvidenceLink, appraised: Appraised = NOTHING_APPRAISED) -> EvidenceItem:
    title, url, design, figure, about, drawing = target_line(link.target_type, link.target)
    document, location = _place(link)
    return EvidenceItem(
        key=link.key,
        kind=link.target_type,
        title=title,
        url=url,
        design=design,
        bearing=link.bearing,
        figure=figure,
        about=about,
        note=link.note,
        marks=" · ".join(_marks(link)),
        document=document,
        location=location,
        ground_note=link.ground_note,
        drawing=drawing,
        rank=_rank(link, design),
        risks=appraised.risks.get(study_of(link), ()),
        state=_state(link, appraised),
        corrected=_corrected(link, figure),
    )


def _corrected(link: EvidenceLink, figure: str) -> str:
    now = _TARGETS[link.target_type](link.figure_now)[3] if link.figure_now else ""
    return now if now != figure else ""


def target_line(kind: str, target) -> tuple[str, str, str, str, str, SafeString]:
    """Of what is linked, or may be: title, address, design, figure as printed, what it is of, and its drawing."""
    return _TARGETS[kind](target)


def marks_of_links(links: Iterable[EvidenceLink], user) -> Mapping[str, Sequence]:
    """By the key of a linked figure, the open flags it stands in."""
    figures = (link.measurement or link.effect_estimate for link in links)
    return in_short.marks_of_studies({figure.outcome.account.study_id for figure in figures if figure}, user)


def part_with_flags(part: IndicationEvidence, marks: Mapping[str, Sequence]) -> IndicationEvidence:
    """The same with the flags that stand beside its figures; `marks` by the key of the figure."""

    def flagged(groups: list[EvidenceGroup]) -> list[EvidenceGroup]:
        return [
            replace(group, items=[replace(item, flags=marks.get(item.figure_key, ())) for item in group.items])
            for group in groups
        ]

    return replace(part, supports=flagged(part.supports), opposes=flagged(part.opposes), context=flagged(part.context))


def _state(link: EvidenceLink, appraised: Appraised) -> FigureState | None:
    figure = link.measurement or link.effect_estimate
    state = appraised.states.of(figure) if figure else None
    return None if state is None or state.value == evidence_words.VerificationState.NOT_VERIFIED else state


def _rank(link: EvidenceLink, design: str) -> tuple[int, int, bool]:
    figure = link.measurement or link.effect_estimate
    endpoint = ENDPOINT_ORDER[figure.outcome.endpoint] if figure else len(ENDPOINT_ORDER)
    bare = bool(link.effect_estimate and not link.effect_estimate.estimate)
    return DESIGN_ORDER.get(design, len(DESIGN_ORDER)), endpoint, bare


def _study(study):
    return str(study), study.get_absolute_url(), study.design, "", "", NOTHING


def _reference(reference):
    return f"{reference.label}. {reference.display_title}", reference.get_absolute_url(), "", "", "", NOTHING


def _measurement(figure):
    outcome = figure.outcome
    study = outcome.account.study
    arm = figure.arm.name if figure.arm else ""
    about = ", ".join(filter(None, [outcome.title, *outcome_details(outcome), arm]))
    return str(study), _figure_url(study, figure), study.design, figure_cell(figure).text, about, NOTHING


def _effect(figure):
    outcome = figure.outcome
    study = outcome.account.study
    line = effect_line(figure)
    direction = line.direction if figure.measure == evidence_words.EffectMeasure.COMPARISON else ""
    about = ", ".join(filter(None, [outcome.title, *outcome_details(outcome), line.between, direction]))
    return str(study), _figure_url(study, figure), study.design, figure.as_reported, about, line.drawing


def _figure_url(study, figure) -> str:
    return f"{study.get_absolute_url()}#{figure.key}"


def _recommendation(recommendation):
    version = recommendation.guideline_version
    category = f", {recommendation.rating}" if recommendation.category else ""
    title = f"{version.guideline.title}, {version.name}"
    about = f"{recommendation.get_kind_display()}{category}"
    return title, recommendation.get_absolute_url(), "", "", about, NOTHING


_TARGETS = {
    "study": _study,
    "reference": _reference,
    "measurement": _measurement,
    "effect_estimate": _effect,
    "recommendation": _recommendation,
}


def _marks(link: EvidenceLink) -> list[str]:
    """Comparison, directness and ground in words; direct evidence without comparison goes unmarked."""
    marks = []
    if link.comparison != Comparison.NO_COMPARISON:
        marks.append(Comparison(link.comparison).label)
    if link.directness == Directness.INDIRECT:
        marks.append(f"Indirect ({', '.join(link.indirect_in)})" if link.indirect_in else "Indirect")
    marks.append("Stated" if link.ground == LinkGround.STATED else "Inferred")
    return marks


def _place(link: EvidenceLink) -> tuple[str, str]:
    """The key of the document, and the place in it."""
    figure = link.measurement or link.effect_estimate
    if figure:
        return figure.outcome.account.document.key, figure.location or figure.outcome.location
    return link.document.key if link.document else "", link.location
