from rest_framework import serializers

from evidence.serializers.rows import texts
from policies.models import EvidenceLink
from policies.models.evidence_links import TARGETS
from policies.serializers.days import DayRowSerializer
from policies.vocabulary import Directness, LinkGround


class EvidenceLinkSerializer(DayRowSerializer):
    """Why we hold it: what one result shows for a statement and one of its indications, or for a criterion.

    `document` and `location` are the link's own place or, where it has none, that of the figure or recommendation.
    """

    policy = serializers.SerializerMethodField()
    target_type = serializers.ChoiceField(choices=TARGETS)
    target = serializers.CharField(source="target.key")
    stated = serializers.SerializerMethodField(help_text="By the document itself; else inferred, as ground_note tells.")
    direct = serializers.SerializerMethodField(help_text="Else indirect in what indirect_in names.")
    indirect_in = texts()
    document = serializers.SerializerMethodField()
    location = serializers.SerializerMethodField()

    meanings = {
        "statement": "Key of the statement; null for a link from a criterion.",
        "indication": "Key of the indication; null for a link from a criterion.",
        "criterion": "Key of the criterion; null for a link from a statement.",
        "target_type": "What kind of row it points at.",
        "target": "Key of that row.",
        "bearing": "Whether it speaks for the position, against it, or is context.",
        "ground_note": "Who links it and why, where it is inferred.",
        "indirect_in": "In what it is indirect: population, intervention, comparator, outcome.",
        "comparison": "How the intervention did against what it was compared with.",
        "note": "What this result shows for this indication, in a sentence.",
        "document": "Key of the link's own document or, where it has none, of its target's.",
        "location": 'The place in that document: "lines 718-720".',
    }

    class Meta:
        model = EvidenceLink
        fields = [
            "key",
            "policy",
            "statement",
            "indication",
            "criterion",
            "target_type",
            "target",
            "bearing",
            "stated",
            "ground_note",
            "direct",
            "indirect_in",
            "comparison",
            "note",
            "document",
            "location",
            "answer",
            "answer_sentence",
        ]

    def version_of(self, row):
        return (row.statement or row.criterion.statement).version

    def get_policy(self, link) -> str:
        return self.version_of(link).policy.key

    def get_stated(self, link) -> bool:
        return link.ground == LinkGround.STATED

    def get_direct(self, link) -> bool:
        return link.directness == Directness.DIRECT

    def get_document(self, link) -> str | None:
        return self._place(link)[0]

    def get_location(self, link) -> str:
        return self._place(link)[1]

    def _place(self, link) -> tuple[str | None, str]:
        if not link.lines:
            if figure := link.measurement or link.effect_estimate:
                return figure.outcome.account.document.key, figure.location
            if link.recommendation:
                return link.recommendation.document.key, link.recommendation.location
        return link.document.key if link.document else None, link.location
