from django.db import migrations

# The product's own code refuses too (audit.models); this holds whoever else writes through the same connection.
SQLITE = [
    f"""
    CREATE TRIGGER audit_auditevent_no_{verb.lower()} BEFORE {verb} ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'audit events are not {done}'); END
    """
    for verb, done in (("UPDATE", "changed"), ("DELETE", "deleted"))
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit events are not changed or deleted' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER audit_auditevent_append_only BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_auditevent_refuse()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER audit_auditevent_no_update", "DROP TRIGGER audit_auditevent_no_delete"],
    "postgresql": [
        "DROP TRIGGER audit_auditevent_append_only ON audit_auditevent",
        "DROP FUNCTION audit_auditevent_refuse()",
    ],
}


def refuse_changes(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allow_changes(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    # A later migration that makes SQLite build the table anew loses its triggers: call refuse_changes there again.
    dependencies = [("audit", "0003_trail_indexes")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
