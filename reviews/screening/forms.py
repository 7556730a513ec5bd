"""The form that adds a work by hand: what was posted, cleaned, for the action."""

from django import forms

from reviews.screening.adding import BY_HAND


class AddForm(forms.Form):
    origin = forms.ChoiceField(
        label="How it was found",
        choices=[(origin.value, origin.label) for origin in BY_HAND],
    )
    origin_note = forms.CharField(
        label="Where exactly",
        required=False,
        max_length=500,
        help_text="Whose list of citations, which website or organisation, whose request.",
    )
    title = forms.CharField(label="Title", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    doi = forms.CharField(label="DOI", required=False, max_length=240)
    pmid = forms.CharField(label="PMID", required=False, max_length=60)
    authors = forms.CharField(
        label="Authors, each on a line",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As a reference list has them: Mulcahy MF",
    )
    journal = forms.CharField(label="Journal", required=False, max_length=300)
    year = forms.CharField(label="Year", required=False, max_length=4)
    url = forms.CharField(label="Address", required=False, max_length=500)
    abstract = forms.CharField(
        label="Abstract", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    though_known = forms.BooleanField(label="Judge it all the same, though it is known", required=False)

    @property
    def told(self) -> dict:
        """What the action takes."""
        given = dict(self.cleaned_data)
        told = {name: given.pop(name) for name in ("origin", "origin_note", "though_known")}
        return told | {"work": given | {"authors": given["authors"].splitlines()}}
