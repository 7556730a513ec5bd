from rest_framework import serializers

from evidence.models import Appraisal, Arm, ArmSize, Study, StudyAccount, Trial
from evidence.serializers.rows import AGREED, RowSerializer, agreed, key_of, text_of


class StudyArmSerializer(RowSerializer):
    participants = serializers.SerializerMethodField(help_text=AGREED)

    meanings = {
        "name": "Name of the arm.",
    }

    class Meta:
        model = Arm
        fields = ["name", "participants"]

    def get_participants(self, arm) -> str | None:
        return agreed(size.participants for size in arm.sizes.all())


class SourceSerializer(RowSerializer):
    """A document that tells of the study, and where in the text that was read."""

    meanings = {
        "document": "Key of the document that tells of the study.",
    }

    class Meta:
        model = StudyAccount
        fields = ["document", "location"]


class ArmSizeSerializer(RowSerializer):
    name = text_of("arm.name")

    meanings = {
        "name": "Name of the arm.",
    }

    class Meta:
        model = ArmSize
        fields = ["name", "participants", "evaluable"]


class AppraisalSerializer(RowSerializer):
    meanings = {
        "by": "Whose judgement it is.",
        "scale": "On what scale.",
        "judgement": "The judgement, as printed.",
    }

    class Meta:
        model = Appraisal
        fields = ["by", "scale", "judgement", "note", "location"]


class AccountSerializer(RowSerializer):
    """What one document says of one study. Documents disagree."""

    arms = ArmSizeSerializer(source="arm_sizes", many=True)
    appraisals = AppraisalSerializer(many=True)

    meanings = {
        "document": "Key of the document that tells of the study.",
        "heading": "The section in which it does.",
        "year": "Year the document gives it, right or not.",
        "study_count": "Of a review: number of studies.",
        "period": "When patients were treated, or studies searched.",
        "population": "Who was studied.",
        "design_as_described": "The design in the document's terms.",
        "conclusion": "What the document concludes from it.",
        "arms": "Sizes of the arms as this document prints them.",
        "appraisals": "Judgements of quality or certainty.",
        "includes": "Of a review: keys of the studies it includes, where named.",
    }

    class Meta:
        model = StudyAccount
        fields = [
            "document",
            "location",
            "heading",
            "citation_number",
            "year",
            "participants",
            "evaluable",
            "study_count",
            "i2",
            "period",
            "population",
            "design_as_described",
            "conclusion",
            "note",
            "arms",
            "appraisals",
            "includes",
        ]


class StudySerializer(RowSerializer):
    """An investigation. What each document prints of it stands in `accounts`."""

    participants = serializers.SerializerMethodField(help_text=AGREED)
    arms = StudyArmSerializer(many=True)
    registrations = serializers.SerializerMethodField(help_text="Registration numbers, where one is printed.")
    references = serializers.SerializerMethodField(help_text="Its reports, the primary one first.")
    sources = SourceSerializer(source="accounts", many=True)
    accounts = AccountSerializer(many=True)

    meanings = {
        "label": 'First author and year as printed: "Mulcahy 2021".',
        "acronym": 'Acronym: "EPOCH".',
        "design": "Design.",
        "setting": "Where it took place, or its phase.",
        "arms": "Groups as allocated.",
        "trials": "Keys of its registration records.",
        "sources": "The documents that tell of it.",
        "accounts": "What each of them says of it.",
    }

    class Meta:
        model = Study
        fields = [
            "key",
            "label",
            "acronym",
            "design",
            "setting",
            "participants",
            "conditions",
            "interventions",
            "arms",
            "registrations",
            "trials",
            "references",
            "note",
            "sources",
            "accounts",
        ]

    def get_participants(self, study) -> str | None:
        return agreed(account.participants for account in study.accounts.all())

    def get_registrations(self, study) -> list[str]:
        return [trial.number for trial in study.trials.all() if trial.number]

    def get_references(self, study) -> list[str]:
        return [report.reference.key for report in study.reports.all()]


class TrialSerializer(RowSerializer):
    url = serializers.CharField(help_text="Of the record; known for NCT numbers.")

    meanings = {
        "registry": "Registry.",
        "number": "Registration number, as printed.",
        "acronym": "Acronym.",
        "title": "Title.",
        "status": "Status, as printed.",
        "studies": "Keys of the studies it registers.",
    }

    class Meta:
        model = Trial
        fields = [
            "key",
            "registry",
            "number",
            "acronym",
            "title",
            "status",
            "url",
            "studies",
            "note",
            "document",
            "location",
        ]


class SizeSerializer(RowSerializer):
    document = key_of("account.document")

    meanings = {
        "document": "Key of the document that prints the size.",
    }

    class Meta:
        model = ArmSize
        fields = ["document", "participants", "evaluable"]


class ArmSerializer(RowSerializer):
    study_label = text_of("study.label")
    participants = serializers.SerializerMethodField(help_text=AGREED)
    sizes = SizeSerializer(many=True)

    meanings = {
        "name": "Name of the arm.",
        "role": "What the arm is for.",
        "interventions": "Keys of the interventions given.",
        "sizes": "Its size as each document prints it.",
    }

    class Meta:
        model = Arm
        fields = ["key", "study", "study_label", "name", "role", "interventions", "participants", "sizes"]

    def get_participants(self, arm) -> str | None:
        return agreed(size.participants for size in arm.sizes.all())
