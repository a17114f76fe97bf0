"""The change log: which events a transaction touched, written by that transaction itself.

What is kept in memory of the events (``events/queries/standing.py``) is brought up to date from it before every
answer. ``event_id`` 0 stands for all events, -1 for the names of sites, actors and outlets.
"""

from django.db import migrations

TABLES = """
CREATE TABLE events_change (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_change_xid ON events_change (xid);
CREATE TABLE events_change_cut (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    xid xid8 NOT NULL
);
INSERT INTO events_change_cut (xid) VALUES ('0');
"""

FUNCTIONS = """
CREATE FUNCTION events_log_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events_change (event_id) VALUES (0);
    RETURN NULL;
END $$;

CREATE FUNCTION events_log_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events_change (event_id) VALUES (-1);
    RETURN NULL;
END $$;

CREATE FUNCTION events_log_many(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) > 20000 THEN
        INSERT INTO events_change (event_id) VALUES (0);
    ELSE
        INSERT INTO events_change (event_id) SELECT DISTINCT id FROM unnest(ids) id WHERE id IS NOT NULL;
    END IF;
END $$;

CREATE FUNCTION events_log_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM events_log_many(ARRAY(SELECT id FROM old_rows));
    ELSE
        PERFORM events_log_many(ARRAY(SELECT id FROM new_rows));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION events_log_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM events_log_many(ARRAY(SELECT event_id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM events_log_many(ARRAY(SELECT event_id FROM old_rows));
    ELSE
        PERFORM events_log_many(
            ARRAY(SELECT event_id FROM old_rows UNION SELECT event_id FROM new_rows));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION events_log_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_log_many(ARRAY(
        SELECT r.event_id FROM new_rows n JOIN old_rows o ON o.id = n.id
        JOIN events_report r ON r.article_id = n.id
        WHERE (n.outlet_id, n.language, n.title) IS DISTINCT FROM (o.outlet_id, o.language, o.title)));
    RETURN NULL;
END $$;
"""

ROWS = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
ROWS["UPDATE"] = f"{ROWS['DELETE']} {ROWS['INSERT']}"
WATCHED = {
    "event": ("events_log_event", ("INSERT", "UPDATE", "DELETE")),
    "report": ("events_log_report", ("INSERT", "UPDATE", "DELETE")),
    "article": ("events_log_article", ("UPDATE",)),
}
NAMED = ("site", "actor", "outlet")


def triggers():
    for table, (function, operations) in WATCHED.items():
        for operation in operations:
            yield (
                f"CREATE TRIGGER log_{operation.lower()} AFTER {operation} ON events_{table} "
                f"REFERENCING {ROWS[operation]} FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
            )
        yield (
            f"CREATE TRIGGER log_truncate AFTER TRUNCATE ON events_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION events_log_everything();"
        )
    for table in NAMED:
        yield (
            f"CREATE TRIGGER log_names AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON events_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION events_log_names();"
        )


def undo():
    for table, (_function, operations) in WATCHED.items():
        for operation in (*operations, "TRUNCATE"):
            yield f"DROP TRIGGER log_{operation.lower()} ON events_{table};"
    for table in NAMED:
        yield f"DROP TRIGGER log_names ON events_{table};"
    for name in ("everything()", "names()", "event()", "report()", "article()", "many(bigint[])"):
        yield f"DROP FUNCTION events_log_{name};"
    yield "DROP TABLE events_change, events_change_cut;"


class Migration(migrations.Migration):
    dependencies = [("events", "0012_versions_again")]

    operations = [
        migrations.RunSQL("\n".join((TABLES, FUNCTIONS, *triggers())), "\n".join(undo())),
    ]
