"""URLs of the draws app."""

from django.urls import path

from draws.public import feeds, stream_views, unsubscribe_views, views

app_name = "draws"
urlpatterns = [
    path("draws/", views.history, name="list"),
    path("draws/rounds.atom", feeds.RoundsFeed(), name="feed"),
    path("draws/rounds.json", feeds.rounds_json, name="rounds_json"),
    path("draws/streams/", views.streams, name="streams"),
    path("draws/streams/<str:stream>/", stream_views.show_stream, name="stream"),
    path("draws/streams/<str:stream>/card.png", stream_views.show_card, name="stream_card"),
    # After all others of its kind, because it takes any word.
    path("draws/<str:number>/", views.one_round, name="round"),
    path("embed/rounds/", views.embedded_rounds, name="embed_rounds"),
    path("categories/", views.categories, name="categories"),
    path("categories/<str:code>/", views.category, name="category"),
    path("occupations/", views.occupations, name="occupations"),
    path("alerts/<str:signed>/", unsubscribe_views.alerts, name="alerts"),
]
