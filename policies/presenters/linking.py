"""The page on which evidence is linked to a statement of a draft: what is linked, and the panel beside it."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from evidence.flags import in_short
from evidence.models import Study
from evidence.vocabulary import StudyDesign
from policies import queries
from policies import vocabulary as words
from policies.drafts import finding
from policies.drafts.link_form import LinkForm
from policies.drafts.links import INDIRECT_IN
from policies.drafts.parts import BY_NAME
from policies.models import EvidenceLink, PolicyVersion, Statement
from policies.presenters.evidence import IndicationEvidence, evidence_of, marks_of_links, part_with_flags, target_line
from policies.presenters.outlines import outline
from policies.presenters.statements import statement_view

NO_LONGER_NAMED = "For indications it no longer names"


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks of the panel. Links of the panel are this value with one part changed."""

    version: str
    statement: str
    q: str = ""
    page: int = 1
    type: str = ""
    study: str = ""  # whose figures are open
    pick: str = ""  # what is about to be linked
    edit: str = ""  # the key of the link that is edited
    place: str = ""

    @classmethod
    def from_params(cls, params, version: str, statement: str) -> "Asked":
        """What cannot be read is left out."""
        given = {name: params.get(name, "").replace("\x00", "") for name in ("q", "study", "pick", "edit", "place")}
        page = params.get("page", "")
        type = params.get("type", "")
        return cls(
            version=version,
            statement=statement,
            page=min(max(int(page), 1), 500) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
            type=type if type in finding.TYPES else "",
            **given,
        )

    @property
    def url(self) -> str:
        asked = {name: getattr(self, name) for name in ("statement", "q", "type", "study", "pick", "edit", "place")}
        params = {name: value for name, value in asked.items() if value}
        if self.page > 1:
            params["page"] = str(self.page)
        return f"{reverse('draft-evidence', args=[self.version])}?{urlencode(params)}"

    @property
    def back(self) -> "Asked":
        """To what was found, or to the empty box."""
        return replace(self, study="", pick="", edit="")

    @property
    def after(self) -> "Asked":
        """Where one goes on when a link is saved: what was found, or the figures of the same study."""
        return replace(self, pick="", edit="")

    def picking(self, target: str) -> "Asked":
        return replace(self, pick=target, edit="")

    def of_study(self, key: str) -> "Asked":
        return replace(self, study=key, pick="", edit="")

    def editing(self, link: str) -> "Asked":
        return replace(self, edit=link, pick="", study="")

    def on_page(self, page: int) -> "Asked":
        return replace(self.back, page=page)


@dataclass(frozen=True)
class LinkedPart:
    """An indication of the statement with its evidence; `pair` is the key under which a reason is written."""

    part: IndicationEvidence
    pair: str
    link_for: str  # the address of the panel for this indication

    @property
    def counts(self) -> str:
        """ "3 support, none opposes, 1 as context"."""
        told = []
        for groups, one, several in (
            (self.part.supports, "supports", "support"),
            (self.part.opposes, "opposes", "oppose"),
        ):
            number = sum(len(group.items) for group in groups)
            told.append(f"{number or 'none'} {one if number < 2 else several}")
        context = sum(len(group.items) for group in self.part.context)
        return ", ".join([*told, *([f"{context} as context"] if context else [])])


@dataclass(frozen=True)
class Picked:
    """What is linked by the form, in words."""

    title: str
    url: str
    design: str
    figure: str
    about: str
    drawing: SafeString
    document: str
    location: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Offered:
    """A thing to be linked, with the addresses that link it and that open its figures; `figures` may be ""."""

    candidate: finding.Candidate
    pick: str
    figures: str
    is_linked: bool


@dataclass(frozen=True)
class Panel:
    """`shown` is "search", "figures" or "form"."""

    shown: str
    asked: Asked
    fault: str = ""
    found: finding.FoundToLink | None = None
    results: list[Offered] = field(default_factory=list)
    suggested: list[Offered] = field(default_factory=list)
    types: list[Choice] = field(default_factory=list)
    study: Study | None = None
    accounts: list[finding.AccountChoice] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    form: LinkForm | None = None
    picked: Picked | None = None
    places: list[tuple[str, list[Choice]]] = field(default_factory=list)
    choices: dict[str, list[Choice]] = field(default_factory=dict)

    @property
    def previous(self) -> str:
        return self.asked.on_page(self.asked.page - 1).url if self.found and self.asked.page > 1 else ""

    @property
    def next(self) -> str:
        more = self.found and self.asked.page < self.found.pages
        return self.asked.on_page(self.asked.page + 1).url if more else ""


def linked_parts(statement: Statement, links: list[EvidenceLink], asked: Asked, user) -> list[LinkedPart]:
    """Each indication with what is linked to it and the flags of those figures; then what is linked to criteria."""
    appraised = queries.appraised(statement, links, user)
    view = statement_view(statement, links, appraised=appraised)
    pairs = {pair.indication_id: pair for pair in statement.statement_indications.all()}
    left = [link for link in links if link.indication_id and link.indication_id not in pairs]
    parts = [*view.evidence, *([evidence_of(NO_LONGER_NAMED, left, appraised=appraised)] if left else [])]
    marks = marks_of_links(links, user)
    found = []
    for part in parts:
        pair = pairs[part.indication.pk].key if part.indication else ""
        place = f"indication:{part.key}" if part.indication else ""
        found.append(LinkedPart(part_with_flags(part, marks), pair, replace(asked.back, place=place).url))
    return found


def panel(asked: Asked, version: PolicyVersion, statement: Statement, links, user, form=None, fault="") -> Panel:
    """`form` is what was typed and refused, with the `fault`."""
    if form is None and asked.edit:
        image = BY_NAME["evidence_link"].images(EvidenceLink.objects.filter(key=asked.edit, pk__in=_ids(links)))
        form = next((LinkForm.from_image(key, each) for key, each in image.items()), None)
        if form is None:
            return _searching(asked.back, statement, links, user, "This link is not there any more.")
    if form is None and asked.pick:
        form = LinkForm(target=asked.pick, place=asked.place or _only_place(statement))
    if form is not None:
        return _form(asked, version, statement, links, form, fault, user)
    if asked.study and (study := Study.objects.filter(key=asked.study).first()):
        accounts = finding.figures_of(study, in_short.marks_of(study, user))
        return Panel("figures", asked, study=study, accounts=accounts, linked=linked_targets(links))
    return _searching(asked, statement, links, user, fault)


def _ids(links: list[EvidenceLink]) -> list[int]:
    return [link.pk for link in links]


def _searching(asked: Asked, statement: Statement, links: list[EvidenceLink], user, fault: str) -> Panel:
    linked = linked_targets(links)
    found = finding.find(asked.q, filter(None, [asked.type]), asked.page, user) if asked.q.strip() else None
    labels = [("", "Everything"), ("study", "Studies"), ("reference", "Works"), ("recommendation", "Guidelines")]
    return Panel(
        "search",
        asked.back,
        fault=fault,
        found=found,
        results=[_offered(each, asked, linked) for each in found.candidates] if found else [],
        suggested=[] if found else [_offered(each, asked, linked) for each in finding.suggested(statement)],
        types=[Choice(value, label, value == asked.type) for value, label in labels],
    )


def _offered(each: finding.Candidate, asked: Asked, linked: set[str]) -> Offered:
    figures = asked.of_study(each.study).url if each.study else ""
    return Offered(each, asked.picking(each.target).url, figures, each.target in linked)


def linked_targets(links: list[EvidenceLink]) -> set[str]:
    """ "study:key" of all that is linked."""
    return {f"{link.target_type}:{link.target.key}" for link in links}


def _form(asked: Asked, version, statement: Statement, links, form: LinkForm, fault: str, user) -> Panel:
    found = finding.target_of(form.target)
    if found is None:
        return _searching(asked.back, statement, links, user, fault or "There is no such thing to link. Search for it.")
    return Panel(
        "form",
        asked,
        fault=fault,
        form=form,
        picked=_picked(*found),
        places=_places(statement, form),
        choices={
            "bearing": _choices(words.EvidenceBearing, form.bearing),
            "directness": _choices(words.Directness, form.directness),
            "comparison": _choices(words.Comparison, form.comparison),
            "ground": _choices(words.LinkGround, form.ground),
            "indirect_in": [Choice(each, each.capitalize(), each in form.indirect_in) for each in INDIRECT_IN],
        },
    )


def _picked(kind: str, target) -> Picked:
    title, url, design, figure, about, drawing = target_line(kind, target)
    document, location = (target.outcome.account.document.key, target.location) if figure else ("", "")
    label = StudyDesign(design).label if design else ""
    return Picked(title, url, label, figure, about, drawing, document, location)


def _choices(vocabulary, chosen: str) -> list[Choice]:
    return [Choice(value, label, value == chosen) for value, label in vocabulary.choices]


def _only_place(statement: Statement) -> str:
    """Where there is one indication there is nothing to choose."""
    pairs = list(statement.statement_indications.all())
    return f"indication:{pairs[0].indication.key}" if len(pairs) == 1 else ""


def _places(statement: Statement, form: LinkForm) -> list[tuple[str, list[Choice]]]:
    """The statement's indications and criteria. A link that is there stays with the criterion it is of."""
    of_criterion = form.link and form.place.startswith("criterion:")
    indications = [
        Choice(f"indication:{pair.indication.key}", pair.indication.short_name)
        for pair in statement.statement_indications.all()
    ]
    criteria = [
        Choice(f"criterion:{node.criterion.key}", f"{node.label} {node.summary}".strip()[:110])
        for node in _nodes(outline(list(statement.criteria.all())))
    ]
    if of_criterion:
        indications, criteria = [], [each for each in criteria if each.value == form.place]
    elif form.link:
        criteria = []
    groups = [("Indications", indications), ("Criteria", criteria)]
    return [
        (label, [replace(each, chosen=each.value == form.place) for each in group]) for label, group in groups if group
    ]


def _nodes(node):
    if node:
        yield node
        for child in node.children:
            yield from _nodes(child)
