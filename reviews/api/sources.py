"""Other sources, guidelines, trials and requests in the API, read and written by the same actions as on the pages."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.full_texts import uploading
from evidence.models import GuidelineVersion
from evidence.writing import Writing, named
from policies.models import Policy
from reviews import permissions
from reviews.models import OngoingTrial, RequestEntry, ReviewCycle
from reviews.presenters.sources import GuidelineView, guideline_views
from reviews.serializers import sources as forms
from reviews.sources import checking, guidelines, requests, trials
from reviews.sources.cited import version_to_review
from reviews.sources.clinicaltrials import LARGEST, TOO_LARGE
from reviews.sources.trials_file import read_trials_file
from search.parameters import PAGING, refuse_unknown
from search.rest import Answering

POLICY = OpenApiParameter("policy", str, description="By key: policy.")


class OfACycle(Writing, Answering, APIView):
    http_method_names = ["get", "head", "post"]

    def cycle(self, act: str = "") -> ReviewCycle:
        """For members; PermissionDenied for those who may not do the act, before the body is looked at."""
        cycle = permissions.get_cycle_for_members_or_404(self.request.user, self.kwargs["key"])
        if act and (objection := permissions.objection_to(self.request.user, act)):
            raise PermissionDenied(objection)
        return cycle

    def told(self, rows: list[dict], name: str):
        refuse_unknown(self.request.query_params, ())
        return self.file(rows, name) if self.wants_file() else Response(rows)


class SourceChecks(OfACycle):
    serializer_class = forms.SourceCheckSerializer
    columns = forms.SourceCheckSerializer.Meta.fields

    @extend_schema(
        operation_id="source_checks", tags=["review-cycles"], responses=forms.SourceCheckSerializer(many=True)
    )
    def get(self, request, key):
        """The checklist of a review: where it looks besides the databases, and what was found there."""
        rows = self.cycle().source_checks.all()
        return self.told([dict(forms.SourceCheckSerializer(row).data) for row in rows], "source-checks")

    @extend_schema(
        operation_id="source_check",
        tags=["review-cycles"],
        request=forms.SourceSaid,
        responses=forms.SourceCheckSerializer(many=True),
    )
    def post(self, request, key):
        """Says what was found at a source, and answers the list as it is then."""
        cycle = self.cycle("check_sources")
        _say_of_source(cycle, self.asked(forms.SourceSaid), request.user)
        return Response(forms.SourceCheckSerializer(cycle.source_checks.all(), many=True).data)


@transaction.atomic
def _say_of_source(cycle: ReviewCycle, asked: dict, by) -> None:
    source = cycle.source_checks.filter(kind=asked["kind"], name__iexact=_plain(asked["name"])).first()
    if asked.get("remove"):
        if source is None:
            raise ValidationError({"name": "There is no such source on the list."})
        checking.remove_source(source=source, by=by)
        return
    if source is None or "checked_on" not in asked:
        source = checking.add_source(cycle=cycle, by=by, kind=asked["kind"], name=asked["name"])
    if asked.get("checked_on"):
        told = {"found": asked.get("found", ""), "nothing_new": asked.get("nothing_new", False)}
        checking.check(source=source, by=by, on=asked["checked_on"], **told)
    elif "checked_on" in asked:
        checking.uncheck(source=source, by=by)


class GuidelineChecks(OfACycle):
    serializer_class = forms.GuidelineCheckSerializer
    columns = list(forms.GuidelineCheckSerializer().fields)

    @extend_schema(
        operation_id="guideline_checks", tags=["review-cycles"], responses=forms.GuidelineCheckSerializer(many=True)
    )
    def get(self, request, key):
        """Every guideline version that the policy cites, and how it stands."""
        return self.told(guideline_rows(self.cycle(), request.user), "guideline-checks")

    @extend_schema(
        operation_id="guideline_check",
        tags=["review-cycles"],
        request=forms.GuidelineSaid,
        responses=forms.GuidelineCheckSerializer(many=True),
    )
    def post(self, request, key):
        """Confirms a guideline version, or says that it was replaced or withdrawn; answers all as they stand then."""
        cycle = self.cycle("check_sources")
        _say_of_guideline(cycle, self.asked(forms.GuidelineSaid), request.user)
        return Response(guideline_rows(cycle, request.user))


def guideline_rows(cycle: ReviewCycle, user) -> list[dict]:
    views = guideline_views(cycle, version_to_review(user, cycle.policy))
    return [dict(forms.GuidelineCheckSerializer(_guideline(view)).data) for view in views]


def _guideline(view: GuidelineView) -> dict:
    check, reference = view.check, view.reference
    return {
        "version": view.version,
        "cited_as": reference.number if reference else "",
        "document": reference.document.key if reference and reference.document else "",
        "location": reference.location if reference else "",
        "overtaken_by": [other.key for _, other in view.overtaken],
        "standing": check.standing if check else "",
        "replaced_by": check.replaced_by.key if check and check.replaced_by else "",
        "replacement": check.replacement if check else "",
        "checked_on": check.checked_on if check else None,
        "by": check.by if check else "",
        "note": check.note if check else "",
    }


def _say_of_guideline(cycle: ReviewCycle, asked: dict, by) -> None:
    version = _version("version", asked["version"])
    if not asked["standing"]:
        if (check := cycle.guideline_checks.filter(version=version).first()) is None:
            raise ValidationError({"version": "Nothing was said of this version: there is nothing to take back."})
        guidelines.uncheck_guideline(check=check, by=by)
        return
    if "checked_on" not in asked:
        raise ValidationError({"checked_on": "Say on which day you looked."})
    replaced_by = _version("replaced_by", asked["replaced_by"]) if asked.get("replaced_by") else None
    told = {name: asked.get(name, "") for name in ("standing", "replacement", "note")}
    on = asked["checked_on"]
    guidelines.check_guideline(cycle=cycle, version=version, by=by, on=on, replaced_by=replaced_by, **told)


def _version(name: str, key: str) -> GuidelineVersion:
    row = GuidelineVersion.objects.filter(key=_plain(key)).first()
    if row is None:
        raise ParseError(f'{name}: there is no guideline version "{key[:200]}".')
    return row


class OfAPolicy(Writing, Answering, ListAPIView):
    http_method_names = ["get", "head", "post"]
    name: str

    def rows_of(self, user):
        raise NotImplementedError

    def get_queryset(self):
        rows = self.rows_of(self.request.user if self.request else AnonymousUser())
        if self.request is None or (key := self.request.query_params.get("policy")) is None:
            return rows
        return rows.filter(policy=_policy(self.request.user, key))

    def list(self, request):
        refuse_unknown(request.query_params, ("policy", *PAGING))
        if self.wants_file():
            rows = self.get_queryset()
            return self.file((dict(self.get_serializer(row).data) for row in rows.iterator(chunk_size=500)), self.name)
        return super().list(request)

    def refuse_unless(self, act: str) -> None:
        if objection := permissions.objection_to(self.request.user, act):
            raise PermissionDenied(objection)


class OngoingTrials(OfAPolicy):
    serializer_class = forms.OngoingTrialSerializer
    columns = forms.OngoingTrialSerializer.Meta.fields
    name = "ongoing-trials"

    def rows_of(self, user):
        seen = permissions.visible_policies(user).order_by().values("pk")
        rows = OngoingTrial.objects.filter(policy__in=seen, removed_at=None)
        return rows.select_related("policy").order_by("policy__key", "nct")

    @extend_schema(operation_id="ongoing_trials", tags=["ongoing-trials"], parameters=[POLICY])
    def get(self, request):
        """Trials whose results policies wait for."""
        return self.list(request)

    @extend_schema(
        operation_id="ongoing_trial",
        tags=["ongoing-trials"],
        request=forms.TrialSaid,
        responses=forms.OngoingTrialSerializer,
    )
    def post(self, request):
        """Adds a trial to a policy's list, edits it as of a newer day, or takes it off."""
        self.refuse_unless("check_sources")
        asked = self.asked(forms.TrialSaid)
        trial = _say_of_trial(_policy(request.user, asked.pop("policy")), asked, request.user)
        return Response(forms.OngoingTrialSerializer(trial).data)


def _say_of_trial(policy: Policy, asked: dict, by) -> OngoingTrial:
    nct = trials.nct_number(asked.pop("nct"))
    known = policy.ongoing_trials.filter(nct=nct, removed_at=None).first()
    if reason := asked.pop("removed_because", ""):
        if known is None:
            raise ValidationError({"nct": f"{nct} is not on the list."})
        return trials.remove_trial(trial=known, by=by, reason=reason)
    if "status_as_of" not in asked:
        raise ValidationError({"status_as_of": "Say on which day the registry told this."})
    told = {"title": "", "status": ""} | asked
    if known is not None:
        return trials.edit_trial(trial=known, by=by, **told)
    return trials.add_trial(policy=policy, by=by, nct=nct, **told)


class TrialsFile(Writing, Answering, APIView):
    parser_classes = [MultiPartParser]
    http_method_names = ["post"]

    def initialize_request(self, request, *args, **kwargs):
        uploading.bound(request, LARGEST)
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        operation_id="ongoing_trials_file",
        tags=["ongoing-trials"],
        request={"multipart/form-data": forms.TrialsFileSent},
        responses=forms.TrialsReadSerializer,
    )
    def post(self, request, key):
        """Reads a file of ClinicalTrials.gov into a policy's list of ongoing trials, and tells the end of each."""
        permissions.refuse_unless(request.user, "check_sources")  # before the body is looked at
        policy = permissions.get_policy_or_404(request.user, key)
        if "file" not in request.data and request.bounded.too_large:  # known once the body is read
            raise ValidationError({"file": TOO_LARGE})
        asked = self.asked(forms.TrialsFileSent)
        told = {"content": asked["file"].read(), "name": asked["file"].name, "as_of": asked.get("as_of")}
        read = read_trials_file(policy=policy, by=request.user, **told)
        return Response(forms.TrialsReadSerializer(read).data)


class Requests(OfAPolicy):
    serializer_class = forms.RequestSerializer
    columns = forms.RequestSerializer.Meta.fields
    name = "requests"

    def rows_of(self, user):
        if not permissions.may_read_reviews(user):
            return RequestEntry.objects.none()
        return RequestEntry.objects.select_related("policy").prefetch_related("references")

    @extend_schema(operation_id="requests", tags=["requests"], parameters=[POLICY])
    def get(self, request):
        """What was asked about policies, the newest first; for members."""
        self.refuse_unless("read_reviews")
        return self.list(request)

    @extend_schema(
        operation_id="request", tags=["requests"], request=forms.RequestSaid, responses=forms.RequestSerializer
    )
    def post(self, request):
        """Logs a request, answers it or corrects it."""
        self.refuse_unless("log_requests")
        asked = self.asked(forms.RequestSaid)
        entry = _say_of_request(_policy(request.user, asked.pop("policy")), asked, request.user)
        return Response(forms.RequestSerializer(entry).data)


def _say_of_request(policy: Policy, asked: dict, by) -> RequestEntry:
    entry = None
    if "id" in asked and (entry := policy.requests.filter(pk=asked.pop("id")).first()) is None:
        raise ParseError("id: this policy has no such request.")
    if "answer" in asked:
        if entry is None:
            raise ValidationError({"id": "Say which request is answered."})
        if "answered_on" not in asked:
            raise ValidationError({"answered_on": "Say on which day it was answered."})
        return requests.answer_request(entry=entry, by=by, answer=asked["answer"], answered_on=asked["answered_on"])
    if "asked_on" not in asked:
        raise ValidationError({"asked_on": "Say on which day it was asked."})
    told = {name: asked.get(name, "") for name in ("kind", "question", "sent_along")}
    told |= {"asked_on": asked["asked_on"], "references": asked.get("references", [])}
    if entry is not None:
        return requests.correct_request(entry=entry, by=by, **told)
    return requests.log_request(policy=policy, by=by, **told)


def _policy(user, key: str) -> Policy:
    return named(permissions.visible_policies(user).select_related("payer"), "policy", key)


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


ANSWERS = {"ongoing-trials": OngoingTrials, "requests": Requests}
URLS = [
    path("review-cycles/<path:key>/source-checks/", SourceChecks.as_view(), name="review-source-checks"),
    path("policies/<path:key>/trials-file/", TrialsFile.as_view(), name="policy-trials-file"),
    path("review-cycles/<path:key>/guideline-checks/", GuidelineChecks.as_view(), name="review-guideline-checks"),
]
