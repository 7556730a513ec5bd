from evidence.models import Document, ResponseDefinition
from evidence.serializers.rows import RowSerializer


class ResponseDefinitionSerializer(RowSerializer):
    meanings = {
        "criteria": 'System of criteria or of categories: "mRECIST", "NCCN".',
        "version": 'Version of the criteria; "" where none is printed.',
        "category": 'Category of response or of consensus: "CR", "2B"; or "measurement", for what is measured.',
        "definition": "What the category means there, as the document tells it.",
    }

    class Meta:
        model = ResponseDefinition
        fields = ["criteria", "version", "category", "definition", "location"]


class DocumentSerializer(RowSerializer):
    response_definitions = ResponseDefinitionSerializer(many=True)

    meanings = {
        "kind": "What was read: a policy, a review article, a commentary or a guideline.",
        "title": "Title.",
        "issuer": "Who issued it: the payer or the journal.",
        "citation": "How the document itself is cited, as printed.",
        "doi": "DOI, without the resolver's address.",
        "url": "Its address, where it was read on the web.",
        "completeness": "Whether it was read whole. Of one known in part nothing is said to be missing.",
        "known": "Of one known in part: which part.",
        "reference_list": "Whether it prints a reference list.",
        "note": "What the reader should know of the text that was read.",
        "response_definitions": "What categories of response and of consensus mean, where it says so.",
    }

    class Meta:
        model = Document
        fields = [
            "key",
            "kind",
            "title",
            "issuer",
            "citation",
            "doi",
            "url",
            "completeness",
            "known",
            "reference_list",
            "note",
            "response_definitions",
        ]
