"""Comparisons of policies at /api/v1/: what the pages of versions and of guidelines show, for programs."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from policies import guideline_positions, permissions
from policies.models import Policy, PolicyVersion
from policies.presenters import guidelines, versions
from policies.versions import comparison
from policies.vocabulary import VersionOrigin
from search.parameters import refuse_unknown
from search.rest import Answering


def told(meaning: str) -> serializers.CharField:
    return serializers.CharField(help_text=meaning, allow_blank=True)


class VersionSerializer(serializers.Serializer):
    key = told("Key of the policy version.")
    label = told("What tells it from other versions.")
    origin = serializers.ChoiceField(choices=VersionOrigin.choices, help_text="Where its text comes from.")
    held_before = told("Of a reconstructed one: the date of the history row. Else empty.")
    note = told("Of a reconstructed one: what is known and what is carried over.")


class ChangeSerializer(serializers.Serializer):
    """A change between two versions, or, where `change` is not_known, a statement that one of them cannot tell of."""

    statement = told("The statement it is in; empty outside the statements.")
    change = told("What kind of change, a word of ChangeKind; or not_known.")
    about = told("Stable key of what changed.")
    older_version = told("Key of the older version; says so where it is reconstructed.")
    newer_version = told("Key of the newer version; says so where it is reconstructed.")
    before = told("As the older version has it.")
    after = told("As the newer version has it.")
    proposed_class = told("A word of ChangeClass, proposed from structure and polarity.")
    reason = told("Why it is proposed.")
    confirmed_class = told("What a person confirmed; empty where nobody did, or the change was edited since.")
    confirmed_reason = told("Why, in that person's words.")
    confirmed_by = told("Who.")
    place_before = told("Document and lines of the older text.")
    place_after = told("Document and lines of the newer text.")


class VersionsComparedSerializer(serializers.Serializer):
    older = VersionSerializer(help_text="The version named first.")
    newer = VersionSerializer(help_text="The version named second.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Changes by proposed class.")
    results = ChangeSerializer(many=True, help_text="The changes, then the statements that are not known.")


class ComparedVersions(Answering, APIView):
    """Two versions of one policy: what changed, and the class each change is proposed as.

    A version reconstructed from a row of the document's history holds one statement; the others are not known for its
    date, and it answers no other question of the API.
    """

    columns = versions.COLUMNS
    serializer_class = VersionsComparedSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="compare_versions",
        tags=["compare"],
        parameters=[
            OpenApiParameter(
                "ids", str, required=True, description="Keys of the older and the newer version, with a comma between."
            )
        ],
    )
    def get(self, request):
        refuse_unknown(request.query_params, ["ids"])
        try:
            pair = comparison.asked_pair(request.user, request.query_params.get("ids", ""))
        except comparison.NotComparableError as fault:
            raise ParseError(f"ids: {fault}") from fault
        diff = comparison.compared(*pair)
        rows = list(versions.file_rows(diff, comparison.reviews(*pair)))
        if self.wants_file():
            return self.file(rows, "versions-compared")
        older, newer = (VersionSerializer(version).data for version in pair)
        counts = {each.value: count for each, count in diff.counts.items()}
        return Response({"older": older, "newer": newer, "counts": counts, "results": rows})


class GuidelineRowSerializer(serializers.Serializer):
    """What one guideline says of one indication of the policy, as one document tells it."""

    policy = told("Key of the policy.")
    version = told("Key of the policy version.")
    statement = told("What the statement is called.")
    indication = told("Intervention and condition, in words.")
    position = told("The statement's position, a word of CoveragePosition.")
    guideline = told("Title of the guideline; empty where no guideline statement on the indication was read.")
    guideline_version = told("Its version as read, or: version not stated.")
    superseded = told("What became of that version, where that is known.")
    kind = told("What kind of statement, a word of RecommendationKind.")
    category = told("Its category, as printed.")
    category_origin = told("Whether the category is stated or implied, a word of CategoryOrigin.")
    population = told("Of whom it speaks.")
    text = told("What it says, in our words.")
    verdict = told("Whether the policy agrees, as computed: a word of GuidelineVerdict.")
    verdict_reason = told("How the verdict came about.")
    given_verdict = told("A person's verdict in its place; empty where there is none.")
    given_reason = told("Why the position stands so to the guideline, in a person's words.")
    given_by = told("Who gave it.")
    cited_by_the_policy = told(
        "That the policy cites a version of the guideline which was not read, or read elsewhere."
    )
    document = told("Key of the document it was read from.")
    place = told("Where in that document.")


class PolicyGuidelinesSerializer(serializers.Serializer):
    policy = told("Key of the policy.")
    version = told("Key of its version.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by the verdict that stands.")
    results = GuidelineRowSerializer(many=True, help_text="By statement and indication, then by guideline.")


class PolicyGuidelines(Answering, APIView):
    """The positions of a policy against guidelines, indication by indication."""

    columns = guidelines.COLUMNS
    serializer_class = PolicyGuidelinesSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="policy_guidelines",
        tags=["compare"],
        parameters=[OpenApiParameter("policy", str, required=True, description="Key of the policy.")],
    )
    def get(self, request):
        refuse_unknown(request.query_params, ["policy"])
        version = _version(request.user, request.query_params.get("policy", ""))
        found = guideline_positions.positions(version)
        rows = list(guidelines.file_rows(found, version))
        if self.wants_file():
            return self.file(rows, "positions-against-guidelines")
        counts = {value: count for value, _, count in guidelines.positions_view(found, version).counts}
        return Response({"policy": version.policy.key, "version": version.key, "counts": counts, "results": rows})


def _version(user, key: str) -> PolicyVersion:
    if not permissions.visible_policies(user).filter(key=key).exists():
        known = ", ".join(
            Policy.objects.filter(pk__in=permissions.visible_policies(user)).values_list("key", flat=True)[:20]
        )
        raise ParseError(f'policy: there is no policy "{key[:200]}". There are {known or "none yet"}.')
    return permissions.get_version_or_404(user, key)


VIEWS = {"compare/versions": ComparedVersions, "policy-guidelines": PolicyGuidelines}
