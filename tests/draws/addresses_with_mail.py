"""The addresses of a development site, where the mail page exists."""

from django.urls import include, path

from config.urls import urlpatterns as live

urlpatterns = [*live, path("dev/mail/", include("config.dev_mail"))]
