"""Full text on the cube: which rows a word is found in, asked of the database's indexes word by word."""

from __future__ import annotations

import numpy as np
from django.db import connection

from events.cube.records import Array
from events.cube.table import Table
from events.searching import IN_TEXTS, OWN_COLUMNS, countries, public_id, sought

QUERY = f"""
SELECT ARRAY(SELECT id FROM events_site WHERE events_words(name) @@ events_query(%(word)s)
             UNION SELECT site_id FROM events_sitename WHERE events_words(text) @@ events_query(%(word)s)),
  ARRAY(SELECT id FROM events_actor WHERE events_words(name) @@ events_query(%(word)s)
        UNION SELECT actor_id FROM events_actorname WHERE events_words(text) @@ events_query(%(word)s)),
  (SELECT string_agg(int8send(id), '') FROM (
     SELECT id FROM events_event WHERE events_own_words({", ".join(OWN_COLUMNS)}) @@ events_query(%(word)s)
     UNION ALL SELECT id FROM events_event WHERE public_id = %(public_id)s) AS own),
  (SELECT string_agg(int8send(id), '') FROM events_article
   WHERE events_words(title) @@ events_query(%(word)s)),
  (SELECT string_agg(int8send(snapshot_id), '') FROM ({IN_TEXTS.replace("%s", "%(word)s")}) AS texts)
"""  # noqa: S608 - names of our own columns


def mask_of(table: Table, text: str) -> Array:
    """Rows in which every word of ``text`` is found, and none that it leaves out, as in ``TextFilter``."""
    asked = sought(text)
    mask = np.full(table.size, bool(asked.wanted or asked.left_out))
    for word in asked.wanted:
        mask &= _found(table, word)
    for word in asked.left_out:
        mask &= ~_found(table, word)
    return mask


def _found(table: Table, word: str) -> Array:
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"word": word, "public_id": public_id(word)})
        sites, actors, own, articles, snapshots = cursor.fetchone()
    mask = table.told_in("snapshot", _ids(snapshots))
    mask |= table.told_in("article", _ids(articles))
    spots, sides = table.distinct["spot"].records, table.distinct["sides"].records
    codes = [code.encode() for code in countries(word)]
    there = np.isin(spots["site"], sites) | np.isin(spots["country"], codes)
    acting = np.isin(sides["attacker"], actors) | np.isin(sides["target"], actors)
    if there.any():
        mask |= there.take(table["spot"])
    if acting.any():
        mask |= acting.take(table["sides"])
    mask[table.rows_of(_ids(own))] = True
    return mask


def _ids(sent: bytes | None) -> Array:
    return np.frombuffer(bytes(sent or b""), ">i8").astype(np.int64)
