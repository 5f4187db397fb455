"""Addresses of My file."""

from django.urls import path

from intake.my_file import views

app_name = "my_file"
urlpatterns = [
    path("", views.home, name="home"),
    path("answers/", views.answers, name="answers"),
    path("go-on/", views.go_on, name="go_on"),
]
