"""Every address of the product, found by walking the URL configuration, with an example that leads somewhere."""

from collections.abc import Callable, Iterator

from django.contrib.auth.models import AnonymousUser, Group, User
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from accounts import actions
from accounts.models import AccessToken
from audit.roles import WRITER
from config.api import RESOURCES
from evidence.models import (
    CertaintyOfEvidence,
    Condition,
    EffectEstimate,
    Flag,
    Intervention,
    Reference,
    ReferenceFile,
    RiskOfBias,
    Study,
    SynonymGroup,
    Verification,
)
from policies.api.lifecycle import ACTS
from policies.drafts import comments
from policies.models import EvidenceAlert, PolicyVersion
from search import saved
from search.models import SavedSearch
from tests.policies.drafts import world as drafts
from tests.reviews import addresses as reviews
from tests.test_pages import DETAILS

# Addresses without a name: of a NUL, and of what the API does not have.
NAMELESS = {r"[^\x00]*\x00", "api/v1/<path:rest>/"}
SOMEBODY = "somebody"  # the account that an example of an account's address is about


class World:
    """What the examples of one person's walk are about; over the starter base, and made anew for each."""

    def __init__(self, person: User | None):
        self.person = person
        User.objects.create_user(SOMEBODY)
        self.synonyms = SynonymGroup.objects.create(names=["one", "another"])
        self.flag = Flag.objects.first()
        author = User.objects.create_user("author")
        author.groups.add(Group.objects.get(name=WRITER))
        self.draft = drafts.begin(author)
        self.reviews = reviews.ReviewExamples(author)
        self.alert = EvidenceAlert.objects.create(
            version=PolicyVersion.objects.get(key="bcbsma-292/2024-09"),
            figure_type="measurement",
            figure_key="x",
            before={},
            after={},
            by="somebody",
            at=timezone.now(),
        )
        self.appraised()
        self.comment = comments.comment(version=self.draft, about="bcbsma-292/hcc", text="Is it so?", by=author)
        self.file = ReferenceFile.objects.create(
            reference=Reference.objects.get(key="mulcahy-2021"),
            name="paper.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            by="author",
        )
        self.saved, self.token = SavedSearch(pk=0), AccessToken(pk=0)
        if person:
            self.saved = saved.keep(user=person, name="mine", asked="q=liver")
            actions.make_token(name="mine", by=person)
            self.token = person.access_tokens.get()

    def appraised(self):
        """One word of each kind on a study of the starter base."""
        study = Study.objects.get(key="mulcahy-2021")
        figure = EffectEstimate.objects.filter(outcome__account__study=study).first()
        told = {"by": "author", "final": "low"}
        RiskOfBias.objects.create(
            key="mulcahy-2021/1", study=study, endpoint="os", instrument="rob-2", proposed="low", **told
        )
        hcc = {"intervention": Intervention.objects.first(), "condition": Condition.objects.first()}
        self.certainty = CertaintyOfEvidence.objects.create(
            key="re/hcc/os/1", endpoint="os", start="high", computed="low", **hcc, **told
        )
        Verification.objects.create(effect_estimate=figure, extracted_by="author")
        self.figure = figure


# The arguments of the addresses that have any.
ARGUMENTS: dict[str, Callable[[World], list]] = {
    **{name: lambda world, key=key: [key] for name, key in DETAILS.items()},
    **{f"account{act}": lambda world: [SOMEBODY] for act in ("", "-roles", "-password", "-deactivate", "-reactivate")},
    **{name: lambda world: [world.flag.fingerprint] for name in ("flag", "flag-accept", "flag-withdraw")},
    **{name: lambda world: [world.saved.pk] for name in ("saved-look", "saved-digest", "saved-remove")},
    "history": lambda world: ["policy_version", PolicyVersion.objects.first().key],
    "outcomes-plot": lambda world: ["svg"],
    "synonym-remove": lambda world: [world.synonyms.pk],
    "token-revoke": lambda world: [world.token.pk],
    **{
        f"api:{name}-detail": lambda world, view=view: [view.rows(world.person or AnonymousUser()).first().key]
        for name, view in RESOURCES.items()
    },
    **{name: lambda world: [world.draft.key] for name in ("api:drafts-detail", "api:draft-edits", "api:draft-give-up")},
    **{f"draft-evidence{act}": lambda world: [world.draft.key] for act in ("", "-link", "-remove", "-reason", "-undo")},
    **{name: lambda world: [world.draft.key] for name in ("draft-comments", "draft-comment-add")},
    **{f"draft-comment-{act}": lambda world: [world.draft.key, world.comment.pk] for act in ("answer", "settle")},
    **{name: lambda world: [world.draft.key] for name in ("draft", "draft-give-up", "draft-presence", "draft-row")},
    "draft-part": lambda world: [world.draft.key, "code"],
    **{name: lambda world: ["bcbsma-292"] for name in ("policy-docx", "policy-pdf")},
    **{f"policy-{name}": lambda world: ["bcbsma-292"] for name in ("reaffirm", "retire", "correct")},
    **{f"draft-{page}": lambda world: [world.draft.key] for page in ("signing", "publishing")},
    **{f"draft-{act}": lambda world: [world.draft.key] for act in ("submit", "recall", "sign", "reassign")},
    **{f"draft-{act}": lambda world: [world.draft.key] for act in ("class", "announce", "publish", "withdraw")},
    "alert-close": lambda world: [world.alert.pk],
    **{f"api:draft-{act}": lambda world: [world.draft.key] for act in (*ACTS, "signing", "comments")},
    **{f"api:policy-{act}": lambda world: ["bcbsma-292"] for act in ("reaffirm", "retire")},
    "api:alert-close": lambda world: [world.alert.pk],
    "version": lambda world: ["bcbsma-292/2024-09"],
    **{
        f"study-{page}": lambda world: ["mulcahy-2021"]
        for page in ("appraise", "edit", "facts", "arm", "outcome", "figures")
    },
    **{name: lambda world: [world.figure.key] for name in ("figure-correct", "figure-verify")},
    **{name: lambda world: ["mulcahy-2021"] for name in ("reference-files", "reference-retrieval")},
    **{f"api:reference-{part}": lambda world: ["mulcahy-2021"] for part in ("files", "full-text")},
    **{name: lambda world: ["mulcahy-2021", world.file.pk] for name in ("reference-file", "reference-file-remove")},
    **{name: lambda world: [world.certainty.key] for name in ("certainty", "certainty-grade")},
    **reviews.ARGUMENTS,
}
QUERIES = {
    "api:compare-policies": "?ids=bcbsma-292,med140",
    "api:compare-studies": "?ids=mulcahy-2021",
    "api:compare-versions": "?ids=bcbsma-292/before-2016-08,bcbsma-292/2024-09",
    "api:coverage-matrix": "?condition=liver-metastases",
    "api:impact": "?study=mulcahy-2021",
    "api:policy-guidelines": "?policy=bcbsma-292",
    "api:policy-health": "?policy=bcbsma-292",
    "api:pool": "?ids=med140/dhondt-2022/os-hr,med140/yang-2020/os-hr-re-tace",
    "compare-versions": "?ids=bcbsma-292/before-2016-08,bcbsma-292/2024-09",
    "draft-row": "?part=statement",
    "outcomes-plot": "?endpoint=os&measure=HR",
    "pooled-file": "?endpoint=os&measure=HR&pool=med140/dhondt-2022/os-hr&pool=med140/yang-2020/os-hr-re-tace",
}


def every_name() -> list[str]:
    """The name of every address, with its namespace."""
    return list(dict.fromkeys(_names(get_resolver().url_patterns)))


def _names(patterns, at: str = "", prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{at}{pattern.app_name}:" if pattern.app_name else at, path)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield at + pattern.name
        else:
            assert path in NAMELESS, f"{path} has no name in its urls.py: give it one, so that tests can ask for it"


def example_of(name: str, world: World) -> str:
    arguments = ARGUMENTS.get(name)
    try:
        return reverse(name, args=arguments(world) if arguments else None) + QUERIES.get(name, "")
    except Exception as error:
        raise AssertionError(f"{name}: say in tests/addresses.py ARGUMENTS what it takes, such as a key") from error
