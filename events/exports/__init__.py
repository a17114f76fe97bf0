"""Events in the formats of others: one file a format, one line here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from django.utils.translation import gettext_noop as _

from events.exports import acled, csv, csvfull, geojson, gpkg, hxl, jsonl, kml, xlsx
from events.models.event import EventQuerySet


class Format(Protocol):
    """What a format's module offers."""

    CONTENT_TYPE: str
    EXTENSION: str

    def write(self, events: EventQuerySet) -> Iterator[bytes]: ...


FORMATS: dict[str, Format] = {
    "jsonl": jsonl,
    "csv": csv,
    "csv-evidence": csvfull,
    "geojson": geojson,
    "kml": kml,
    "gpkg": gpkg,
    "xlsx": xlsx,
    "hxl": hxl,
    "acled": acled,
}
TITLES: dict[str, tuple[str, str]] = {
    "csv": (_("CSV"), _("values, for spreadsheets and statistics")),
    "csv-evidence": (_("CSV with evidence"), _("values, quotes, addresses and hashes in one row")),
    "xlsx": (_("Excel workbook"), _("events, quotes and the meaning of the columns")),
    "jsonl": (_("JSON Lines"), _("everything, to be imported elsewhere")),
    "geojson": (_("GeoJSON"), _("points with values")),
    "gpkg": (_("GeoPackage"), _("for QGIS and other map programs")),
    "kml": (_("KML"), _("for Google Earth")),
    "hxl": (_("HXL"), _("CSV with humanitarian hashtags")),
    "acled": (_("ACLED-shaped CSV"), _("columns as in ACLED's event table")),
}
"""What menus call them, in the order of menus, and what each is for."""
