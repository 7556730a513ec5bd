"""Search strategies and searches: how they are told, and what is sent about them."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evidence.serializers.rows import KeyField, RowSerializer
from reviews.models import SearchRun, SearchStrategy
from reviews.presenters.literature import fetching_of
from reviews.searching.windows import proposed
from reviews.serializers.imports import COUNTS
from reviews.vocabulary import RecordOutcome, SearchSource

DAY = "2026-03-01."
SOURCE = "The database or register."
SOURCE_NAME = 'Of an "other" one its name; else the platform, as Ovid, or "".'


class SearchStrategySerializer(RowSerializer):
    """What a policy's literature is searched with in one database, year after year."""

    searched_through = serializers.DateField(
        source="through", help_text="The furthest day of entry searched with it, in any review; null for never."
    )
    next_window_from = serializers.SerializerMethodField(
        help_text="Computed: from which day of entry the next search should begin, to overlap; null for a first one."
    )
    meanings = {
        "source": SOURCE,
        "source_name": SOURCE_NAME,
        "query": "As the database takes it.",
        "note": "What was noted of it.",
        "retired_at": "When it was retired; null while it is searched with.",
    }

    class Meta:
        model = SearchStrategy
        fields = ["key", "policy", "source", "source_name", "query", "searched_through", "next_window_from", "note"]
        fields += ["retired_at"]

    @extend_schema_field({"type": "string", "format": "date", "nullable": True})
    def get_next_window_from(self, row) -> str | None:
        start = proposed(row.through, settings.SEARCH_OVERLAP_DAYS, timezone.localdate()).start
        return start.isoformat() if start else None


class SearchRunSerializer(RowSerializer):
    """One search on one day. The four counts are of the records of its files, and add up to `imported`."""

    imported = serializers.SerializerMethodField(help_text="How many records its files hold.")
    new = serializers.IntegerField(help_text=COUNTS[RecordOutcome.NEW])
    known = serializers.IntegerField(help_text=COUNTS[RecordOutcome.KNOWN])
    possible_duplicate = serializers.IntegerField(help_text=COUNTS[RecordOutcome.POSSIBLE_DUPLICATE])
    failed = serializers.IntegerField(help_text=COUNTS[RecordOutcome.FAILED])
    imports = KeyField(source="batches", many=True, read_only=True, help_text="Keys of its files.")
    fetching = serializers.SerializerMethodField(
        help_text="How far the last fetching from PubMed is, in words; empty where it was never asked for, "
        "and null in a list."
    )
    meanings = {
        "cycle": "Key of the review.",
        "strategy": "Key of the strategy it was run with; null for none.",
        "source": SOURCE,
        "source_name": SOURCE_NAME,
        "query": "As it was run.",
        "run_on": "The day it was run.",
        "window_from": "The first day of entry that was taken in; null for no beginning.",
        "window_to": "The last one; null for all there was on the day.",
        "overlap_days": "Computed: how many days of the window the search before had taken in too.",
        "found": "The number that the database told; null for not stated.",
        "by": "Who recorded it.",
        "note": "What was noted of it.",
    }

    class Meta:
        model = SearchRun
        fields = ["key", "cycle", "strategy", "source", "source_name", "query", "run_on", "window_from", "window_to"]
        fields += ["overlap_days", "found", "imported", "new", "known", "possible_duplicate", "failed", "imports"]
        fields += ["fetching", "by", "note"]

    def get_imported(self, run) -> int:
        return sum(getattr(run, name) for name in RecordOutcome.values)

    def get_fetching(self, run) -> str | None:
        return None


class WholeRunSerializer(SearchRunSerializer):
    """One search, with how far its fetching is."""

    def get_fetching(self, run) -> str | None:
        return fetching_of(run)


class NewStrategy(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    source = serializers.ChoiceField(SearchSource.choices, help_text=SOURCE)
    source_name = serializers.CharField(required=False, allow_blank=True, help_text=SOURCE_NAME)
    query = serializers.CharField(help_text="As the database takes it.")
    note = serializers.CharField(required=False, allow_blank=True, help_text="What you note.")


class StrategyChanged(serializers.Serializer):
    query = serializers.CharField(required=False, help_text="As the database takes it.")
    source_name = serializers.CharField(required=False, allow_blank=True, help_text=SOURCE_NAME)
    note = serializers.CharField(required=False, allow_blank=True, help_text="What you note.")


class StrategyRetired(serializers.Serializer):
    reason = serializers.CharField(help_text="Why it is no more searched with.")


class NewRun(serializers.Serializer):
    cycle = serializers.CharField(help_text="Key of the review, which must be in progress.")
    strategy = serializers.CharField(
        required=False,
        help_text="Key of a strategy of the policy: it gives the source, and the query where none is sent.",
    )
    source = serializers.ChoiceField(
        SearchSource.choices, required=False, help_text="Of a search without a strategy: the database or register."
    )
    source_name = serializers.CharField(required=False, allow_blank=True, help_text=SOURCE_NAME)
    query = serializers.CharField(required=False, help_text="As it was run.")
    run_on = serializers.DateField(help_text=f"The day it was run: {DAY}")
    window_from = serializers.DateField(
        required=False, allow_null=True, help_text="The first day of entry taken in; null for no beginning."
    )
    window_to = serializers.DateField(
        required=False, allow_null=True, help_text="The last one; null for all there was on the day."
    )
    found = serializers.IntegerField(
        required=False, allow_null=True, help_text="The number that the database told; null for not stated."
    )
    note = serializers.CharField(
        required=False, allow_blank=True, help_text="Owed where the window leaves out days since the search before."
    )


class RunCorrected(serializers.Serializer):
    found = serializers.IntegerField(required=False, allow_null=True, help_text="The number that the database told.")
    note = serializers.CharField(required=False, allow_blank=True, help_text="What you note.")
