from rest_framework import serializers

from evidence.models import Device, DeviceCharacteristic, Formula, SelectionThreshold
from evidence.serializers.rows import RowSerializer


class CharacteristicSerializer(RowSerializer):
    meanings = {
        "name": "What is told.",
        "value": "Value, as printed.",
    }

    class Meta:
        model = DeviceCharacteristic
        fields = ["name", "value", "unit", "note", "document", "location"]


class DeviceSerializer(RowSerializer):
    characteristics = CharacteristicSerializer(many=True)

    meanings = {
        "name": "Name.",
        "manufacturer": "Manufacturer, as printed.",
        "interventions": "Keys of the interventions it is for.",
        "formulas": "Keys of the formulas that are for it.",
        "characteristics": "What documents print of it.",
    }

    class Meta:
        model = Device
        fields = ["key", "name", "manufacturer", "interventions", "formulas", "note", "characteristics"]


class VariableSerializer(serializers.Serializer):
    symbol = serializers.CharField(help_text="As it stands in the expression.")
    meaning = serializers.CharField(help_text="What it stands for.")
    unit = serializers.CharField(help_text="Its unit.")


class FormulaSerializer(RowSerializer):
    """A formula as its document prints it, garbled or not."""

    variables = VariableSerializer(many=True)

    meanings = {
        "name": "Name of the method.",
        "expression": "The formula, as printed.",
        "result": "Symbol of what it gives.",
        "unit": "Unit of the result.",
        "variables": "Its symbols.",
        "devices": "Keys of the devices it is for.",
    }

    class Meta:
        model = Formula
        fields = [
            "key",
            "name",
            "expression",
            "result",
            "unit",
            "variables",
            "devices",
            "note",
            "document",
            "location",
        ]


class SelectionThresholdSerializer(RowSerializer):
    meanings = {
        "kind": "What the limit does.",
        "name": "What is limited.",
        "value": "The limit, as printed.",
    }

    class Meta:
        model = SelectionThreshold
        fields = [
            "key",
            "kind",
            "name",
            "bound",
            "value",
            "unit",
            "as_reported",
            "conditions",
            "interventions",
            "note",
            "document",
            "location",
        ]
