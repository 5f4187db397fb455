"""The accounts of staff in the admin, their licences, groups and second factors.

Whoever may change rights has every right. So only superusers touch rights,
superusers, anybody's password, licences and second factors; `change_user`
is for names and addresses.
"""

from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import CHANGE
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from intake.clients import changes
from intake.clients.applicant_user import find_applicants
from intake.models import Client, Licence, Todo
from intake.staff.changelists.saved_lists import SavedListsMixin

# Django would let whoever may change accounts make a superuser of their own (record 0052).
RIGHTS = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")


class SuperuserOnlyMixin:
    """What nobody but a superuser adds, changes or deletes."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Rights are a superuser's to give (record 0052)."""
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A superuser alone."""
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A superuser alone."""
        return bool(request.user.is_superuser)


class LicenceInline(SuperuserOnlyMixin, admin.StackedInline[Licence, User]):
    """The licence, of those who hold one."""

    model = Licence
    extra = 0


# The pages of Django and allauth give each of these away; ours take their place (record 0052).
for _model in (User, Group, Authenticator):
    admin.site.unregister(_model)
admin.site.unregister(EmailAddress)  # an applicant's address is in their file alone


@admin.register(User)
class StaffAccounts(SavedListsMixin, UserAdmin[User]):
    """Accounts of staff, as Django has them, and the licence; applicants' accounts are no staff."""

    inlines = (LicenceInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Without the accounts that applicants sign in with."""
        return super().get_queryset(request).exclude(pk__in=find_applicants().values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Rights are only read, but by a superuser."""
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else (*own, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is a superuser's business."""
        may = super().has_change_permission(request, obj)
        return may and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Superusers alone: the list's action deletes without asking whose account it is."""
        return bool(request.user.is_superuser)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Delete it; the history of each file that loses its adviser says so."""
        self.delete_queryset(request, User.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """The same for several."""
        with transaction.atomic():
            note_leaving(queryset, cast("User", request.user))
            super().delete_queryset(request, queryset)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A superuser alone: whoever sets a person's password can sign in as that person."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)


def note_leaving(members: QuerySet[User], by: User) -> None:
    """Append to the history of files that their adviser, or whoever had a task in them, has no account any more."""
    files = Client.objects.filter(adviser__in=members).select_related("adviser").order_by("pk")
    lost = [(one, [changes.make_message([("adviser", changes.write(one.adviser), "")])]) for one in files]
    changes.write_entries(by, CHANGE, lost)
    for todo in Todo.objects.open().filter(assignee__in=members).select_related("assignee").order_by("pk"):
        was = changes.read_row(todo)
        changes.keep(todo.client_id, todo, was, was | {"assignee": ""}, by)


@admin.register(Group)
class Groups(SavedListsMixin, SuperuserOnlyMixin, GroupAdmin):
    """Groups: what is put into one, all its members may do."""


@admin.register(Authenticator)
class SecondFactors(SavedListsMixin, SuperuserOnlyMixin, admin.ModelAdmin[Authenticator]):
    """Who has which second factor, to take it from people who lost it. The secret is never shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    # Not `data`: allauth's own page shows the secret of everybody's app (record 0052).
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """People make their own."""
        return False

    has_change_permission = has_add_permission
