"""OGC API - Features, part 1 (OGC 17-069r4): events and sites, as map programs open them directly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import features
from events.api.access import guarded
from events.api.features import COLLECTIONS, Collection
from events.api.reading import ReadingView, selection_of
from events.exports.attribution import attribution
from events.filters import BadQuery
from events.queries import area

CONFORMS = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
GEOJSON = "application/geo+json"
FORMATS = ("json", "geojson")


class OgcView(ReadingView):
    """Not part of the description of /api/v1/; only known parameters are taken."""

    schema = None
    known: tuple[str, ...] = ("f",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.query_params.get("f", "json") not in FORMATS:
            raise BadQuery(f"f: known are {', '.join(FORMATS)}.")
        unknown = set(request.query_params) - set(self.known) if self.known else set()
        if unknown:
            raise BadQuery(f"There is no parameter {', '.join(sorted(unknown))} here.")


def _link(request: Request, relation: str, name: str, *args: Any, **more: Any) -> dict[str, Any]:
    told = {
        "rel": relation,
        "type": "application/json",
        "href": request.build_absolute_uri(reverse(name, args=args)),
    }
    return told | more


class Landing(OgcView):
    def get(self, request: Request) -> Response:
        about = attribution()
        openapi = "application/json"
        return Response(
            {
                "title": about.title,
                "description": f"{about.citation} {about.quotes}",
                "attribution": "conflictwatch",
                "links": [
                    _link(request, "self", "ogc", title="this document"),
                    _link(request, "service-desc", "api-description", type=openapi, title="the API"),
                    _link(request, "service-doc", "api", type="text/html", title="the API, to read"),
                    _link(request, "conformance", "ogc-conformance", title="what it conforms to"),
                    _link(request, "data", "ogc-collections", title="collections"),
                    {"rel": "license", "href": about.licence_url, "title": about.licence},
                ],
            }
        )


class Conformance(OgcView):
    def get(self, request: Request) -> Response:
        return Response({"conformsTo": CONFORMS})


class Collections(OgcView):
    def get(self, request: Request) -> Response:
        told = [_collection(request, one) for one in COLLECTIONS.values()]
        return Response({"links": [_link(request, "self", "ogc-collections")], "collections": told})


class OneCollection(OgcView):
    def get(self, request: Request, name: str) -> Response:
        return Response(_collection(request, _known(name)))


def _known(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise NotFound(f"There is no collection {name}. Known are: {', '.join(COLLECTIONS)}.")
    return COLLECTIONS[name]


def _collection(request: Request, one: Collection) -> dict[str, Any]:
    extent: dict[str, Any] = {"spatial": {"bbox": [area.box(one.name) or [-180, -90, 180, 90]], "crs": CRS84}}
    if one.dated:
        extent["temporal"] = {"interval": [list(area.period())], "trs": GREGORIAN}
    return {
        "id": one.name,
        "title": one.title,
        "description": one.about,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": extent,
        "links": [
            _link(request, "self", "ogc-collection", one.name),
            _link(request, "items", "ogc-items", one.name, type=GEOJSON),
            {"rel": "license", "href": attribution().licence_url, "title": attribution().licence},
        ],
    }


class Items(OgcView):
    known = ()
    """Those of the filters are checked by the filters themselves."""

    def get(self, request: Request, name: str) -> Response:
        one = _known(name)
        window = features.window(request.query_params, one)
        selection = selection_of(request, also=features.OWN)
        rows = one.page(selection, window)
        shown = rows[: window.limit]
        links = [_link(request, "self", "ogc-items", name, type=GEOJSON, href=request.build_absolute_uri())]
        if len(rows) > window.limit:
            following = features.following(request, shown[-1].pk)
            links.append({"rel": "next", "type": GEOJSON, "href": following})
        links.append(_link(request, "collection", "ogc-collection", name))
        return Response(
            {
                "type": "FeatureCollection",
                "timeStamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
                "numberReturned": len(shown),
                "links": links,
                "features": [one.feature(row) for row in shown],
            },
            content_type=GEOJSON,
        )


class Item(OgcView):
    def get(self, request: Request, name: str, key: str) -> Response:
        one = _known(name)
        row = one.find(key)
        if row is None:
            raise NotFound(f"There is no feature {key} in {name}.")
        links = [
            _link(request, "self", "ogc-item", name, key, type=GEOJSON),
            _link(request, "collection", "ogc-collection", name),
        ]
        return Response({**one.feature(row), "links": links}, content_type=GEOJSON)


VIEWS: dict[str, Callable[..., Any]] = {
    "landing": guarded(Landing),
    "conformance": guarded(Conformance),
    "collections": guarded(Collections),
    "collection": guarded(OneCollection),
    "items": guarded(Items),
    "item": guarded(Item),
}
