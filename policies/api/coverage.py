"""The coverage matrix and two policies compared, at /api/v1/: what the pages show, for programs."""

from datetime import date

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from policies import permissions
from policies.api.days import asked_day
from policies.comparison import choosing
from policies.coverage import reading
from policies.coverage.matrix import Matrix, is_of, matrix
from policies.days import reading as day_reading
from policies.presenters import comparison as presented_comparison
from policies.presenters import coverage as presented
from policies.presenters.days import PolicyAnswer, policy_answers
from policies.vocabulary import AnswerKind
from search.parameters import refuse_unknown
from search.rest import Answering


def text(meaning: str) -> serializers.CharField:
    return serializers.CharField(help_text=meaning)


def flag(meaning: str) -> serializers.BooleanField:
    return serializers.BooleanField(help_text=meaning)


class CoverageCellSerializer(serializers.Serializer):
    payer = text("Key of the payer.")
    policy = text('Key of the policy that answers; "" where the payer has none here.')
    position_kind = text("What the payer says: a word of Coverage.")
    conditions = text("The conditions in short.")
    only_for = text('Key of a narrower intervention where the statement is on that alone; else "".')
    on_broader_condition = flag("Whether the statement is on a broader condition.")
    otherwise = text("The position when the criteria are not met.")
    as_of_kind = text('Which of its dates; "" for undated.')
    as_of = text("The date, as far as it is known.")
    as_of_precision = text("day, month or year.")
    stale = flag("Whether a position is undated or older than 24 months.")
    other_policy = text("The policy it names for the intervention.")
    statement = text("Key of the statement that answers.")
    document = text("Key of the document.")
    location = text("The place in it.")


class GuidelineCellSerializer(serializers.Serializer):
    recommendation = text("Key of the recommendation.")
    body = text("Who says it.")
    guideline_version = text("In which edition.")
    kind = text("What kind of statement.")
    category = text("Its arrangement, decision or rating.")
    category_scheme = text("On which scale.")
    text = serializers.CharField(help_text="What it says, in our words.")
    population = serializers.CharField(help_text="Of whom.")
    changed_by = serializers.CharField(help_text='By which edition it was replaced or partly updated; else "".')
    document = serializers.CharField(help_text="Key of the document.")
    location = serializers.CharField(help_text="The place in it.")


class CoverageRowSerializer(serializers.Serializer):
    indication = text("Key of the indication.")
    intervention = text("Key of its intervention.")
    condition = text("Key of its condition.")
    purpose = text("What for.")
    line = text("Line of therapy.")
    extent = text("Extent of disease.")
    payers_differ = flag("Whether those that take a position take different ones.")
    cells = CoverageCellSerializer(many=True, help_text="One for each payer, in the order of payers.")
    guidelines = GuidelineCellSerializer(many=True, help_text="What guideline bodies say on pages of their own.")


class DayAnswerSerializer(serializers.Serializer):
    policy = text("Key of the policy.")
    kind = serializers.ChoiceField(choices=AnswerKind.choices, help_text="How it is known what it said on the day.")
    version = text('Key of the version whose statements are shown; "" where none are.')
    sentence = text("Why, in words.")


class MatrixSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="The day that is told of: it settles what is in force and what is stale.")
    answers = DayAnswerSerializer(many=True, help_text="How each policy answers for the day; empty if none was asked.")
    payers = serializers.ListField(child=serializers.CharField(), help_text="Keys of the payers.")
    bodies = serializers.ListField(child=serializers.CharField(), help_text="The guideline bodies.")
    count = serializers.IntegerField(help_text="Number of rows.")
    results = CoverageRowSerializer(many=True, help_text="One row for each indication that a statement names.")


class CoverageMatrix(Answering, APIView):
    """Indications down, payers across: what each payer says, on what conditions and as of when."""

    columns = presented.COLUMNS
    serializer_class = MatrixSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="coverage-matrix",
        tags=["coverage-matrix"],
        parameters=[
            OpenApiParameter("intervention", str, description="Rows on this intervention, narrower or broader ones."),
            OpenApiParameter("condition", str, description="Rows on this condition or narrower ones."),
            OpenApiParameter("on", date, description="The day that is asked for; today if not given."),
        ],
    )
    def get(self, request):
        refuse_unknown(request.query_params, ("intervention", "condition", "on"))
        asked = asked_day(request.query_params)
        base, answers = self._base(request.user, asked)
        terms = {name: request.query_params.get(name, "") for name in ("intervention", "condition")}
        for name, term in terms.items():
            if term and term not in base.names:
                raise ParseError(f'{name}: there is no "{term}".')
        day = asked or timezone.localdate()
        whole = matrix(base.payers, base.guidelines, base.words, day)
        lines = tuple(line for line in whole.lines if is_of(line.row, base.words, **terms))
        shown = Matrix(whole.payers, whole.bodies, lines)
        if self.wants_file():
            return self.file(presented.table(shown, base), "coverage-matrix")
        rows = [self._row(line, shown) for line in lines]
        payers = [payer.key for payer in shown.payers]
        told = {"on": day, "answers": [each.told for each in answers]}
        return Response(told | {"payers": payers, "bodies": list(shown.bodies), "count": len(rows), "results": rows})

    def _base(self, user, day: date | None) -> tuple[reading.Base, list[PolicyAnswer]]:
        if day is None:
            return reading.read(user), []
        found = day_reading.answers(user, day)
        return reading.read(user, answers=found), policy_answers(found, permissions.visible_policies(user))

    def _row(self, line, shown: Matrix) -> dict:
        cells = zip(shown.payers, line.cells, strict=True)
        return presented.row_told(line) | {
            "cells": [presented.cell_told(payer, cell) for payer, cell in cells],
            "guidelines": [presented.guideline_told(said) for of_body in line.guidelines for said in of_body],
        }


class ComparedCriterionSerializer(serializers.Serializer):
    mark = text("same words; worded otherwise; ours only; theirs only; ours; theirs not seen; theirs; ours not seen.")
    definition_mark = text("Whether the same word is defined on one side only, or otherwise; else empty.")
    ours = text('Key of the criterion of ours; "" for none.')
    ours_text = text("What it asks for.")
    theirs = text('Key of the criterion of theirs; "" for none.')
    theirs_text = text("What it asks for.")


class ComparedIndicationSerializer(serializers.Serializer):
    indication = text("Key of the indication.")
    mark = text('same position, positions differ, one alone takes a position; "" where neither does.')
    ours = CoverageCellSerializer(help_text="What ours says.")
    theirs = CoverageCellSerializer(help_text="What theirs says.")
    criteria = ComparedCriterionSerializer(many=True, help_text="Conditions beside each other where worded alike.")


class ComparedCodeSerializer(serializers.Serializer):
    system = text("The code's system.")
    code = text("The code.")
    mark = text("both; both, status differs; ours only; theirs only; or that the other was not seen.")
    ours_status = text('What it stands for in ours; "" where not listed.')
    theirs_status = text('What it stands for in theirs; "" where not listed.')


class ComparedSelectionItemSerializer(serializers.Serializer):
    text = serializers.CharField(help_text="What is asked of a patient.")
    applicability = serializers.CharField(help_text='Of whom it can be asked; "" for everybody.', allow_blank=True)
    strength = serializers.CharField(help_text="must, should or descriptive: a word of Strength.")
    governs = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the statements it governs; of none: it is no criterion."
    )
    document = serializers.CharField(help_text="Key of the document.")
    location = serializers.CharField(help_text="The place in it.")


class ComparedSelectionSerializer(serializers.Serializer):
    ours = ComparedSelectionItemSerializer(many=True, help_text="Of ours.")
    theirs = ComparedSelectionItemSerializer(many=True, help_text="Of theirs.")


class ComparedCitationsSerializer(serializers.Serializer):
    shared = serializers.ListField(child=serializers.CharField(), help_text="Keys of works both cite.")
    ours_only = serializers.ListField(child=serializers.CharField(), help_text="Keys of works ours alone cites.")
    theirs_only = serializers.ListField(child=serializers.CharField(), help_text="Keys of works theirs alone cites.")
    jaccard = serializers.FloatField(
        allow_null=True,
        help_text="Shared works as a part of all cited by either; null where none is, or the list of one was not seen.",
    )
    remarks = serializers.ListField(child=serializers.CharField(), help_text="What the counts cannot say.")


class PoliciesComparedSerializer(serializers.Serializer):
    ours = text("Key of the first policy.")
    theirs = text("Key of the second policy.")
    indications = ComparedIndicationSerializer(many=True, help_text="Positions and criteria by indication.")
    patient_selection = ComparedSelectionSerializer(
        help_text="What each asks of every patient, outside its statements."
    )
    codes = ComparedCodeSerializer(many=True, help_text="Codes of either.")
    citations = ComparedCitationsSerializer(help_text="Overlap of the works cited.")


class ComparePolicies(Answering, APIView):
    """Two policies in force: positions, criteria by indication, codes and the works they cite."""

    columns = presented_comparison.COLUMNS
    serializer_class = PoliciesComparedSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="compare-policies",
        tags=["compare/policies"],
        parameters=[OpenApiParameter("ids", str, required=True, description="Keys of two policies: ours,theirs.")],
    )
    def get(self, request):
        refuse_unknown(request.query_params, ("ids",))
        keys = choosing.keys_of(request.query_params.get("ids", ""))
        versions, objection = choosing.versions_or_objection(keys, request.user)
        if len(versions) < 2:
            raise ParseError(f"ids: {objection or 'give the keys of two policies, with a comma between them.'}")
        found = choosing.compared(*versions, request.user, timezone.localdate())
        if self.wants_file():
            return self.file(found.table(), "compared-policies")
        payers = found.matrix.payers
        return Response(
            {
                "ours": keys[0],
                "theirs": keys[1],
                "indications": [presented_comparison.indication_told(view, payers) for view in found.views],
                "patient_selection": {
                    "ours": list(presented_comparison.selection(found.ours)),
                    "theirs": list(presented_comparison.selection(found.theirs)),
                },
                "codes": [presented_comparison.code_told(code) for code in found.codes],
                "citations": presented_comparison.citations_told(found.citations),
            }
        )


VIEWS = {"coverage-matrix": CoverageMatrix, "compare/policies": ComparePolicies}
