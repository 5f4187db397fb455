"""The accounts of staff in the admin, with the licence that some of them hold."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from intake.models import Licence


class LicenceInline(admin.StackedInline):
    """The licence, for who holds one."""

    model = Licence
    extra = 0


admin.site.unregister(User)
admin.site.unregister(EmailAddress)  # an applicant's address stands in their file alone


@admin.register(User)
class StaffAccounts(UserAdmin):
    """Accounts, as Django has them, and the licence."""

    inlines = (LicenceInline,)
