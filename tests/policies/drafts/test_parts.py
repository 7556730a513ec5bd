"""The parts of a version cover every table that hangs on one."""

from django.apps import apps

from policies import models as m
from policies.drafts.parts import BY_NAME, PARTS
from policies.vocabulary import VersionPart

# What is said of a version, and is none of its text.
BESIDES = {
    m.PolicyVersion,
    m.ChangeReview,
    m.GuidelineReason,
    m.DraftEdit,
    m.DraftPresence,
    m.Comment,
    m.ApproverAsked,
    m.Signoff,
    m.PublishedContent,
    m.EvidenceAlert,
    m.DayTurned,
    m.Payer,
    m.Policy,
}


def test_no_table_of_a_version_is_forgotten():
    assert {part.model for part in PARTS} == set(apps.get_app_config("policies").get_models()) - BESIDES


def test_parts_are_named_as_the_vocabulary_names_them():
    assert [part.name for part in PARTS] == VersionPart.values


def test_a_part_comes_after_those_it_hangs_on():
    for number, part in enumerate(PARTS):
        later = {other.model for other in PARTS[number + 1 :]}
        hangs_on = {field.related_model for field in part.model._meta.concrete_fields} - {part.model}
        assert not hangs_on & later, part.name


def test_images_hold_every_column_but_what_follows_from_the_tree():
    for part in PARTS:
        columns = {field.name for field in part.model._meta.concrete_fields}
        held = {field.name for field in part.fields}
        assert columns - held <= {"id", "key", "added_at", "computed_label", "order", "position"}
        assert "position" in held or part.model is not m.Statement


def test_what_orders_statements_is_their_order_and_not_their_position():
    assert BY_NAME["statement"].order == "order"
