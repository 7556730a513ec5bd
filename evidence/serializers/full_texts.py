"""Whether a work was had, and its files, for members."""

from rest_framework import serializers

from evidence.vocabulary import RetrievalState


class FileSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk", help_text="Of the file.")
    name = serializers.CharField(help_text="As it was sent in.")
    media_type = serializers.CharField(help_text="By its content.")
    size = serializers.IntegerField(help_text="In bytes.")
    url = serializers.CharField(help_text="Where who has signed in reads it.")


class FullTextSerializer(serializers.Serializer):
    state = serializers.ChoiceField(
        RetrievalState.choices, allow_blank=True, help_text="Whether the full text was had; empty: not sought yet."
    )
    note = serializers.CharField(allow_blank=True, help_text="Where it was sought.")
    files = FileSerializer(many=True, help_text="What is kept of it, in the order it was added.")


class RetrievalNoted(serializers.Serializer):
    state = serializers.ChoiceField(RetrievalState.choices, help_text="Where the search for the full text stands.")
    note = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="Needed where it could not be had."
    )


class FileSent(serializers.Serializer):
    file = serializers.FileField(help_text="PDF, DOCX or plain text.")
