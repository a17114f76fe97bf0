"""Django's admin as the back door: catalogue and accounts are edited through the services, all else is shown.

Evidence, decisions and projections are read-only here: a change of theirs is a decision with a reason, made
on the event's page.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from events import models
from events.permissions import Permission
from events.services import audit, catalogue, rebuilding
from events.taxonomy import AuditAction

PASSWORD = ("usable_password", "password1", "password2")


def _holds(request: HttpRequest, permission: Permission) -> bool:
    user = request.user
    return isinstance(user, models.User) and user.may(permission)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are looked at."""

    needs = Permission.ADMINISTER
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _holds(request, self.needs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _holds(request, self.needs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Names(admin.TabularInline):  # type: ignore[type-arg]
    """The written forms of a site or actor."""

    extra = 1
    fields: ClassVar[Any] = ("text", "language", "needs_context", "origin")
    readonly_fields = ("origin",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _holds(request, Permission.CATALOGUE)

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission


class SiteNames(Names):
    model = models.SiteName


class ActorNames(Names):
    model = models.ActorName
    fields: ClassVar[Any] = ("text", "language", "loaded", "needs_context", "origin")


class Catalogued(ReadOnly):
    """Sites, actors and outlets: changed through ``services.catalogue``, and left alone by reloads."""

    needs = Permission.CATALOGUE
    readonly_fields: ClassVar[Any] = ("edited_fields",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _holds(request, self.needs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        key = next((name for name in ("slug", "domain") if hasattr(self.model, name)), "")
        return (*self.readonly_fields, key)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        assert isinstance(request.user, models.User)
        stored = self.model._default_manager.get(pk=obj.pk)
        columns = {name: form.cleaned_data[name] for name in form.changed_data}
        if catalogue.edit(stored, columns, by=request.user):
            edited = {"fields": sorted(columns)}
            act = AuditAction.CATALOGUE_EDITED
            audit.record(act, by=request.user, about=str(stored), detail=edited, request=request)
            self._follow(obj)

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        assert isinstance(request.user, models.User)
        stored = self.model._default_manager.get(pk=form.instance.pk)
        for formset in formsets:
            saved = formset.save(commit=False)
            catalogue.edit_names(stored, saved, formset.deleted_objects, by=request.user)
            for gone in formset.deleted_objects:
                about = f"{stored}: {gone.text}"
                audit.record(AuditAction.NAME_DELETED, by=request.user, about=about, request=request)

    def _follow(self, obj: Any) -> None:
        """Events take names and positions from the catalogue, so they follow once this is committed."""
        if isinstance(obj, models.Site):
            transaction.on_commit(partial(rebuilding.refresh_catalogue, [obj.slug]))
        elif isinstance(obj, models.Actor):
            transaction.on_commit(partial(rebuilding.refresh_catalogue, [], [obj.slug]))


@admin.register(models.Site)
class SiteAdmin(Catalogued):
    list_display = ("name", "slug", "kind", "country", "lat", "lon", "proposed")
    list_filter = ("proposed", "kind", "country")
    search_fields = ("name", "slug", "names__text")
    autocomplete_fields = ("parent", "fallback")
    inlines = (SiteNames,)


@admin.register(models.Actor)
class ActorAdmin(Catalogued):
    list_display = ("name", "slug", "kind", "country", "proposed")
    list_filter = ("proposed", "kind")
    search_fields = ("name", "slug", "names__text")
    autocomplete_fields = ("parent",)
    inlines = (ActorNames,)


@admin.register(models.Outlet)
class OutletAdmin(Catalogued):
    list_display = ("name", "domain", "kind", "country", "party_to_conflict")
    list_filter = ("kind", "party_to_conflict")
    search_fields = ("name", "domain")


@admin.register(models.User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts: the role decides; staff means that this back door opens."""

    list_display = ("username", "email", "role", "is_active", "is_staff", "last_login")
    list_filter = ("role", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Access", {"fields": ("role", "is_active", "is_staff")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "role", "usable_password", "password1", "password2"),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _holds(request, Permission.ADMINISTER)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        assert isinstance(request.user, models.User)
        before = audit.account_columns(models.User.objects.get(pk=obj.pk)) if change else None
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            audit.account_saved(obj, before, by=request.user, request=request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _holds(request, Permission.ADMINISTER)

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # decisions name who made them: an account is switched off, not deleted


@admin.register(models.Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ("created_at", "kind", "status", "reason_code", "url", "attempts", "submitted_by")
    list_filter = ("status", "kind", "reason_code")
    search_fields = ("url", "title", "reason")
    exclude = ("payload",)


@admin.register(models.Article)
class ArticleAdmin(ReadOnly):
    list_display = ("title", "outlet", "language", "published_on", "url")
    list_filter = ("language",)
    search_fields = ("title", "url")


@admin.register(models.Event)
class EventAdmin(ReadOnly):
    list_display = ("public_id", "date_from", "site_name", "attacker_name", "claim_status", "review_status")
    list_filter = ("claim_status", "review_status", "withdrawn")
    search_fields = ("public_id", "site_name")
    date_hierarchy = "date_from"


@admin.register(models.Report)
class ReportAdmin(ReadOnly):
    list_display = ("article", "number", "date_from", "site_name", "event", "engine_version", "superseded_at")
    raw_id_fields = ("article", "snapshot", "predecessor", "event", "home")


@admin.register(models.Tally)
class TallyAdmin(ReadOnly):
    list_display = ("article", "count_best", "qualifier", "unit", "attacker_name", "since", "until")


@admin.register(models.Snapshot)
class SnapshotAdmin(ReadOnly):
    list_display = ("article", "number", "fetched_at", "http_status", "body_size", "body_sha256")
    exclude = ("body", "signature", "bands")


@admin.register(models.Correction, models.Merge, models.Split, models.Rejection, models.Review)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "by", "event", "reason", "undone_at")


@admin.register(models.EventRevision)
class RevisionAdmin(ReadOnly):
    list_display = ("at", "event", "number", "cause", "by")
    list_filter = ("cause",)
