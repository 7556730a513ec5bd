"""The packet of a review as the API tells it: the page's own content, block by block."""

from rest_framework import serializers


class PieceSerializer(serializers.Serializer):
    """A piece of a text."""

    text = serializers.CharField(help_text="The piece itself.")
    look = serializers.CharField(
        help_text="strong, muted or logic; of changed words inserted or deleted; empty for none of these."
    )
    address = serializers.CharField(help_text="The page of what it names, for people; empty for none.")


class TextSerializer(serializers.Serializer):
    """A text."""

    text = serializers.CharField(help_text="The whole of it, as it will stand: without words that are taken away.")
    pieces = PieceSerializer(many=True, help_text="What it is made of; words that are taken away among it.")


class FactSerializer(TextSerializer):
    """What is said under one name."""

    name = serializers.CharField(help_text="The name.")


class ItemSerializer(TextSerializer):
    """An item of a list."""

    label = serializers.CharField(help_text="As it is numbered; empty where it is not.")
    depth = serializers.IntegerField(help_text="How deep in the list, from 0.")


class BlockSerializer(TextSerializer):
    """A heading, paragraph, list, table or figure. What its kind has nothing of is empty."""

    kind = serializers.CharField(help_text="heading, paragraph, items, table or figure.")
    text = serializers.CharField(help_text="Of a table its caption, of a figure what it shows; else the text.")
    items = ItemSerializer(many=True, help_text="Of a list.")
    columns = serializers.ListField(child=serializers.CharField(), help_text="Of a table: what its columns are called.")
    rows = serializers.ListField(
        child=serializers.ListField(child=TextSerializer()),
        help_text="Of a table: a text for every column.",
    )


class SectionSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="By which it is found; it stays the same.")
    title = serializers.CharField(help_text="As people read it.")
    blocks = BlockSerializer(many=True, help_text="In their order. A section that has nothing to tell says so.")


class PacketSerializer(serializers.Serializer):
    """What the committee is given on a review, as it is today. Figures stand as printed, with document and lines."""

    cycle = serializers.CharField(help_text="Key of the review.")
    title = serializers.CharField(help_text="What kind of review, and of which policy.")
    payer = serializers.CharField(help_text="Name of the payer.")
    mark = serializers.CharField(help_text="Whom it is for.")
    dated = serializers.DateField(help_text="The day it is made.")
    facts = FactSerializer(many=True, help_text="What stands first: policy, review, days, writer, version proposed.")
    sections = SectionSerializer(many=True, help_text="In the order in which a committee reads them.")
