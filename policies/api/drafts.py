"""Drafts at /api/v1/drafts/: begun, edited and given up by the same actions as on the pages."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.filtering import Key, Word
from evidence.resource import Resource
from evidence.writing import Writing, named
from policies import permissions
from policies.drafts import actions, undoing
from policies.models import Payer, Policy
from policies.serializers.drafts import (
    AskedEdit,
    DraftEditSerializer,
    DraftSerializer,
    GivenUp,
    NewDraft,
    WholeDraftSerializer,
    refuse_edit_of_nothing,
)
from policies.vocabulary import VersionStatus
from search.parameters import refuse_unknown
from search.rest import Answering


def drafts(user):
    rows = permissions.visible_versions(user).exclude(status__in=permissions.PUBLIC)
    return rows.select_related("policy", "based_on")


class Drafts(Writing, Resource):
    """Versions that are still written on, for those who may read drafts. A row by its key has all its content."""

    basename = "drafts"
    rows = staticmethod(drafts)
    serializer_class = WholeDraftSerializer
    filters = {
        "policy": Key(Policy, "policy", seen=permissions.visible_policies),
        "status": Word(VersionStatus, "status"),
    }
    http_method_names = ["get", "head", "post"]

    def get_serializer_class(self):
        return DraftSerializer if self.action == "list" else WholeDraftSerializer

    @extend_schema(request=NewDraft, responses={201: DraftSerializer})
    def create(self, request):
        """Begins a draft of a policy, or a new policy with its first draft."""
        asked = self.asked(NewDraft)
        if "payer" in asked:
            payer = named(Payer.objects.all(), "payer", asked["payer"])
            draft = actions.begin_policy(payer=payer, title=asked["title"], number=asked["number"], by=request.user)
            return Response(DraftSerializer(draft).data, status=201)
        policy = named(permissions.visible_policies(request.user), "policy", asked["policy"])
        based_on = None
        if asked.get("based_on"):
            based_on = named(permissions.visible_versions(request.user), "based_on", asked["based_on"])
        draft = actions.begin_draft(
            policy=policy, based_on=based_on, purpose=asked["purpose"], reason=asked["reason"], by=request.user
        )
        return Response(DraftSerializer(draft).data, status=201)


class DraftGivenUp(Writing, Answering, APIView):
    http_method_names = ["post"]

    @extend_schema(operation_id="draft_give_up", tags=["drafts"], request=GivenUp, responses={204: None})
    def post(self, request, key):
        """Gives a draft up, with a reason: the draft goes, the trail keeps what it was."""
        draft = permissions.get_draft_or_404(request.user, key)
        actions.give_up_draft(version=draft, by=request.user, reason=self.asked(GivenUp)["reason"])
        return Response(status=204)


class DraftEdits(Writing, Answering, APIView):
    """The edits of a draft, newest first; and the way to make one."""

    serializer_class = DraftEditSerializer
    columns = DraftEditSerializer.Meta.fields
    http_method_names = ["get", "head", "post"]

    @extend_schema(operation_id="draft_edits", tags=["drafts"], responses=DraftEditSerializer(many=True))
    def get(self, request, key):
        """The last 200 edits of the draft."""
        refuse_unknown(request.query_params, ())
        draft = permissions.get_draft_or_404(request.user, key)
        rows = DraftEditSerializer(draft.edits.all()[:200], many=True).data
        return self.file(rows, "edits") if self.wants_file() else Response(rows)

    @extend_schema(
        operation_id="draft_edit", tags=["drafts"], request=AskedEdit, responses={201: DraftEditSerializer, 200: None}
    )
    def post(self, request, key):
        """Makes one edit. 409 where somebody else changed the same since `edition`; 200 where nothing changed."""
        draft = permissions.get_draft_or_404(request.user, key)
        asked = self.asked(AskedEdit)
        refuse_edit_of_nothing(asked)
        before = draft.edition
        _do(draft, asked, request.user)
        if draft.edition == before:
            return Response({"edition": before})
        edit = get_object_or_404(draft.edits, number=draft.edition)
        return Response(DraftEditSerializer(edit).data, status=201)


def _do(draft, asked: dict, by) -> None:
    do, part = asked["do"], asked.get("part")
    common = {"version": draft, "by": by, "edition": asked["edition"]}
    if do in ("undo", "redo"):
        getattr(undoing, do)(**common)
    elif do in ("indent", "outdent"):
        getattr(actions, do)(key=asked["row"], **common)
    elif do == "move" and part == "criterion" and asked.get("parent"):
        actions.move_criterion(key=asked["row"], parent=asked["parent"], place=asked["place"], **common)
    elif do == "move":
        actions.move_row(part=part, key=asked["row"], place=asked["place"], **common)
    elif do == "remove":
        actions.remove_row(part=part, key=asked["row"], **common)
    elif do == "change":
        actions.change_row(part=part, key=asked["row"], values=asked["values"], **common)
    elif part == "criterion":
        _add_criterion(asked, common)
    else:
        actions.add_row(part=part, values=asked["values"], **common)


def _add_criterion(asked: dict, common: dict) -> None:
    values = dict(asked["values"])
    statement = values.pop("statement", "")
    actions.add_criterion(statement=statement, parent=asked.get("parent", ""), values=values, **common)
