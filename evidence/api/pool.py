"""Pooling at /api/v1/pool/: what the outcome explorer shows of chosen estimates, for programs."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.explorer.query import INTERVALS, METHOD_NAMES, MOST_POOLED
from evidence.pooling import choice as pooling_choice
from evidence.pooling import rows as pooling_rows
from evidence.pooling.effects import back
from evidence.pooling.estimates import Pooled
from search.parameters import refuse_unknown
from search.rest import Answering


def number(help_text: str, *, allow_null: bool = False) -> serializers.FloatField:
    return serializers.FloatField(help_text=help_text, allow_null=allow_null)


def text(help_text: str) -> serializers.CharField:
    return serializers.CharField(help_text=help_text)


def texts(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class PooledSerializer(serializers.Serializer):
    """Computed, not rounded. `effect*` and `prediction*` are on the printed scale: ratios are not logged."""

    k = serializers.IntegerField(help_text="How many estimates are pooled.")
    effect = number("The pooled effect.")
    effect_lower = number("Lower limit of its 95% confidence interval; null where there is none.", allow_null=True)
    effect_upper = number("Upper limit.", allow_null=True)
    estimate = number("The pooled effect on the scale of analysis: of ratios the natural logarithm.")
    se = number("Its standard error on that scale; null where Hartung-Knapp has one study.", allow_null=True)
    ci_lower = number("Lower limit of the interval on that scale.", allow_null=True)
    ci_upper = number("Upper limit on that scale.", allow_null=True)
    p = number("Two-sided, of no effect.", allow_null=True)
    df = serializers.IntegerField(help_text="Of the t of the interval; null for a normal one.", allow_null=True)
    tau2 = number("Variance between studies.")
    i2 = number("I² in percent.")
    h2 = number("H².")
    q = number("Cochran's Q.")
    q_p = number("Its p.")
    prediction_lower = number(
        "Lower limit of the 95% prediction interval, t with k - 2 degrees of freedom; null without random effects or "
        "below three studies.",
        allow_null=True,
    )
    prediction_upper = number("Upper limit.", allow_null=True)


class KeptSerializer(serializers.Serializer):
    id = text("Key of the effect estimate.")
    study = text("Key of the study.")
    study_label = text("What the study is called.")
    document = text("Key of the document that prints it.")
    location = text("Where it prints it.")
    as_reported = text("The figure as printed.")
    value = number("On the scale of analysis.")
    se = number("Standard error on that scale, from the printed interval.")
    weight = number("Percent; null where nothing is pooled.", allow_null=True)
    without = PooledSerializer(help_text="What the others give without it; null where none is left.", allow_null=True)


class LeftOutSerializer(serializers.Serializer):
    id = text("Key of the effect estimate.")
    why = text("In a sentence.")


class PoolSerializer(serializers.Serializer):
    exploratory = text("What the result is worth, in a sentence.")
    method = text("ee, dl, pm or reml.")
    hksj = text("Empty, yes or adhoc.")
    measure = text("The measure of the estimates kept; empty where they have several, or there are none.")
    pooled = PooledSerializer(help_text="Null where these may not be pooled: objections say why.", allow_null=True)
    estimates = KeptSerializer(many=True, help_text="Those kept, in the order asked.")
    left_out = LeftOutSerializer(many=True, help_text="Those that cannot be pooled, each with the reason.")
    objections = texts("Why nothing is pooled, each in a sentence; empty where it is.")
    remarks = texts("What to heed in reading the result.")


PARAMETERS = [
    OpenApiParameter(
        "ids",
        str,
        many=True,
        required=True,
        description=f"Keys of effect estimates, each in its own parameter or joined by commas. Up to {MOST_POOLED}.",
    ),
    OpenApiParameter(
        "method",
        str,
        enum=list(METHOD_NAMES),
        description="Common effect, or random effects by DerSimonian-Laird, Paule-Mandel or REML; `reml` if not given.",
    ),
    OpenApiParameter(
        "hksj",
        str,
        enum=["yes", "adhoc"],
        description="Hartung-Knapp-Sidik-Jonkman interval; with `adhoc` its factor is at least 1. Of random effects.",
    ),
]


class Pool(Answering, APIView):
    """Effect estimates pooled, exploratory. Only what is alike is pooled; each refusal says why.

    As CSV a row for each estimate, for the result, and for the result without each.
    """

    columns = pooling_rows.COLUMNS
    serializer_class = PoolSerializer
    refusals = (400,)

    @extend_schema(operation_id="pool", tags=["pool"], parameters=PARAMETERS)
    def get(self, request):
        keys, method, hksj = question(request.query_params)
        choice = pooling_choice.choose(keys, method, hksj)
        if choice.unknown:
            raise ParseError(f'ids: there is no effect estimate with the key "{choice.unknown[0]}".')
        if self.wants_file():
            return self.file(pooling_rows.file_rows(choice), "pooled")
        return Response(PoolSerializer(answer(choice, method, hksj)).data)


def question(params) -> tuple[list[str], str, str]:
    """ParseError for whatever is not understood."""
    refuse_unknown(params, ("ids", "method", "hksj"))
    keys = list(
        dict.fromkeys(key.strip() for value in params.getlist("ids") for key in value.split(",") if key.strip())
    )
    if not keys:
        raise ParseError("ids: give the keys of the effect estimates to pool.")
    if len(keys) > MOST_POOLED:
        raise ParseError(f"ids: {len(keys)} estimates, and at most {MOST_POOLED} are pooled at once.")
    method, hksj = params.get("method", "reml").lower(), params.get("hksj", "")
    if method not in METHOD_NAMES:
        raise ParseError(f'method: "{method}" is not one of {", ".join(METHOD_NAMES)}.')
    if hksj not in INTERVALS:
        raise ParseError(f'hksj: "{hksj}" is neither yes nor adhoc.')
    if hksj and method == "ee":
        raise ParseError("hksj: a Hartung-Knapp interval is of random effects, and ee is a common effect.")
    return keys, method, hksj


def answer(choice: pooling_choice.Choice, method: str, hksj: str) -> dict:
    judgement, pooled = choice.judgement, choice.pooled
    measures = {candidate.measure for candidate in judgement.kept}
    return {
        "exploratory": pooling_choice.EXPLORATORY,
        "method": method,
        "hksj": hksj,
        "measure": measures.pop() if len(measures) == 1 else "",
        "pooled": result(pooled, choice),
        "estimates": estimates(choice),
        "left_out": [{"id": each.candidate.key, "why": each.why} for each in judgement.left_out],
        "objections": judgement.objections + ([choice.failure] if choice.failure else []),
        "remarks": judgement.remarks,
    }


def estimates(choice: pooling_choice.Choice) -> list[dict]:
    judgement, pooled = choice.judgement, choice.pooled
    found = []
    for place, (candidate, effect) in enumerate(zip(judgement.kept, judgement.effects, strict=True)):
        row = choice.rows[candidate.key]
        told = {"id": candidate.key, "study": candidate.study, "study_label": row.outcome.account.study.label}
        told |= {"document": candidate.document, "location": row.location or row.outcome.location}
        told |= {"as_reported": row.as_reported, "value": effect.value, "se": effect.se}
        told["weight"] = pooled.weights[place] if pooled else None
        told["without"] = result(choice.without[place] if choice.without else None, choice)
        found.append(told)
    return found


def result(pooled: Pooled | None, choice: pooling_choice.Choice) -> dict | None:
    if pooled is None:
        return None
    ratio = pooling_rows.is_ratio(choice)
    (low, high), (from_, to) = pooling_rows.ends(pooled.ci, ratio), pooling_rows.ends(pooled.prediction, ratio)
    return {
        "k": pooled.k,
        "effect": back(pooled.estimate, is_ratio=ratio),
        "effect_lower": low,
        "effect_upper": high,
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci_lower": pooled.ci and pooled.ci.lower,
        "ci_upper": pooled.ci and pooled.ci.upper,
        "p": pooled.p,
        "df": pooled.df,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "h2": pooled.h2,
        "q": pooled.q,
        "q_p": pooled.q_p,
        "prediction_lower": from_,
        "prediction_upper": to,
    }
