from rest_framework import serializers

from evidence.serializers.rows import KeyField, RowSerializer
from reviews.models import ImportBatch, ImportRecord
from reviews.presenters.importing import fields_of, told_by
from reviews.vocabulary import RecordAnswer, RecordOutcome

COUNTS = {
    RecordOutcome.NEW: "Records of works that are new.",
    RecordOutcome.KNOWN: "Records of works that were known.",
    RecordOutcome.POSSIBLE_DUPLICATE: "Records that a person has to settle.",
    RecordOutcome.FAILED: "Records that could not be read.",
}


class ImportBatchSerializer(RowSerializer):
    """One file of records, as it was sent in. The four counts add up to the records of the file."""

    cycle = serializers.CharField(source="run.cycle.key", help_text="Key of the review.")
    new = serializers.IntegerField(help_text=COUNTS[RecordOutcome.NEW])
    known = serializers.IntegerField(help_text=COUNTS[RecordOutcome.KNOWN])
    possible_duplicate = serializers.IntegerField(help_text=COUNTS[RecordOutcome.POSSIBLE_DUPLICATE])
    failed = serializers.IntegerField(help_text=COUNTS[RecordOutcome.FAILED])
    meanings = {
        "run": "Key of the search.",
        "file_name": "The file's name, without folders.",
        "sha256": "SHA-256 of the file.",
        "size": "Size of the file in bytes.",
        "format": "Format, as found by what stands in the file.",
        "encoding": "Encoding, likewise; utf-8 stands for Windows-1252 too, record by record.",
        "state": "Whether the worker has read it.",
        "problem": "Why it failed as a whole.",
        "bytes_read": "How much of it is read, in bytes.",
        "by": "Who imported it.",
        "added_at": "When it was sent in.",
        "finished_at": "When the worker was done; null before.",
    }

    class Meta:
        model = ImportBatch
        fields = ["key", "run", "cycle", "file_name", "sha256", "size", "format", "encoding", "state", "problem"]
        fields += ["bytes_read", "new", "known", "possible_duplicate", "failed", "by", "added_at", "finished_at"]


class ImportRecordSerializer(RowSerializer):
    """One record of a file, and what became of it."""

    doi = serializers.SerializerMethodField(help_text="Its DOI as read.")
    pmid = serializers.SerializerMethodField(help_text="Its PMID as read.")
    candidate = KeyField(read_only=True, help_text="Key of the work of this review that it is; null where it is none.")
    earlier = KeyField(read_only=True, help_text="Key of the candidate it may be, or was found as before.")
    reference = KeyField(read_only=True, help_text="Key of the work of the base that it is or may be.")
    meanings = {
        "position": "Its number in the file, from 1.",
        "line": "The line of the file on which it begins.",
        "outcome": "How it ended.",
        "reason": "Why it failed, is known, or may be a duplicate of what.",
        "known_because": 'As what it is known; "" where it is not.',
        "title": "Title as read.",
        "raw": "The record as it stands in the file.",
        "settled_by": 'Who said what it is; "" where nobody had to.',
        "settled_at": "When; null where nobody had to.",
    }

    class Meta:
        model = ImportRecord
        fields = [
            "position",
            "line",
            "outcome",
            "reason",
            "known_because",
            "title",
            "doi",
            "pmid",
            "candidate",
            "earlier",
            "reference",
        ]
        fields += ["settled_by", "settled_at", "raw"]

    def get_doi(self, record) -> str:
        return fields_of(told_by(record))["DOI"]

    def get_pmid(self, record) -> str:
        return fields_of(told_by(record))["PMID"]


class NewImport(serializers.Serializer):
    run = serializers.CharField(max_length=200, help_text="Key of the search that found the records.")
    file = serializers.FileField(allow_empty_file=True, help_text="The file that the database exported.")


class RecordSettled(serializers.Serializer):
    record = serializers.IntegerField(min_value=1, max_value=999_999_999, help_text="The record's number in the file.")
    answer = serializers.ChoiceField(
        RecordAnswer.choices,
        help_text="Of a possible duplicate: same or another. Of a known one: bring_back. Of what was settled: undo.",
    )
