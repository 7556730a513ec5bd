"""What things are called in a search: terms by name and synonym, PubMed's publication types, abbreviations."""

from functools import partial

from evidence import vocabulary as words
from evidence.models import Condition, Intervention, SynonymGroup
from evidence.models.terms import Term
from search import facets, names, synonyms
from search.fields import folded
from search.tree import Node, Phrase, Value, any_of

TERMS = {"condition": Condition, "intervention": Intervention}
ABBREVIATIONS = ("os", "pfs", "hpfs", "ttp", "dfs", "orr", "dcr")  # endpoints whose value is their abbreviation
REVIEWS = ("review_of_rcts", "pooled_rcts", "network_meta_analysis", "review_mixed", "review_of_observational")
# PubMed's publication types that our designs can answer for.
PUBLICATION_TYPES = {
    "randomized controlled trial": Value("design", ("rct",)),
    "controlled clinical trial": Value("design", ("rct", "controlled_cohort", "matched_cohort")),
    "clinical trial": Value("design", ("rct", "single_arm_trial")),
    "meta-analysis": Value("design", REVIEWS),
    "network meta-analysis": Value("design", ("network_meta_analysis",)),
    "systematic review": Value("design", REVIEWS),
    "review": Value("design", (*REVIEWS, "narrative_review")),
    "case reports": Value("design", ("case_report",)),
    "observational study": Value(
        "design", ("matched_cohort", "controlled_cohort", "retrospective_cohort", "registry", "case_series")
    ),
    "guideline": Value("design", ("guideline_or_consensus",)),
    "practice guideline": Value("design", ("guideline_or_consensus",)),
}


def register() -> None:
    for facet, model in TERMS.items():
        facets.register_labels(facet, partial(labels_of_terms, model), partial(broader_terms, model))
        names.register(facet, partial(term_called, facet, model))
    synonyms.register(term_names)
    synonyms.register(lambda: SynonymGroup.objects.values_list("names", flat=True))
    synonyms.register(lambda: ([label, value] for value, label in words.Endpoint.choices if value in ABBREVIATIONS))
    names.register("keyword", keyword)
    names.register("publication type", lambda name: PUBLICATION_TYPES.get(folded(name)))


def labels_of_terms(model: type[Term]) -> dict[str, str]:
    return dict(model.objects.values_list("key", "name"))


def broader_terms(model: type[Term]) -> dict[str, list[str]]:
    through = model.parents.through
    start, end = f"from_{model._meta.model_name}__key", f"to_{model._meta.model_name}__key"
    found: dict[str, list[str]] = {}
    for child, parent in through.objects.order_by("pk").values_list(start, end):
        found.setdefault(child, []).append(parent)
    return found


def term_names() -> list[list[str]]:
    """Each term that has synonyms, with them."""
    rows = [row for model in TERMS.values() for row in model.objects.values_list("name", "synonyms")]
    return [[name, *others] for name, others in rows if others]


def term_called(facet: str, model: type[Term], name: str) -> Node | None:
    """By key, name or synonym."""
    wanted = folded(name)
    rows = model.objects.values_list("key", "name", "synonyms")
    found = [key for key, own, others in rows if wanted in map(folded, (key, own, *others))]
    return Value(facet, tuple(found)) if found else None


def keyword(name: str) -> Node:
    """A term of ours of that name, or a keyword of the reference. A MeSH subheading after "/" is left out."""
    heading = name.partition("/")[0]
    terms = [term_called(facet, model, heading) for facet, model in TERMS.items()]
    return any_of([*filter(None, terms), Phrase(heading, ("keywords",))])
