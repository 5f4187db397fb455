"""Every page of the staff's tool that shows something, of a world with a row in every table."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.urls import NoReverseMatch, reverse

from tests.hostile.desk import World

OURS = ("intake", "draws")
OF_A_FILE = ("history", "answers", "consent", "copy", "deletion", "documents", "invitation", "money", "partner")


def list_staff_pages(world: World) -> list[str]:
    """The first page, each list, each form and a row of each table, the pages of a file, of draws, and the others."""
    found = [reverse("admin:index"), *list_model_pages()]
    found += [reverse(f"admin:intake_client_{name}", args=[world.client.pk]) for name in OF_A_FILE]
    draft, published = world.rows["draft"].pk, world.rows["published"].pk
    found += [f"/staff/draws/draw/{pk}/preview/" for pk in (draft, published)]
    return [
        *found,
        reverse("admin:intake_client_result", args=[world.client.pk, "today"]),
        reverse("admin:intake_client_todo", args=[world.client.pk, world.rows["todo"].pk]),
        "/staff/draws/draw/what-if-round/",
        "/staff/draws/draw/import/",
        f"/staff/draws/draw/{draft}/change/",
        f"/staff/draws/draw/{published}/correct/",
        f"/staff/draws/writtenmessage/to/{world.client.pk}/",
        "/staff/intake/consultation/week/",
        "/staff/intake/client/reports/",
        "/staff/intake/client/import/",
        "/staff/intake/client/telephone/",
        "/staff/search/?q=amara",
        "/staff/note/",
    ]


def list_model_pages() -> list[str]:
    """Of each model of ours: its list, its form where a row can be added, and the page of a row."""
    found = []
    for model, lister in admin.site._registry.items():
        if model._meta.app_label in OURS:
            found.append(find_page(model, "changelist"))
            if lister.has_add_permission.__func__ is admin.ModelAdmin.has_add_permission:
                found.append(find_page(model, "add"))
            if row := model._base_manager.first():
                found.append(find_page(model, "change", row.pk))
    return [page for page in found if page]


def find_page(model: type[models.Model], name: str, *args: object) -> str:
    """The address of a page of the admin; "" where the model has none."""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)
    except NoReverseMatch:
        return ""


def list_columns_of_people() -> list[tuple[type[models.Model], str]]:
    """Model and name of every such column that may name the same person twice and can be changed."""
    return [
        (model, field.name)
        for model in admin.site._registry
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        if field.related_model is User and not field.unique
    ]
