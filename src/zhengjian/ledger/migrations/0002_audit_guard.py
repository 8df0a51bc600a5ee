"""Triggers that refuse to change or delete lines of the audit log and of the decisions' history."""
# ruff: noqa: RUF012 - Django reads these lists; nothing changes them

from django.db import migrations

TABLES = ("ledger_audit", "ledger_event")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION zhengjian_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME USING ERRCODE = '42501'; END $$ LANGUAGE plpgsql
"""
POSTGRES = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION zhengjian_append_only()"


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION, params=None)  # its % is no placeholder
    statement = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(statement.format(table=table, verb=verb))


def unguard(apps, schema_editor):
    on = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(("DROP TRIGGER {table}_no_{verb}" + on).format(table=table, verb=verb))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
