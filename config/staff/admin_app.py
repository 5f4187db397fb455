"""Lets Django's admin be the staff's tool."""

from django.contrib.admin.apps import AdminConfig


class StaffConfig(AdminConfig):
    """`admin.site` is a `StaffSite`."""

    default_site = "config.staff.admin_site.StaffSite"
