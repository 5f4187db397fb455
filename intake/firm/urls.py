"""Addresses of the firm's files, which have no language."""

from django.urls import path

from intake.firm import views

app_name = "firm"
urlpatterns = [
    path("<slug:digest>.webp", views.send_picture, name="picture"),
    path("<slug:digest>.css", views.send_stylesheet, name="stylesheet"),
]
