"""/api/v1/: every resource by its name, and the schema that describes them."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

import evidence.api
import evidence.api.full_texts
import policies.api
import policies.api.coverage
import policies.api.drafts
import policies.api.lifecycle
import policies.api.versions
import reviews.api.candidates
import reviews.api.cycles
import reviews.api.imports
import reviews.api.packet
import reviews.api.searching
import reviews.api.sources
from config import api_reference
from config.api_history import History
from config.api_schema import Generated
from evidence.api.comparison import CompareStudies
from evidence.api.evidence_map import ShowMap
from evidence.api.pool import Pool
from policies.api.health import PolicyHealth
from policies.api.impact import Impact
from search.api import Search
from search.rest import Answering

RESOURCES = evidence.api.RESOURCES | policies.api.RESOURCES | {"drafts": policies.api.drafts.Drafts}
RESOURCES |= reviews.api.candidates.RESOURCES
RESOURCES |= reviews.api.imports.RESOURCES
RESOURCES |= reviews.api.searching.RESOURCES
RESOURCES |= reviews.api.cycles.RESOURCES
# What is asked with a question of its own, and is no list of rows.
ANSWERS = {
    "search": Search,
    "compare/studies": CompareStudies,
    "evidence-map": ShowMap,
    "pool": Pool,
    **policies.api.coverage.VIEWS,
    **policies.api.versions.VIEWS,
    "history": History,
    "impact": Impact,
    "policy-health": PolicyHealth,
    "alerts": policies.api.lifecycle.Alerts,
    **reviews.api.sources.ANSWERS,
}


def _route(name: str) -> str:
    return name.replace("/", "-")


@extend_schema(exclude=True)
class Root(Answering, APIView):
    """The addresses of everything here."""

    def get(self, request):
        names = {name: f"api:{name}-list" for name in RESOURCES}
        names |= {name: f"api:{_route(name)}" for name in (*ANSWERS, "schema", "schema-page", "schema-try")}
        return Response({name: reverse(route, request=request) for name, route in names.items()})


@extend_schema(exclude=True)
class NotHere(Answering, APIView):
    def get(self, request, rest):
        raise NotFound(f'There is no "{rest}" here. {reverse("api:root", request=request)} lists what there is.')


router = SimpleRouter(use_regex_path=False)
for name, view in RESOURCES.items():
    router.register(name, view, basename=name)


class TryItOut(SpectacularSwaggerSplitView):
    """Swagger UI, to send requests with.

    All that it shows is its own markup, drawn by its script: it is not held to what our pages are (axe, narrow
    screens, use without JavaScript). The reference page is, and says the same.
    """

    url_name = "api:schema"
    template_name = "api/try.html"
    template_name_js = "api/try.js"


# Swagger UI's own stylesheet holds its icons as data: images.
try_it_out = csp_update({"img-src": [SELF, "data:"]})(TryItOut.as_view())

app_name = "api"
urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("drafts/<path:key>/edits/", policies.api.drafts.DraftEdits.as_view(), name="draft-edits"),
    path("drafts/<path:key>/give-up/", policies.api.drafts.DraftGivenUp.as_view(), name="draft-give-up"),
    *policies.api.lifecycle.URLS,
    *evidence.api.full_texts.URLS,
    *reviews.api.candidates.URLS,
    *reviews.api.cycles.URLS,
    *reviews.api.packet.URLS,
    *reviews.api.searching.URLS,
    *reviews.api.sources.URLS,
    path(
        "review-imports/<path:key>/records/",
        reviews.api.imports.ReviewImportRecords.as_view(),
        name="review-import-records",
    ),
    *router.urls,
    *(path(f"{name}/", view.as_view(), name=_route(name)) for name, view in ANSWERS.items()),
    path("schema/", SpectacularAPIView.as_view(generator_class=Generated), name="schema"),
    path("schema/page/", api_reference.page, name="schema-page"),
    path("schema/try/", try_it_out, name="schema-try"),
    path("<path:rest>/", NotHere.as_view()),
]
