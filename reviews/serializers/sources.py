"""Other sources, guidelines, trials and requests: how they are told, and what is sent about them."""

from rest_framework import serializers

from evidence.serializers.rows import KeyField, RowSerializer, texts
from reviews import vocabulary as words
from reviews.models import OngoingTrial, RequestEntry, SourceCheck

BY = "The account that said so."
DAY = "2026-03-01."


class SourceCheckSerializer(RowSerializer):
    """One place a review looks at."""

    meanings = {
        "kind": "What kind of source it is.",
        "name": "Its name, once a review in its kind.",
        "checked_on": "When somebody looked there; null while nobody has.",
        "nothing_new": "Whether it was said that there is nothing new.",
        "found": "What was found there; empty where there is nothing new.",
        "by": BY,
    }

    class Meta:
        model = SourceCheck
        fields = ["kind", "name", "checked_on", "nothing_new", "found", "by"]


class SourceSaid(serializers.Serializer):
    kind = serializers.ChoiceField(words.SourceKind.choices, help_text="What kind of source it is.")
    name = serializers.CharField(help_text="Its name. One that is not on the list of the review is put there.")
    checked_on = serializers.DateField(
        required=False, allow_null=True, help_text="When you looked there; null takes back what was said of it."
    )
    nothing_new = serializers.BooleanField(required=False, help_text="That there is nothing new.")
    found = serializers.CharField(required=False, allow_blank=True, help_text="Or what was found.")
    remove = serializers.BooleanField(required=False, help_text="Takes it off the list, where it is not checked.")


class GuidelineCheckSerializer(serializers.Serializer):
    """One guideline version that the policy cites or rests on, and how it stands."""

    version = serializers.CharField(source="version.key", help_text="Key of the guideline version.")
    guideline = serializers.CharField(source="version.guideline.key", help_text="Key of the guideline.")
    name = serializers.CharField(source="version", help_text="Its title and edition.")
    cited_as = serializers.CharField(help_text="The number of the reference; empty of one that is linked or told of.")
    document = serializers.CharField(help_text="Key of the document that prints the citation.")
    location = serializers.CharField(help_text="Where in it.")
    overtaken_by = texts(help_text="Keys of versions held here that came after it.")
    standing = serializers.ChoiceField(
        words.GuidelineStanding.choices, allow_blank=True, help_text="How it stands; empty while nobody looked."
    )
    replaced_by = serializers.CharField(help_text="Key of the version that took its place; empty for none held here.")
    replacement = serializers.CharField(help_text="Or its name.")
    checked_on = serializers.DateField(allow_null=True, help_text="When somebody looked; null while nobody has.")
    by = serializers.CharField(help_text=BY)
    note = serializers.CharField(help_text="What they noted.")


class GuidelineSaid(serializers.Serializer):
    version = serializers.CharField(help_text="Key of the guideline version.")
    standing = serializers.ChoiceField(
        words.GuidelineStanding.choices, allow_blank=True, help_text="How it stands; empty takes back what was said."
    )
    checked_on = serializers.DateField(required=False, help_text=f"When you looked: {DAY}")
    replaced_by = serializers.CharField(required=False, help_text="Key of the version that took its place.")
    replacement = serializers.CharField(required=False, help_text="Or its name, where it is not held here.")
    note = serializers.CharField(required=False, allow_blank=True, help_text="What you note.")


class OngoingTrialSerializer(RowSerializer):
    """A trial whose results a policy waits for, as its registry told on one day."""

    meanings = {
        "nct": "Its number at ClinicalTrials.gov.",
        "title": "Its title.",
        "planned_size": 'Planned number of patients, as printed; "31 (actual)" of those there were.',
        "expected_completion": 'When it is expected to end, as printed; "2020-05 (actual)" of when it did.',
        "status": "As the registry names it.",
        "status_as_of": "The day on which the registry told all this.",
        "note": "What was noted.",
    }

    class Meta:
        model = OngoingTrial
        fields = ["policy", "nct", "title", "planned_size", "expected_completion", "status", "status_as_of", "note"]


class TrialSaid(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    nct = serializers.CharField(help_text="NCT and eight digits. One that is on the list is edited.")
    title = serializers.CharField(required=False, help_text="Its title.")
    planned_size = serializers.CharField(required=False, allow_blank=True, help_text="As the registry prints it.")
    expected_completion = serializers.CharField(
        required=False, allow_blank=True, help_text="As the registry prints it."
    )
    status = serializers.ChoiceField(words.TrialStatus.choices, required=False, help_text="As the registry names it.")
    status_as_of = serializers.DateField(required=False, help_text=f"The day on which it told this: {DAY}")
    note = serializers.CharField(required=False, allow_blank=True, help_text="What you note.")
    removed_because = serializers.CharField(required=False, help_text="Takes it off the list, with this reason.")


class TrialsFileSent(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True, help_text="JSON as ClinicalTrials.gov gives it.")
    as_of = serializers.DateField(required=False, help_text="The day of what has none in the file.")


class TrialChange(serializers.Serializer):
    field = serializers.CharField(help_text="Which field of the trial.")
    was = serializers.CharField(help_text="What was held.")
    now = serializers.CharField(help_text="What the registry tells.")


class TrialReadSerializer(serializers.Serializer):
    """One study of the file, and what became of it."""

    position = serializers.IntegerField(help_text="Its number in the file, from 1.")
    nct = serializers.CharField(help_text="Empty where none can be read.")
    title = serializers.CharField(help_text="Empty where it could not be read.")
    end = serializers.ChoiceField(words.TrialEnd.choices, help_text="How it ended.")
    reason = serializers.CharField(help_text="Why it is not on the list as the file tells it; else empty.")
    changes = TrialChange(many=True, help_text="What was updated.")
    has_results = serializers.BooleanField(help_text="Whether the registry says that it has results.")


class TrialsReadSerializer(serializers.Serializer):
    """What became of a file. The counts add up to its studies."""

    file_name = serializers.CharField(help_text="Without folders.")
    goes_on = serializers.BooleanField(help_text="Whether the registry's list has a further page, not in the file.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many ended how, by end.")
    trials = TrialReadSerializer(many=True, help_text="In the order of the file.")


class RequestSerializer(RowSerializer):
    """What somebody asked about a policy, and what was answered."""

    references = KeyField(many=True, read_only=True, help_text="Keys of the references sent along.")
    meanings = {
        "id": "Its number.",
        "kind": "Who asked.",
        "asked_on": "When.",
        "question": "What was asked.",
        "sent_along": "What else was sent along.",
        "answer": "What was answered; empty while nothing is.",
        "answered_on": "When; null while nothing is.",
        "answered_by": "The account that answered.",
        "by": "The account that logged it.",
    }

    class Meta:
        model = RequestEntry
        fields = ["id", "policy", "kind", "asked_on", "question", "references", "sent_along"]
        fields += ["answer", "answered_on", "answered_by", "by"]


class RequestSaid(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    id = serializers.IntegerField(
        required=False, min_value=1, max_value=2**53, help_text="Of a request that is logged, to answer or correct it."
    )
    kind = serializers.ChoiceField(words.RequesterKind.choices, required=False, help_text="Who asked.")
    asked_on = serializers.DateField(required=False, help_text=f"When: {DAY}")
    question = serializers.CharField(required=False, help_text="What was asked.")
    references = texts(required=False, help_text="Keys of the references sent along.")
    sent_along = serializers.CharField(required=False, allow_blank=True, help_text="What else was sent along.")
    answer = serializers.CharField(required=False, help_text="What was answered; then only `answered_on` besides.")
    answered_on = serializers.DateField(required=False, help_text=f"When: {DAY}")
