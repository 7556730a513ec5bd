"""Sign-offs, publishing and comments in the API: each act a POST of its own, by the same actions as the pages."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.writing import Writing
from policies import actions as classing
from policies import permissions
from policies.drafts import comments
from policies.models import PolicyVersion
from policies.presenters.signing import signing_view
from policies.publishing import actions as publishing
from policies.publishing import alerts, ending
from policies.publishing.changes import predecessor
from policies.serializers import lifecycle as forms
from policies.signing import actions as signing
from search.parameters import PAGING, refuse_unknown
from search.rest import Answering


class VersionAct(Writing, Answering, APIView):
    """One act on a version written here: `do(version, by, **asked)`, which answers where the version stands then."""

    form: type[serializers.Serializer]
    do: Callable
    http_method_names = ["post"]

    def post(self, request, key):
        version = permissions.get_written_version_or_404(request.user, key)
        type(self).do(version=version, by=request.user, **self.asked(self.form))
        return Response(state_of(version.pk))


def state_of(pk: int) -> dict:
    return forms.VersionStateSerializer(PolicyVersion.objects.select_related("policy").get(pk=pk)).data


def act(name: str, about: str, form: type[serializers.Serializer], do: Callable) -> type[VersionAct]:
    described = extend_schema(
        operation_id=f"draft_{name}",
        tags=["drafts"],
        description=about,
        request=form,
        responses=forms.VersionStateSerializer,
    )

    @described
    def post(self, request, key):
        return VersionAct.post(self, request, key)

    return type(f"Draft{name.title()}", (VersionAct,), {"form": form, "do": staticmethod(do), "post": post})


def class_change(*, version: PolicyVersion, by, **given) -> None:
    before = predecessor(version)
    if before is None:
        raise ParseError("There is no version before this one, so nothing of it is a change.")
    classing.confirm_change(older=before, newer=version, by=by, **given)


ACTS = {
    "submit": act("submit", "Sends a draft to be signed.", forms.Submission, signing.submit),
    "recall": act("recall", "Takes it back to be written on.", forms.Nothing, signing.recall),
    "sign": act("sign", "Gives your word on it as it stands.", forms.SignoffGiven, signing.sign),
    "reassign": act("reassign", "Asks one approver instead of another.", forms.Reassignment, signing.reassign),
    "class": act("class", "Confirms the class of one change.", forms.ClassGiven, class_change),
    "announce": act(
        "announce", "Keeps the texts that go out with it.", forms.Announcement, publishing.write_announcement
    ),
    "publish": act("publish", "Publishes what is signed off.", forms.Publication, publishing.publish),
    "withdraw": act("withdraw", "Ends a published version today.", forms.Withdrawal, ending.withdraw),
}


class DraftSigning(Writing, Answering, APIView):
    """Who is asked, what they said, what it changes, and what is in the way."""

    serializer_class = forms.SigningSerializer
    http_method_names = ["get", "head"]

    @extend_schema(operation_id="draft_signing", tags=["drafts"], responses=forms.SigningSerializer)
    def get(self, request, key):
        refuse_unknown(request.query_params, ())
        version = permissions.get_written_version_or_404(request.user, key)
        view = signing_view(version, request.user)
        told = {
            "status": version.status,
            "edition": version.edition,
            "content_hash": view.standing.hash,
            "needed": view.standing.needed,
            "asked": view.standing.names,
            "signoffs": view.words,
            "signoffs_hidden": view.hidden,
            "changes": view.ready.changes,
            "notice_days": view.ready.notice.days,
            "problems": [lack.sentence for lack in view.lacks] + view.ready.problems,
        }
        return Response(forms.SigningSerializer(told).data)


class PolicyAct(Writing, Answering, APIView):
    http_method_names = ["post"]

    def policy(self, request, key: str):
        return permissions.get_policy_to_write_on_or_404(request.user, key)


class Reaffirm(PolicyAct):
    @extend_schema(
        operation_id="policy_reaffirm",
        tags=["policies"],
        request=forms.Reaffirmation,
        responses={201: forms.VersionStateSerializer},
    )
    def post(self, request, key):
        """Reviewed, no change: the text in force, sent to be signed as it is."""
        policy = self.policy(request, key)
        version = ending.reaffirm(policy=policy, by=request.user, **self.asked(forms.Reaffirmation))
        return Response(state_of(version.pk), status=201)


class Retire(PolicyAct):
    @extend_schema(
        operation_id="policy_retire",
        tags=["policies"],
        request=forms.Retirement,
        responses={201: forms.VersionStateSerializer},
    )
    def post(self, request, key):
        """The text in force, to be published with an end, sent to be signed."""
        policy, asked = self.policy(request, key), self.asked(forms.Retirement)
        named = asked.pop("replaced_by")
        asked["replaced_by"] = permissions.visible_policies(request.user).filter(key=named).first() if named else None
        if named and asked["replaced_by"] is None:
            raise ParseError(f'replaced_by: there is no policy "{named[:200]}".')
        return Response(state_of(ending.retire(policy=policy, by=request.user, **asked).pk), status=201)


class DraftComments(Writing, Answering, APIView):
    serializer_class = forms.CommentSerializer
    http_method_names = ["get", "head", "post"]

    @extend_schema(operation_id="draft_comments", tags=["drafts"], responses=forms.CommentSerializer(many=True))
    def get(self, request, key):
        """All that was said of the version, the first first."""
        refuse_unknown(request.query_params, ())
        version = permissions.get_discussed_or_404(request.user, key)
        return Response(forms.CommentSerializer(version.comments.all(), many=True).data)

    @extend_schema(
        operation_id="draft_comment", tags=["drafts"], request=forms.CommentGiven, responses=forms.CommentSerializer
    )
    def post(self, request, key):
        """A remark, an answer to one, or its settling."""
        version = permissions.get_discussed_or_404(request.user, key)
        said = _say(version, self.asked(forms.CommentGiven), request.user)
        return Response(forms.CommentSerializer(said).data)


def _say(version: PolicyVersion, asked: dict, by):
    if "about" in asked:
        return comments.comment(version=version, about=asked["about"], text=asked["text"], by=by)
    name = next(name for name in ("answers", "resolves", "reopens") if name in asked)
    row = permissions.get_comment_or_404(version, asked[name])
    if name == "answers":
        return comments.answer(to=row, text=asked["text"], by=by)
    settle = comments.resolve if name == "resolves" else comments.reopen
    settle(comment=row, by=by)
    return permissions.get_comment_or_404(version, row.pk)


class AlertClose(Writing, Answering, APIView):
    http_method_names = ["post"]

    @extend_schema(
        operation_id="alert_close", tags=["alerts"], request=forms.AlertClosed, responses=forms.AlertSerializer
    )
    def post(self, request, pk):
        """Says what the correction comes to for the policy, and closes the alert."""
        alert = permissions.get_alert_or_404(request.user, pk)
        alerts.close(alert=alert, by=request.user, reason=self.asked(forms.AlertClosed)["reason"])
        return Response(forms.AlertSerializer(permissions.get_alert_or_404(request.user, pk)).data)


POLICY = OpenApiParameter("policy", str, description="By key: policy.")
IS_OPEN = OpenApiParameter("open", bool, description="false for those that were closed; true, if not given.")


class Alerts(Answering, ListAPIView):
    """Figures that were corrected after a version that rests on them was published, the newest first."""

    serializer_class = forms.AlertSerializer
    columns = forms.AlertSerializer.Meta.fields

    def get_queryset(self):
        user = self.request.user if self.request else AnonymousUser()
        asked = self.request.query_params if self.request else {}
        if (is_open := asked.get("open", "true")) not in ("true", "false"):
            raise ParseError(f'open: "{is_open}" is neither true nor false.')
        rows = permissions.seen_alerts(user).filter(closed_at__isnull=is_open == "true").select_related("version")
        if "policy" not in asked:
            return rows
        policy = asked["policy"]
        if "\x00" in policy or not permissions.visible_policies(user).filter(key=policy).exists():
            raise ParseError(f'policy: there is no "{policy[:200]}".')
        return rows.filter(version__policy__key=policy)

    @extend_schema(operation_id="alerts", tags=["alerts"], parameters=[POLICY, IS_OPEN])
    def get(self, request):
        refuse_unknown(request.query_params, ("policy", "open", *PAGING))
        if self.wants_file():
            return self.file((forms.AlertSerializer(row).data for row in self.get_queryset().iterator()), "alerts")
        return self.list(request)


URLS = [
    *(path(f"drafts/<path:key>/{name}/", view.as_view(), name=f"draft-{name}") for name, view in ACTS.items()),
    path("drafts/<path:key>/signing/", DraftSigning.as_view(), name="draft-signing"),
    path("drafts/<path:key>/comments/", DraftComments.as_view(), name="draft-comments"),
    path("policies/<path:key>/reaffirm/", Reaffirm.as_view(), name="policy-reaffirm"),
    path("policies/<path:key>/retire/", Retire.as_view(), name="policy-retire"),
    path("alerts/<int:pk>/close/", AlertClose.as_view(), name="alert-close"),
]
