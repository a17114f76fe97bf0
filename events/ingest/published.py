"""When an article was published, and where that is known from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from htmldate import find_date

from events.ingest import metadata, shown_dates, urls
from events.ingest.datelines import Stamp, read_stamp, zone_of_host
from events.ingest.reasons import UrlRefused
from events.ingest.tree import Element
from events.ingest.types import DateFound, Headers
from events.taxonomy import DateOrigin

# In the order of trust; names as after ``_plain``.
_META_NAMES = (
    "publishedtime",
    "ogarticlepublishedtime",
    "datepublished",
    "parselypubdate",
    "sailthrudate",
    "publishdate",
    "publisheddate",
    "publicationdate",
    "articlepublicationdate",
    "pubdate",
    "dcdateissued",
    "dctermsissued",
    "dctermscreated",
    "dcdatecreated",
    "dcdate",
    "articlecreated",
    "articledateoriginal",
    "datecreated",
    "ptime",
    "cxenseparsepublishtime",
    "rnewsdatepublished",
    "citationpublicationdate",
    "shareaholicarticlepublishedtime",
    "timestamp",
    "date",
)
_MODIFIED_NAMES = ("articlemodifiedtime", "ogupdatedtime", "datemodified", "lastmodified", "dctermsmodified")
_URL_DATE = re.compile(r"(?<![\d])((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d{5})")
_URL_MONTH_FIRST = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")


@dataclass(frozen=True, slots=True)
class Dates:
    """What was found: publication, last change, doubts."""

    published: DateFound | None
    modified: date | None
    warnings: tuple[str, ...] = ()


def find(root: Element, declared: metadata.Declared, *, url: str, headers: Headers, title: str) -> Dates:
    """The date of publication by evidence: metadata, then the visible dateline, the address, a search
    through the page, the server's answer. Metadata that the visible date and the address both
    contradict are not believed."""
    host = _host(url)
    limit = _latest(headers)
    stated = _with_own_offset(list(_usable(_declared_stamps(root, declared), limit)))
    shown = next(_usable(shown_dates.find(root, title), limit), None)
    from_url = date_in_url(url)
    modified = next(_usable(_modified_stamps(declared), limit), None)
    warnings: tuple[str, ...] = ()
    if stated and shown and abs(stated.day - shown.day) > timedelta(days=1):
        warnings = ("date_conflict",)
        if from_url and _near(from_url, shown.day) and not _near(from_url, stated.day):
            stated = None
    found = _chosen(stated, shown, from_url, host) or _searched(root, url, limit) or _from_header(headers)
    return Dates(found, modified.day if modified else None, warnings)


def date_in_url(url: str) -> date | None:
    """A full date in an address (/2024/01/28/, 20240128), if it holds one."""
    path = re.sub(r"^https?://[^/]+", "", url)
    for pattern in (_URL_DATE, _URL_MONTH_FIRST):
        for match in pattern.finditer(path):
            try:
                day = date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
            if day.year >= 1995:
                return day
    return None


def _chosen(stated: Stamp | None, shown: Stamp | None, from_url: date | None, host: str) -> DateFound | None:
    if stated and stated.ambiguous:
        stated = _unambiguous(stated, shown, from_url)
    if stated:
        return _localised(stated, shown, host)
    if shown:
        return _as_found(shown, DateOrigin.TEXT)
    if from_url:
        return DateFound(from_url, DateOrigin.URL, as_written=from_url.isoformat())
    return None


def _unambiguous(stated: Stamp, shown: Stamp | None, from_url: date | None) -> Stamp:
    swapped = date(stated.day.year, stated.day.day, stated.day.month)
    for other in (from_url, shown.day if shown and not shown.ambiguous else None):
        if other == swapped:
            return Stamp(swapped, stated.clock, stated.offset, stated.as_written)
    return stated


def _with_own_offset(stamps: list[Stamp]) -> Stamp | None:
    """The first stamp; or, where it is in UTC, another of the same moment that tells the outlet's offset."""
    if not stamps:
        return None
    moment = stamps[0].instant
    if moment is None or stamps[0].offset != timedelta(0):
        return stamps[0]
    for other in stamps[1:]:
        if other.offset and other.instant and abs(other.instant - moment) <= timedelta(minutes=2):
            return other
    return stamps[0]


def _localised(stated: Stamp, shown: Stamp | None, host: str) -> DateFound:
    """The day in the outlet's own zone. A stamp with its own offset says it; one in UTC, or without any,
    is put into the zone of the visible date beside it, else into that of the country's domain."""
    moment = stated.instant
    if moment is None:
        if shown and shown.day == stated.day and shown.instant:
            return _as_found(shown, DateOrigin.METADATA)
        return _as_found(stated, DateOrigin.METADATA)
    if stated.offset != timedelta(0):
        return _as_found(stated, DateOrigin.METADATA)
    offset = _offset_shown(moment, shown)
    if offset is None:
        zone = zone_of_host(host)
        offset = moment.astimezone(zone).utcoffset() if zone else None
    if offset is None:
        day = shown.day if shown and _near(shown.day, stated.day) and not shown.updated else stated.day
        return DateFound(day, DateOrigin.METADATA, moment, "+00:00", stated.as_written)
    local = moment + offset
    return DateFound(local.date(), DateOrigin.METADATA, moment, _zone(offset), stated.as_written)


def _offset_shown(moment: datetime, shown: Stamp | None) -> timedelta | None:
    if shown is None or shown.clock is None or shown.updated:
        return None
    if shown.offset is not None:
        return shown.offset
    local = datetime.combine(shown.day, shown.clock, UTC)
    quarters = round((local - moment) / timedelta(minutes=15))
    rest = abs((local - moment) - quarters * timedelta(minutes=15))
    if -48 <= quarters <= 56 and rest <= timedelta(minutes=3) and quarters % 2 == 0:
        return quarters * timedelta(minutes=15)
    return None


def _as_found(stamp: Stamp, origin: DateOrigin) -> DateFound:
    zone = _zone(stamp.offset) if stamp.offset is not None and stamp.clock is not None else ""
    return DateFound(stamp.day, origin, stamp.instant, zone, stamp.as_written)


def _zone(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _near(one: date, other: date) -> bool:
    return abs(one - other) <= timedelta(days=1)


def _usable(stamps: Iterator[Stamp], limit: date | None) -> Iterator[Stamp]:
    return (stamp for stamp in stamps if limit is None or stamp.day <= limit)


def _declared_stamps(root: Element, declared: metadata.Declared) -> Iterator[Stamp]:
    month_first = metadata.claims_month_first(root)
    plain = {_plain(name): value for name, value in reversed(declared.metas.items())}
    values = [declared.node.get("datePublished"), declared.node.get("dateCreated")]
    values += [plain.get(name) for name in _META_NAMES]
    values += [element.get("datetime") or element.get("content") for element in _published_elements(root)]
    for value in values:
        stamp = read_stamp(value, month_first=month_first) if isinstance(value, str) else None
        if stamp:
            yield stamp


def _modified_stamps(declared: metadata.Declared) -> Iterator[Stamp]:
    plain = {_plain(name): value for name, value in reversed(declared.metas.items())}
    for value in (declared.node.get("dateModified"), *(plain.get(name) for name in _MODIFIED_NAMES)):
        stamp = read_stamp(value) if isinstance(value, str) else None
        if stamp:
            yield stamp


def _published_elements(root: Element) -> Iterator[Element]:
    for element in root.iter("time", "span", "div", "p", "abbr"):
        published = "datepublished" in (element.get("itemprop") or "").lower()
        if published or (element.tag == "time" and element.get("pubdate") is not None):
            yield element
    times = [element for element in root.iter("time") if element.get("datetime")]
    if len(times) == 1:
        yield times[0]


def _plain(name: str) -> str:
    return re.sub(
        r"[^a-z]", "", re.sub(r"^(?:dtk|content|article|og|dc|page|news|cse)[:_](?=publish)", "", name)
    )


def _searched(root: Element, url: str, limit: date | None) -> DateFound | None:
    """Let htmldate look through the whole page, the last resort before the server's word."""
    try:
        found = find_date(
            root, original_date=True, url=url or None, max_date=limit.isoformat() if limit else None
        )
    except (ValueError, TypeError, OverflowError, RecursionError, AttributeError):
        return None
    return DateFound(date.fromisoformat(found), DateOrigin.TEXT, as_written=found) if found else None


def _from_header(headers: Headers) -> DateFound | None:
    for name, value in headers:
        if name.lower() == "last-modified":
            stamp = read_stamp(value)
            if stamp:
                return DateFound(stamp.day, DateOrigin.HEADER, stamp.instant, "+00:00", value)
    return None


def _latest(headers: Headers) -> date | None:
    """The day after the server's own clock: nothing is published later. None without that header."""
    stamp = next((read_stamp(value) for name, value in headers if name.lower() == "date"), None)
    return stamp.day + timedelta(days=1) if stamp else None


def _host(url: str) -> str:
    try:
        return urls.split(url).host
    except UrlRefused:
        return ""
