"""Addresses of the draws app."""

from django.urls import path

from draws import guide, views

app_name = "draws"
urlpatterns = [
    path("draws/", guide.history, name="list"),
    path("draws/streams/", guide.streams, name="streams"),
    path("draws/<str:number>/", guide.one_round, name="round"),
    path("categories/", guide.categories, name="categories"),
    path("categories/<str:code>/", guide.category, name="category"),
    path("occupations/", guide.occupations, name="occupations"),
    path("alerts/<str:signed>/", views.alerts, name="alerts"),
]
