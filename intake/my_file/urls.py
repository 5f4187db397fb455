"""Addresses of My file."""

from django.urls import path

from intake.my_file import address, pages, sharing, views

app_name = "my_file"
urlpatterns = [
    path("", views.home, name="home"),
    path("answers/", views.answers, name="answers"),
    path("go-on/", views.go_on, name="go_on"),
    path("alerts/", pages.alerts, name="alerts"),
    path("pool/", pages.in_pool, name="in_pool"),
    path("invitation/", pages.invitation, name="invitation"),
    path("data/", pages.data, name="data"),
    path("data/address/", address.address, name="address"),
    path("data/address/code/", address.code, name="address_code"),
    path("data/download/", pages.download, name="download"),
    path("data/download/pdf/", pages.download_pdf, name="download_pdf"),
    path("data/delete/", pages.leave, name="leave"),
    path("share/", sharing.share, name="share"),
    path("share/<int:pk>/revoke/", sharing.revoke, name="revoke"),
    path("shared/<str:signed>/", sharing.shared, name="shared"),
]
