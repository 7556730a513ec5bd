from rest_framework import serializers

from evidence import vocabulary as words
from evidence.models import Citation, Reference
from evidence.serializers.rows import RowSerializer, texts


class CitedInSerializer(RowSerializer):
    """The number is as printed, and need not be unique in the document."""

    meanings = {
        "document": "Key of the document that cites it.",
        "number": 'Its number there, as printed; "" where it has none.',
    }

    class Meta:
        model = Citation
        fields = ["document", "number"]


class ReferenceSerializer(RowSerializer):
    """One publication. An empty title means that no document read prints it; so with every field."""

    label = serializers.CharField(help_text='First author and year: "Mulcahy 2021".')
    authors = texts()
    keywords = texts(help_text="As they were imported.")
    pmid = serializers.SerializerMethodField()
    doi = serializers.SerializerMethodField()
    cited_in = CitedInSerializer(source="citations", many=True)

    meanings = {
        "kind": "What was published.",
        "title": "Title.",
        "authors": 'Authors as printed: "Mulcahy MF".',
        "authors_et_al": 'Whether the printed list ends in "et al".',
        "journal": "Journal as printed.",
        "published": 'Date as printed: "May 18 2002".',
        "year": "Year of the printed issue.",
        "online_year": "Year of the online issue.",
        "volume": "Volume.",
        "issue": "Issue.",
        "pages": "Pages or article number.",
        "publisher": "Publisher, with its place where printed.",
        "pmid": "PubMed's number.",
        "doi": "DOI, without the resolver's address.",
        "url": "Address as printed.",
        "accessed": "When a document says it looked at the address.",
        "abstract": "As it was imported; empty where it was not.",
        "cited_in": "The documents that cite it, each with its number there.",
    }

    class Meta:
        model = Reference
        fields = [
            "key",
            "label",
            "kind",
            "title",
            "authors",
            "authors_et_al",
            "journal",
            "published",
            "year",
            "online_year",
            "volume",
            "issue",
            "pages",
            "publisher",
            "pmid",
            "doi",
            "url",
            "accessed",
            "abstract",
            "keywords",
            "note",
            "cited_in",
        ]

    def get_pmid(self, reference) -> str:
        return self._identifier(reference, words.IdentifierScheme.PMID)

    def get_doi(self, reference) -> str:
        return self._identifier(reference, words.IdentifierScheme.DOI)

    def _identifier(self, reference, scheme) -> str:
        return next((found.value for found in reference.identifiers.all() if found.scheme == scheme), "")
