"""The forms of entering evidence: what was posted, cleaned, for the actions. They write nothing themselves."""

from django import forms

from evidence.models import (
    Arm,
    Condition,
    EffectEstimate,
    Intervention,
    Measurement,
    Outcome,
    Reference,
    Study,
    StudyAccount,
)

INTERVAL_LABELS = {
    "ci_level": "Interval level, %",
    "ci_lower": "Interval from",
    "ci_upper": "Interval to",
    "i2": "I², %",
}
FIGURE_LABELS = INTERVAL_LABELS | {"as_reported": "As printed", "lines": "Place in the paper", "bound": "Bound"}
PLACE = "Page, and table or paragraph: “p. 1047, Table 2”"


class WorkForm(forms.ModelForm):
    """A report that is not here yet."""

    authors = forms.CharField(
        label="Authors, each on a line",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="As a reference list has them: Mulcahy MF",
    )
    pmid = forms.CharField(label="PMID", required=False, max_length=60)
    doi = forms.CharField(label="DOI", required=False, max_length=240)

    class Meta:
        model = Reference
        fields = ("title", "journal", "year", "volume", "issue", "pages")
        widgets = {"title": forms.TextInput}

    field_order = ("pmid", "doi", "authors", "title", "journal", "year", "volume", "issue", "pages")

    def clean_authors(self) -> list[str]:
        return [line for line in self.cleaned_data["authors"].splitlines() if line.strip()]


class TermsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, model):
        super().__init__(model.objects.order_by("name"), required=False, to_field_name="key")


class StudyForm(forms.ModelForm):
    """The facts of a study, whichever document tells of it."""

    class Meta:
        model = Study
        fields = ("label", "acronym", "design", "setting", "conditions", "interventions", "note")
        labels = {"label": "Called", "setting": "Phase and setting"}
        help_texts = {"label": "First author and year. Left empty: those of the report."}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["label"].required = False
        self.fields["conditions"] = TermsField(Condition)
        self.fields["interventions"] = TermsField(Intervention)


class ToldForm(forms.ModelForm):
    """What the paper says of the study as a whole."""

    class Meta:
        model = StudyAccount
        fields = ("participants", "evaluable", "period", "population", "lines")
        labels = {"lines": "Place in the paper", "period": "Period of enrolment"}
        help_texts = {"population": "Who took part, in your words", "participants": "As printed: 428", "lines": PLACE}
        widgets = {"population": forms.Textarea(attrs={"rows": 2})}


class ArmForm(forms.ModelForm):
    participants = forms.CharField(max_length=60, required=False, help_text="As printed")
    evaluable = forms.CharField(max_length=60, required=False)

    class Meta:
        model = Arm
        fields = ("name", "role", "interventions")

    field_order = ("name", "role", "participants", "evaluable", "interventions")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["interventions"] = TermsField(Intervention)


class OutcomeForm(forms.ModelForm):
    class Meta:
        model = Outcome
        fields = (
            *("endpoint", "name", "timepoint", "subgroup", "time_origin", "population", "criteria", "criteria_version"),
            *("line_of_therapy", "event_term", "grade", "stated", "lines"),
        )
        labels = {
            "name": "Named in the paper",
            "time_origin": "Time counted from",
            "population": "Analysed population",
            "criteria": "Response criteria",
            "criteria_version": "Their version",
            "event_term": "Adverse event",
            "stated": "What the paper says in words",
            "lines": "Place in the paper",
        }
        help_texts = {"timepoint": "3 years", "criteria": "RECIST, mRECIST", "lines": PLACE, "stated": "In your words"}
        widgets = {"stated": forms.Textarea(attrs={"rows": 2})}

    # Seldom needed; the form folds them.
    RARE = ("time_origin", "population", "criteria", "criteria_version", "line_of_therapy", "grade", "stated")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("time_origin", "population", "line_of_therapy"):
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        for name in ("time_origin", "population", "line_of_therapy"):
            cleaned[name] = cleaned.get(name) or "not_stated"
        return cleaned


class FigureForm(forms.ModelForm):
    """What both kinds of figure share. Numbers are text, kept as they are typed."""

    ARMS: tuple[str, ...] = ()

    def __init__(self, *args, study: Study, **kwargs):
        super().__init__(*args, **kwargs)
        arms = study.arms.all()  # prefetched where there are many forms
        for name in self.ARMS:
            self.fields[name].queryset = arms
            self.fields[name].to_field_name = "key"
            self.fields[name].choices = [("", "---------"), *((arm.key, arm.name) for arm in arms)]
            if held := getattr(self.instance, name):
                self.initial[name] = held.key
        self.fields["as_reported"].required = self.fields["lines"].required = False  # the action says what is missing
        self.fields["note"].widget = forms.TextInput()

    def with_numbers(self) -> dict[str, str]:
        """The fields as typed so far, faulty or not: what the checks are asked about."""
        held = {name: self[name].value() for name in self.fields}
        return {
            name: value if isinstance(value, str) else "yes" if value is True else "" for name, value in held.items()
        }


class MeasurementForm(FigureForm):
    KIND = "measurement"
    ARMS = ("arm",)
    FIRST = ("arm", "statistic", "value", "unit", "events", "participants", "ci_lower", "ci_upper", "ci_level")

    class Meta:
        model = Measurement
        fields = (
            *("as_reported", "lines", "arm", "statistic", "value", "unit", "events", "participants", "ci_lower"),
            *("ci_upper", "ci_level", "bound", "not_reached", "range_lower", "range_upper", "iqr_lower", "iqr_upper"),
            *("spread_kind", "spread", "i2", "note"),
        )
        labels = FIGURE_LABELS | {
            "range_lower": "Range from",
            "range_upper": "Range to",
            "iqr_lower": "Quartile from",
            "iqr_upper": "Quartile to",
            "spread_kind": "Spread",
            "spread": "± of the spread",
        }


class EffectForm(FigureForm):
    KIND = "effect"
    ARMS = ("intervention_arm", "comparator_arm")
    FIRST = (
        *("intervention_arm", "comparator_arm", "measure", "estimate", "ci_lower", "ci_upper", "ci_level"),
        *("p_comparator", "p_value", "direction"),
    )

    class Meta:
        model = EffectEstimate
        fields = (
            *("as_reported", "lines", "intervention_arm", "comparator_arm", "measure", "estimate", "ci_lower"),
            *("ci_upper", "ci_level", "p_comparator", "p_value", "direction", "bound", "adjusted", "i2", "note"),
        )
        labels = FIGURE_LABELS | {
            "intervention_arm": "Arm",
            "comparator_arm": "Against",
            "p_comparator": "Sign of p",
            "p_value": "p",
            "adjusted": "Adjusted for",
        }


KINDS = {form.KIND: form for form in (MeasurementForm, EffectForm)}
