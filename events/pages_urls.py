"""Addresses of the pages of events, sites, actors, articles, submissions, review and accounts."""

from __future__ import annotations

from django.urls import URLPattern, path

from events.views import (
    accounts,
    actors,
    articles,
    audit,
    corrections,
    events,
    methodology,
    newsfeeds,
    review,
    sites,
    submissions,
    tokens,
)

urlpatterns: list[URLPattern] = [
    path("events/<str:public_id>/", events.page, name="event"),
    path("events/<str:public_id>/correct/<slug:group>/", events.correct, name="event-correct"),
    path("events/<str:public_id>/accept/", events.accept, name="event-accept"),
    path("events/<str:public_id>/reject/", events.reject, name="event-reject"),
    path("events/<str:public_id>/merge/", events.merge, name="event-merge"),
    path("events/<str:public_id>/split/<int:report>/", events.split, name="event-split"),
    path("decisions/<slug:kind>/<int:number>/undo/", events.undo, name="undo"),
    path("sites/", sites.listing, name="sites"),
    path("sites/options", sites.options, name="site-options"),
    path("sites/<slug:slug>/", sites.page, name="site"),
    path("actors/", actors.listing, name="actors"),
    path("actors/options", actors.options, name="actor-options"),
    path("actors/<slug:slug>/", actors.page, name="actor"),
    path("articles/", articles.listing, name="articles"),
    path("articles/<uuid:public_id>/", articles.page, name="article"),
    path("submissions/", submissions.listing, name="submissions"),
    path("submissions/preview", submissions.preview, name="submissions-preview"),
    path("submissions/rows", submissions.rows, name="submissions-rows"),
    path("submissions/<uuid:public_id>/", submissions.page, name="submission"),
    path("submissions/<uuid:public_id>/retry/", submissions.retry, name="submission-retry"),
    path("submissions/<uuid:public_id>/cancel/", submissions.cancel, name="submission-cancel"),
    path("newsfeeds/", newsfeeds.listing, name="newsfeeds"),
    path("newsfeeds/<int:number>/", newsfeeds.page, name="newsfeed"),
    path("newsfeeds/<int:number>/<slug:action>/", newsfeeds.act, name="newsfeed-act"),
    path("review/", review.desk, name="review"),
    path("corrections/", corrections.page, name="corrections"),
    path("corrections/feed", corrections.feed, name="corrections-feed"),
    path("methodology/", methodology.page, name="methodology"),
    path("audit/", audit.page, name="audit"),
    path("account/", accounts.account, name="account"),
    path("account/tokens/", tokens.listing, name="tokens"),
    path("account/tokens/<int:number>/revoke/", tokens.revoke, name="token-revoke"),
    path("account/sessions/<int:number>/end/", accounts.end_session, name="session-end"),
]
