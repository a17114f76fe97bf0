"""Full text: every written word of articles, titles, names and events, folded, each found by its beginning.

``events_words`` is the one fold, for texts and for what is looked for: no accents, no case, no short vowels, one
form of each Arabic letter, and Arabic words also without their proclitics. A snapshot never changes, so that the
words of ``events_text`` (a narrow table: a common word is found in thousands of its rows) never do either.
"""

from django.db import migrations

FOLD = """
CREATE FUNCTION events_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(lower(public.unaccent('public.unaccent', given)),
        E'\\u0623\\u0625\\u0622\\u0671\\u0649\\u06cc\\u0626\\u0629\\u0624\\u06a9\\u0451.-/@:_+&\\'\\u2019' ||
        E'\\u0640\\u064b\\u064c\\u064d\\u064e\\u064f\\u0650\\u0651\\u0652'::text,
        E'\\u0627\\u0627\\u0627\\u0627\\u064a\\u064a\\u064a\\u0647\\u0648\\u0643\\u0435          ')
$$;

CREATE FUNCTION events_words(given text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    folded text := public.events_fold(given);
BEGIN
    IF folded ~ E'[\\u0621-\\u064a]' THEN
        folded := folded || ' ' || regexp_replace(folded,
            E'(^|[^\\u0621-\\u064a])' ||
            E'([\\u0648\\u0641]?[\\u0628\\u0643\\u0644]?\\u0627\\u0644' ||
            E'|[\\u0648\\u0641]?\\u0644\\u0644|[\\u0648\\u0641\\u0628\\u0643\\u0644])' ||
            E'([\\u0621-\\u064a]{3,})', E'\\\\1\\\\3', 'g');
    END IF;
    RETURN strip(to_tsvector('pg_catalog.simple', folded));
END $$;

CREATE FUNCTION events_query(word text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT (quote_literal(public.events_fold(word)) || ':*')::tsquery
$$;

CREATE FUNCTION events_own_words(
    written text, place text, site bigint, attacker text, attacker_id bigint, target text, target_id bigint,
    damage text
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.events_words(concat_ws(' ', written, damage, CASE WHEN site IS NULL THEN place END,
        CASE WHEN attacker_id IS NULL THEN attacker END, CASE WHEN target_id IS NULL THEN target END))
$$;
"""

TEXTS = """
CREATE TABLE events_text (snapshot_id bigint PRIMARY KEY, article_id bigint NOT NULL);

-- A snapshot never changes (it is protected), so that its words may be called immutable.
CREATE FUNCTION events_text_words(snapshot bigint) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.events_words(text) FROM public.events_snapshot WHERE id = snapshot
$$;

CREATE FUNCTION events_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE events_text;
    ELSE
        INSERT INTO events_text (snapshot_id, article_id) SELECT id, article_id FROM new_rows
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

INSERT INTO events_text (snapshot_id, article_id) SELECT id, article_id FROM events_snapshot;
CREATE TRIGGER keep_text AFTER INSERT ON events_snapshot REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION events_keep_text();
CREATE TRIGGER empty_text AFTER TRUNCATE ON events_snapshot FOR EACH STATEMENT EXECUTE FUNCTION events_keep_text();
"""

INDEXES = """
CREATE INDEX events_text_words_gin ON events_text USING gin (events_text_words(snapshot_id)) WITH (fastupdate = off);
CREATE INDEX events_text_article ON events_text (article_id);
CREATE INDEX article_title_words ON events_article USING gin (events_words(title));
CREATE INDEX site_name_words ON events_sitename USING gin (events_words(text));
CREATE INDEX actor_name_words ON events_actorname USING gin (events_words(text));
CREATE INDEX event_own_words ON events_event USING gin (events_own_words(site_as_written, site_name, site_id,
    attacker_name, attacker_id, target_name, target_id, damage_text)) WITH (fastupdate = off);
"""

NAMES = """
CREATE TRIGGER log_names AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON events_sitename
    FOR EACH STATEMENT EXECUTE FUNCTION events_log_names();
CREATE TRIGGER log_names AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON events_actorname
    FOR EACH STATEMENT EXECUTE FUNCTION events_log_names();
"""

UNDO = """
DROP TRIGGER log_names ON events_sitename;
DROP TRIGGER log_names ON events_actorname;
DROP INDEX event_own_words, actor_name_words, site_name_words, article_title_words;
DROP TRIGGER keep_text ON events_snapshot;
DROP TRIGGER empty_text ON events_snapshot;
DROP TABLE events_text;
DROP FUNCTION events_keep_text, events_text_words, events_own_words, events_query, events_words, events_fold;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0017_assignments")]

    operations = [
        migrations.RemoveIndex(model_name="snapshot", name="snapshot_text_trigram"),
        migrations.RunSQL([(FOLD, None), (TEXTS, None), (INDEXES, None), (NAMES, None)], [(UNDO, None)]),
    ]
