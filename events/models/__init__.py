"""One noun a file."""

from events.models.account import User
from events.models.actor import Actor, ActorName
from events.models.article import Article, Snapshot, SnapshotCheck, SnapshotPart
from events.models.assignment import Assignment
from events.models.audit import AuditEntry
from events.models.catalogue import CatalogueVersion
from events.models.claim import Claim
from events.models.comment import Comment, Follow, Mention
from events.models.decision import Correction, Merge, Rejection, Review, Split
from events.models.event import Event, EventRevision
from events.models.newsfeed import NewsFeed, NewsFeedItem, NewsFeedPoll
from events.models.outlet import Outlet
from events.models.report import Report
from events.models.rereading import Rereading
from events.models.savedview import AlertDelivery, AlertSubscription, AlertTold, SavedView
from events.models.site import Site, SiteName
from events.models.submission import Submission
from events.models.suggestion import Suggestion
from events.models.tally import Tally
from events.models.token import ApiToken

__all__ = [
    "Actor",
    "ActorName",
    "AlertDelivery",
    "AlertSubscription",
    "AlertTold",
    "ApiToken",
    "Article",
    "Assignment",
    "AuditEntry",
    "CatalogueVersion",
    "Claim",
    "Comment",
    "Correction",
    "Event",
    "EventRevision",
    "Follow",
    "Mention",
    "Merge",
    "NewsFeed",
    "NewsFeedItem",
    "NewsFeedPoll",
    "Outlet",
    "Rejection",
    "Report",
    "Rereading",
    "Review",
    "SavedView",
    "Site",
    "SiteName",
    "Snapshot",
    "SnapshotCheck",
    "SnapshotPart",
    "Split",
    "Submission",
    "Suggestion",
    "Tally",
    "User",
]
