"""Comments, reports of mistakes, mentions, and following an event."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Comment, Follow, Mention
from events.queries import comments as found
from events.queries import review_queue
from events.services import comments, review
from events.services.errors import Refused
from events.taxonomy import Role
from tests import factories as f
from tests.pages.conftest import World


def say(client: Client, world: World, text: str, **more: str) -> None:
    answer = client.post(
        reverse("event-comment", args=[world.event.public_id]), {"text": text, **more}, follow=True
    )
    assert answer.status_code == 200


def test_whoever_is_named_is_told_until_they_have_looked(world: World, admin: Client, editor: Client) -> None:
    say(editor, world, "Ask @Ada. Not @edi, nor a@ada.example")
    assert [one.person for one in Mention.objects.all()] == [world.admin]
    assert found.unseen(world.admin) == 1
    page = admin.get(reverse("following")).content.decode()
    assert "You were named" in page
    assert "Ask @Ada." in page
    admin.post(reverse("following"))
    assert found.unseen(world.admin) == 0
    assert "Nothing new." in admin.get(reverse("following")).content.decode()


def test_a_followed_event_tells_what_others_did_to_it(world: World, admin: Client, editor: Client) -> None:
    editor.post(reverse("event-follow", args=[world.event.public_id]), {"on": "1"})
    assert found.unseen(world.editor) == 0
    review.correct(world.event, "weapon", ["rocket"], reason="Read again", by=world.admin)
    comments.add(world.event, "Corrected it", by=world.admin)
    assert found.unseen(world.editor) == 1
    page = editor.get(reverse("following")).content.decode()
    assert "ada corrected a value" in page
    assert "Corrected it" in page
    assert found.unseen(world.admin) == 0, "one's own acts are no news"
    editor.post(reverse("event-follow", args=[world.event.public_id]), {"on": "0"})
    assert not Follow.objects.filter(person=world.editor).exists()


def test_a_reported_mistake_waits_on_the_desk_until_it_is_settled(
    world: World, admin: Client, editor: Client
) -> None:
    review.accept(world.event, reason="Read", by=world.admin)
    assert world.event not in review_queue.queue("reported")
    say(editor, world, "It was Monday", mistake="1")
    assert list(review_queue.queue("reported")) == [world.event]
    assert review_queue.counts()["reported"] == 1
    assert review_queue.reasons_of(world.event)[0].code == "reported"
    mistake = Comment.objects.get(mistake=True)
    assert editor.post(reverse("comment-settle", args=[mistake.pk])).status_code == 403
    admin.post(reverse("comment-settle", args=[mistake.pk]))
    assert not review_queue.queue("reported").exists()
    assert (
        "mistake, settled by ada"
        in admin.get(reverse("event", args=[world.event.public_id])).content.decode()
    )


def test_only_the_writer_or_an_admin_takes_a_comment_back(world: World) -> None:
    other = f.user(Role.ANALYST)
    with pytest.raises(Refused, match="Only who wrote"):
        comments.withdraw(world.comment, by=other)
    comments.withdraw(world.comment, by=world.editor)
    assert not found.of(world.event).exists()
    with pytest.raises(Refused, match="before"):
        comments.withdraw(world.comment, by=world.admin)


def test_visitors_see_no_comments_and_empty_ones_are_refused(world: World, editor: Client) -> None:
    page = reverse("event", args=[world.event.public_id])
    assert "Two drones or three?" not in Client().get(page).content.decode()
    assert "Two drones or three?" in editor.get(page).content.decode()
    say(editor, world, "   ")
    assert Comment.objects.count() == 1
    with pytest.raises(Refused, match="longer than"):
        comments.add(world.event, "x" * 2001, by=world.editor)


def test_what_is_typed_is_never_markup(world: World, editor: Client) -> None:
    say(editor, world, "<script>alert(1)</script>\nsecond line")
    html = editor.get(reverse("event", args=[world.event.public_id])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in html


def test_comments_of_a_merged_event_go_along(world: World, editor: Client) -> None:
    other = f.event(f.report(place="erbil-base"))
    comments.add(other, "Was this one too?", by=world.editor)
    review.merge(other, world.event, reason="One attack", by=world.admin)
    assert [one.text for one in found.of(world.event)] == ["Two drones or three?", "Was this one too?"]
