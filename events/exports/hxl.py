"""HXL-tagged CSV (hxlstandard.org 1.1): the flat table with a row of hashtags below the header."""

from __future__ import annotations

from collections.abc import Iterator

from events.exports.csvfull import rows
from events.exports.flat import FLAT_COLUMNS, VICTIMS
from events.exports.tables import lines
from events.models.event import EventQuerySet

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
EXTENSION = "hxl.csv"

_BOUNDS = (("low", "+min"), ("best", "+est"), ("high", "+max"))
TAGS: dict[str, str] = {
    "public_id": "#event+id",
    "url": "#event+url",
    "headline": "#event+name",
    "date_from": "#date+start",
    "date_to": "#date+end",
    "date_precision": "#date+precision+code",
    "date_basis": "#date+basis+code",
    "time_of_day": "#date+timeofday+code",
    "site": "#loc+code",
    "site_name": "#loc+name",
    "site_as_written": "#loc+name+original",
    "country": "#country+code+v_iso2",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "geo_precision": "#geo+precision+code",
    "radius_m": "#geo+radius+num",
    "attacker": "#org+attacker+code",
    "attacker_name": "#org+attacker+name",
    "attacker_basis": "#org+attacker+basis+code",
    "claimant": "#org+claimant+code",
    "target": "#org+target+code",
    "target_name": "#org+target+name",
    "weapons": "#event+weapon+code+list",
    "weapon_systems": "#event+weapon+name+list",
    **{f"munition_{bound}": f"#indicator+munition{attribute}+num" for bound, attribute in _BOUNDS},
    **{f"killed_{bound}": f"#affected+killed{attribute}" for bound, attribute in _BOUNDS},
    **{f"injured_{bound}": f"#affected+injured{attribute}" for bound, attribute in _BOUNDS},
    **{
        name: f"#affected+{kind}+{group}{dict(_BOUNDS)[name.rsplit('_', 1)[1]]}"
        for name, group, kind, _place in VICTIMS
    },
    "outcome": "#event+outcome+code",
    "interception": "#event+interception+code",
    "damage": "#impact+damage+code",
    "damage_text": "#impact+damage+text",
    "claim_status": "#status+claim+code",
    "review_status": "#status+review+code",
    "confidence": "#indicator+confidence+num",
    "disputed_fields": "#meta+disputed+list",
    "report_count": "#meta+reports+num",
    "outlet_count": "#meta+outlets+num",
    "revision": "#meta+revision+num",
    "created_at": "#date+created",
    "changed_at": "#date+changed",
    "article_urls": "#meta+source+url+list",
    "outlets": "#meta+source+name+list",
    "text_sha256": "#meta+source+text+hash+list",
    "body_sha256": "#meta+source+archive+hash+list",
    "quotes": "#description+quotes",
    "licence": "#meta+license",
    "citation": "#meta+citation",
}


def write(events: EventQuerySet) -> Iterator[bytes]:
    """Header, hashtags, one row an event."""
    header = [[column.name for column in FLAT_COLUMNS], [TAGS[column.name] for column in FLAT_COLUMNS]]
    return lines(header, rows(events))
