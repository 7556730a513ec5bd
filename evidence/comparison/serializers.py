"""A comparison as the API tells it."""

from rest_framework import serializers

from evidence import vocabulary as words


class ComparedStudySerializer(serializers.Serializer):
    key = serializers.CharField(help_text="By which `studies` gives it.")
    label = serializers.CharField(source="name", help_text="First author and year, with the acronym.")
    design = serializers.CharField(help_text="As people read it.")


class ComparedEntrySerializer(serializers.Serializer):
    as_reported = serializers.CharField(source="text", help_text="The figure as printed, or what is said there.")
    about = serializers.CharField(help_text="What narrows it: the arm, the criteria, the line of therapy.")
    unit = serializers.CharField(help_text="Of a measurement, as printed.")
    note = serializers.CharField(help_text="A curator's, or what the document states beside the figure.")
    document = serializers.CharField(help_text="Key of the document that says so; empty for what holds of the study.")
    location = serializers.CharField(help_text="Lines of the text read.")
    figure = serializers.CharField(
        source="figure_key", help_text="Key of the measurement or effect estimate; empty for words."
    )


class ComparedCellSerializer(serializers.Serializer):
    study = serializers.CharField(help_text="Key of the study.")
    entries = ComparedEntrySerializer(many=True, help_text="Empty where no document tells it of this study.")


class CaveatSerializer(serializers.Serializer):
    rule = serializers.CharField(help_text="Name of the rule: response_criteria, time_origin, population and others.")
    grade = serializers.ChoiceField(words.Alikeness.choices, help_text="How sure it is that the figures are unlike.")
    title = serializers.CharField(help_text="What is unlike, in short.")
    message = serializers.CharField(help_text="The studies and figures it is about, in a sentence.")
    why = serializers.CharField(help_text="Why it matters.")
    studies = serializers.ListField(child=serializers.CharField(), help_text="Their keys.")
    figures = serializers.ListField(child=serializers.CharField(), help_text="Keys of the figures.")
    row = serializers.CharField(help_text="`id` of the row it stands at; empty where it holds for the studies.")


class ComparedRowSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Of the row in this answer; another comparison numbers its rows anew.")
    section = serializers.CharField(help_text="studies, outcomes, other, adverse or population.")
    endpoint = serializers.CharField(
        help_text="Of an outcome, as `outcomes` has it; empty for what is told of studies."
    )
    title = serializers.CharField(help_text="What the row tells.")
    details = serializers.ListField(child=serializers.CharField(), help_text="Time, subgroup, grade.")
    state = serializers.ChoiceField(words.Agreement.choices, help_text="Whether the studies say the same.")
    cells = ComparedCellSerializer(many=True, help_text="One for each study, in the order asked for.")


class StudiesComparedSerializer(serializers.Serializer):
    studies = ComparedStudySerializer(many=True, help_text="The columns, in the order asked for.")
    rows = ComparedRowSerializer(many=True, help_text="Like beside like.")
    warnings = CaveatSerializer(many=True, help_text="Where figures of a row are not alike.")


def told(comparison) -> dict:
    """The values of a StudiesComparedSerializer."""
    rows = [
        {
            **{name: getattr(row, name) for name in ("id", "endpoint", "title", "details", "state")},
            "section": section.name,
            "cells": [
                {"study": column.key, "entries": cell}
                for column, cell in zip(comparison.columns, row.cells, strict=True)
            ],
        }
        for section in comparison.sections
        for row in section.rows
    ]
    return StudiesComparedSerializer({"studies": comparison.columns, "rows": rows, "warnings": comparison.caveats}).data
