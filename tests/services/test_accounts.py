"""Accounts made at the command line."""

import pytest
from django.core.management import call_command

from events.models import User
from events.permissions import Permission


@pytest.mark.django_db
def test_a_superuser_made_at_the_command_line_may_do_everything(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "long enough, and no dictionary word 7319")
    call_command("createsuperuser", interactive=False, username="first", email="first@desk.example")
    first = User.objects.get(username="first")
    assert all(first.may(permission) for permission in Permission)
