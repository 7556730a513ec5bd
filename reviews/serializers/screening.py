from rest_framework import serializers

from evidence.serializers.rows import RowSerializer, texts
from reviews.models import Candidate, ScreeningDecision
from reviews.vocabulary import ExclusionReason, ScreeningAct, Stage, Verdict


class CandidateSerializer(RowSerializer):
    """One work to be judged in one review, for those who may read reviews in progress."""

    authors = texts()
    keywords = texts()

    meanings = {
        "cycle": "Key of the review.",
        "position": "In the order in which works came, from 1.",
        "origin": "How it came to be judged.",
        "origin_note": "Where exactly, of one that no search found.",
        "run": "Key of the search that found it first; null for none.",
        "previous": "Key of the candidate that it was in an earlier review; null for none.",
        "reference": "Key of the work in the base, once it is included by title and abstract; else null.",
        "title": "As its record has it.",
        "authors": "As its record has them.",
        "journal": "As its record has it.",
        "year": "Of publication.",
        "abstract": "As its record has it.",
        "keywords": "As its record has them.",
        "doi": "Its DOI in lower case.",
        "pmid": "Its PMID.",
        "title_abstract": "What the words on title and abstract come to.",
        "full_text": "What the words on the full text come to.",
        "excluded_because": "The primary reason, of one that is excluded at either stage.",
        "excluded_note": "What is said besides.",
        "look_again": "Whether it is judged anew in the next review.",
        "relevance": "The higher, the likelier it is included, learned from the decisions; null where not known.",
    }

    class Meta:
        model = Candidate
        fields = [
            "key",
            "cycle",
            "position",
            "origin",
            "origin_note",
            "run",
            "previous",
            "reference",
            "title",
            "authors",
            "journal",
            "year",
            "abstract",
            "keywords",
            "doi",
            "pmid",
            "title_abstract",
            "full_text",
            "excluded_because",
            "excluded_note",
            "look_again",
            "relevance",
        ]


class DecisionSerializer(RowSerializer):
    """One person's word. Another's is not told before all words of the stage are in."""

    meanings = {
        "stage": "Title and abstract, or full text.",
        "by": "Who said it.",
        "at": "When.",
        "verdict": "What they said.",
        "reason": "Of an exclusion: its one primary reason.",
        "note": "What they said besides.",
        "look_again": "Whether it is to be judged anew in the next review.",
        "settles": "Whether it settles what others disagreed on: then it alone counts.",
        "taken_back_at": "When it was taken back; null where it stands.",
    }

    class Meta:
        model = ScreeningDecision
        fields = ["stage", "by", "at", "verdict", "reason", "note", "look_again", "settles", "taken_back_at"]


class AskedWord(serializers.Serializer):
    """`do` decide or settle with a verdict; or take_back one's own word."""

    do = serializers.ChoiceField(ScreeningAct.choices, help_text="What to do.")
    stage = serializers.ChoiceField(Stage.choices, help_text="Title and abstract, or full text.")
    verdict = serializers.ChoiceField(Verdict.choices, required=False, help_text="Owed to decide and to settle.")
    reason = serializers.ChoiceField(
        ExclusionReason.choices,
        required=False,
        allow_blank=True,
        default="",
        help_text="The one primary reason; owed for an exclusion.",
    )
    note = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20_000, help_text="Owed for another reason."
    )
    look_again = serializers.BooleanField(
        required=False, default=False, help_text="Whether it is to be judged anew in the next review."
    )

    def validate(self, asked):
        if asked["do"] != "take_back" and "verdict" not in asked:
            raise serializers.ValidationError("Say the verdict.")
        return asked
