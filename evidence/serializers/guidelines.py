from evidence.models import Guideline, GuidelineVersion, GuidelineVersionRelation, Recommendation
from evidence.serializers.rows import RowSerializer, key_of, text_of, texts


class GuidelineVersionRelationSerializer(RowSerializer):
    guideline_version = key_of("other")

    meanings = {
        "relation": "What this version does to the other one.",
        "guideline_version": "Key of the other version.",
    }

    class Meta:
        model = GuidelineVersionRelation
        fields = ["relation", "guideline_version", "note"]


class GuidelineVersionSerializer(RowSerializer):
    relations = GuidelineVersionRelationSerializer(many=True)

    meanings = {
        "version": 'As printed: "1.2024"; "" where no document states one.',
        "year": "Year of the version.",
        "reference": "Key of the reference that it is.",
        "relations": "How it relates to other versions.",
    }

    class Meta:
        model = GuidelineVersion
        fields = ["key", "version", "year", "reference", "relations", "note"]


class GuidelineSerializer(RowSerializer):
    body_name = text_of("body.name")
    aliases = texts()
    versions = GuidelineVersionSerializer(many=True)

    meanings = {
        "title": "Title.",
        "body": "Key of the body that issues it.",
        "body_name": "Name of that body.",
        "aliases": "Other names.",
        "versions": "Versions that the documents name.",
    }

    class Meta:
        model = Guideline
        fields = ["key", "title", "body", "body_name", "aliases", "versions"]


class RecommendationSerializer(RowSerializer):
    body = key_of("guideline_version.guideline.body")
    guideline = key_of("guideline_version.guideline")
    version = text_of("guideline_version.version", help_text='As read; "" where the document states none.')
    year = text_of("guideline_version.year")

    meanings = {
        "body": "Key of the guideline's body.",
        "guideline": "Key of the guideline.",
        "guideline_version": "Key of the version, as the document read names it.",
        "year": "Year of the version.",
        "kind": "Whether it recommends, and how far.",
        "category": 'Category, as printed: "2A".',
        "category_scheme": "The scheme it is a category of.",
        "category_origin": "Whether the category is stated for this, for a group, or implied.",
        "population": "For whom.",
        "document": "Key of the document that tells of it.",
    }

    class Meta:
        model = Recommendation
        fields = [
            "key",
            "body",
            "guideline",
            "guideline_version",
            "version",
            "year",
            "kind",
            "text",
            "category",
            "category_scheme",
            "category_origin",
            "population",
            "purpose",
            "conditions",
            "interventions",
            "citation_number",
            "note",
            "document",
            "location",
        ]
