"""Appraisals, certainty and second readings. Who it was is a person's name: told to members with a part in the work."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evidence import vocabulary as words
from evidence.appraisal.grade import FACTORS
from evidence.appraisal.instruments import INSTRUMENTS
from evidence.appraisal.reading import participants_of
from evidence.appraisal.states import BY_FIXTURES
from evidence.models import CertaintyOfEvidence, RiskOfBias, Verification
from evidence.serializers.rows import RowSerializer

BY = "Who did, for members with a part in the work; null for everybody else."
ON = "Day, as 2026-11-25."


class DomainSerializer(serializers.Serializer):
    """A domain as judged."""

    domain = serializers.CharField(help_text="Its name in the instrument's own list here.")
    name = serializers.CharField(help_text="Its name in words.")
    judgement = serializers.CharField(help_text="The judgement, a word of the instrument's.")
    note = serializers.CharField(help_text="What supports it.")


class StepSerializer(serializers.Serializer):
    """A factor of GRADE that was looked at."""

    factor = serializers.CharField(help_text="Its name here.")
    name = serializers.CharField(help_text="Its name in words.")
    step = serializers.IntegerField(help_text="Levels up or down; 0 for none.")
    reason = serializers.CharField(help_text="Why.")


class JudgedSerializer(RowSerializer):
    """What a person judged, and whether it stands."""

    current = serializers.SerializerMethodField(help_text="Whether it stands; a later one replaced it otherwise.")
    supersedes = serializers.SlugRelatedField(
        "key", read_only=True, allow_null=True, help_text="Key of the one it replaced, or null."
    )
    by = serializers.SerializerMethodField(help_text=BY)
    on = serializers.DateTimeField(source="at", format="%Y-%m-%d", help_text=ON)

    def get_current(self, row) -> bool:
        return not hasattr(row, "superseded_by")

    def get_by(self, row) -> str | None:
        return row.by if row.names_people else None


class RiskOfBiasSerializer(JudgedSerializer):
    study_label = serializers.CharField(source="study.label")
    instrument_title = serializers.SerializerMethodField(help_text="What it is called, with its version.")
    domains = serializers.SerializerMethodField(help_text="Every domain of the instrument, in its order.")
    meanings = {
        "endpoint": "Of which outcome; empty for the study as a whole.",
        "instrument": "The instrument in one version.",
        "proposed": 'What its published rule makes of the domains; "" where there is none.',
        "final": "The judgement that counts, a word of the instrument's.",
        "reason": "Why the final judgement is another than the proposed.",
    }

    class Meta:
        model = RiskOfBias
        fields = [
            *("key", "study", "study_label", "endpoint", "instrument", "instrument_title", "domains", "proposed"),
            *("final", "reason", "current", "supersedes", "by", "on"),
        ]

    def get_instrument_title(self, row) -> str:
        return INSTRUMENTS[row.instrument].title if row.instrument in INSTRUMENTS else row.instrument

    @extend_schema_field(DomainSerializer(many=True))
    def get_domains(self, row):
        tool = INSTRUMENTS.get(row.instrument)
        names = {domain.key: domain.name for domain in tool.domains} if tool else {}
        # PostgreSQL keeps the keys of a JSON object in an order of its own.
        in_order = [*(key for key in names if key in row.domains), *sorted(set(row.domains) - set(names))]
        return [{"domain": key, "name": names.get(key, key), **row.domains[key]} for key in in_order]


class CertaintyOfEvidenceSerializer(JudgedSerializer):
    participants = serializers.SerializerMethodField(
        help_text="Computed: the largest number printed of each primary study, added up; null where none is printed."
    )
    steps = serializers.SerializerMethodField(help_text="The factors that were looked at, in the order of GRADE.")
    url = serializers.CharField(source="get_absolute_url", help_text="Address of its page here.")
    meanings = {
        "indication": "Key of the indication; null where it is of the intervention and condition as such.",
        "comparator": 'Against what; "" where nothing is named.',
        "endpoint": "Of which outcome.",
        "studies": "Keys of the studies.",
        "measurements": "Keys of figures of one arm that it rests on.",
        "effect_estimates": "Keys of figures of one arm against another that it rests on.",
        "start": "Where it starts: high for randomized trials, low for all else, or as set.",
        "start_reason": "Why it starts elsewhere than the designs say.",
        "computed": "The start moved by all steps.",
        "final": "The certainty that counts.",
        "reason": "Why the final certainty is another than the computed.",
    }

    class Meta:
        model = CertaintyOfEvidence
        fields = [
            *("key", "indication", "intervention", "condition", "comparator", "endpoint", "studies", "measurements"),
            *("effect_estimates", "participants", "start", "start_reason", "steps", "computed", "final", "reason"),
            *("current", "supersedes", "by", "on", "url"),
        ]

    def get_participants(self, row) -> int | None:
        return participants_of(row.studies.all())

    @extend_schema_field(StepSerializer(many=True))
    def get_steps(self, row):
        return [
            {"factor": key, "name": factor.name, **row.steps[key]}
            for key, factor in FACTORS.items()
            if key in row.steps
        ]


class VerificationSerializer(RowSerializer):
    key = serializers.CharField()
    study = serializers.SerializerMethodField()
    study_label = serializers.SerializerMethodField()
    document = serializers.SerializerMethodField()
    location = serializers.SerializerMethodField()
    as_reported = serializers.SerializerMethodField()
    state = serializers.ChoiceField(words.VerificationState.choices, help_text="What was said of the figure.")
    extracted_by = serializers.SerializerMethodField(help_text=f'{BY} "{BY_FIXTURES}" is the starter base.')
    extracted_on = serializers.DateTimeField(
        source="extracted_at", format="%Y-%m-%d", allow_null=True, help_text=f"{ON} Or null."
    )
    verified_by = serializers.SerializerMethodField(help_text=f'{BY} "" where nobody did.')
    verified_on = serializers.DateTimeField(
        source="verified_at", format="%Y-%m-%d", allow_null=True, help_text=f"{ON} Or null."
    )
    meanings = {
        "key": "Its figure's kind and key.",
        "measurement": "Key of the figure, where it is of one arm; null otherwise.",
        "effect_estimate": "Key of the figure, where it is of one arm against another; null otherwise.",
        "read_instead": "What the second person read where it is something else. The figure is not changed by it.",
    }

    class Meta:
        model = Verification
        fields = [
            *("key", "measurement", "effect_estimate", "study", "study_label", "as_reported", "state", "read_instead"),
            *("extracted_by", "extracted_on", "verified_by", "verified_on", "document", "location"),
        ]

    def get_study(self, row) -> str:
        return _figure(row).outcome.account.study.key

    def get_study_label(self, row) -> str:
        return _figure(row).outcome.account.study.label

    def get_document(self, row) -> str:
        return _figure(row).outcome.account.document.key

    def get_location(self, row) -> str:
        return _figure(row).location

    def get_as_reported(self, row) -> str:
        return _figure(row).as_reported

    def get_extracted_by(self, row) -> str | None:
        return row.extracted_by if row.names_people or row.extracted_by == BY_FIXTURES else None

    def get_verified_by(self, row) -> str | None:
        return row.verified_by if row.names_people or not row.verified_by else None


def _figure(row: Verification):
    return row.measurement or row.effect_estimate
