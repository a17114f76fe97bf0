"""KML 2.2 (OGC 07-147r2): a placemark an event, with its time span, its values and its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from events.exports.attribution import attribution
from events.exports.flat import FLAT_COLUMNS, Flat, cell, flat, quotes
from events.exports.geojson import POINTS
from events.models.event import EventQuerySet

CONTENT_TYPE = "application/vnd.google-earth.kml+xml"
EXTENSION = "kml"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def write(events: EventQuerySet) -> Iterator[bytes]:
    """One document; placemarks without a point where an area would be misread as one."""
    yield _head().encode()
    for one in flat(events):
        yield _placemark(one).encode()
    yield b"</Document>\n</kml>\n"


def _head() -> str:
    about = attribution()
    fields = "".join(
        f"<SimpleField name={quoteattr(column.name)} type={quoteattr(_type(column.kind))}>"
        f"<displayName>{_text(column.meaning)}</displayName></SimpleField>"
        for column in FLAT_COLUMNS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        f'<Document id="events"><name>{_text(about.title)}</name>'
        "<atom:author><atom:name>conflictwatch</atom:name></atom:author>"
        f'<atom:link rel="license" href={quoteattr(about.licence_url)}/>'
        f"<description>{_text(about.citation)} {_text(about.quotes)}</description>"
        f'<Schema name="event" id="event">{fields}</Schema>\n'
    )


def _type(kind: str) -> str:
    return {"count": "uint", "number": "double"}.get(kind, "string")


def _placemark(one: Flat) -> str:
    event, values = one.event, one.values
    said = "\n".join(f"“{quote}”" for quote in quotes(one.reports))
    about = "\n".join(filter(None, [said, values["article_urls"], values["citation"], values["licence"]]))
    data = "".join(
        f"<SimpleData name={quoteattr(name)}>{_text(cell(value))}</SimpleData>"
        for name, value in values.items()
        if value not in (None, "", [])
    )
    return (
        f"<Placemark id={quoteattr(event.public_id)}><name>{_text(values['headline'])}</name>"
        f"<atom:link href={quoteattr(values['url'])}/><description>{_text(about)}</description>"
        f"{_span(one)}"
        f'<ExtendedData><SchemaData schemaUrl="#event">{data}</SchemaData></ExtendedData>'
        f"{_point(one)}</Placemark>\n"
    )


def _span(one: Flat) -> str:
    begin, end = one.event.date_from, one.event.date_to or one.event.date_from
    if begin is None or end is None:
        return ""
    return f"<TimeSpan><begin>{begin.isoformat()}</begin><end>{end.isoformat()}</end></TimeSpan>"


def _point(one: Flat) -> str:
    event = one.event
    if event.lat is None or event.lon is None or event.geo_precision not in POINTS:
        return ""
    return f"<Point><coordinates>{event.lon},{event.lat}</coordinates></Point>"


def _text(value: str) -> str:
    return escape(NOT_XML.sub(" ", value))
