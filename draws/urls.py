"""Addresses of the draws app."""

from django.urls import path

from draws import views

app_name = "draws"
urlpatterns = [
    path("draws/", views.history, name="list"),
    path("alerts/<str:signed>/", views.alerts, name="alerts"),
]
