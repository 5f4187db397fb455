"""URLs of My file."""

from django.urls import path

from intake.my_file import change_email_views, device_views, invitation_views, section_views, share_links, views

app_name = "my_file"
urlpatterns = [
    path("", views.home, name="home"),
    path("answers/", views.answers, name="answers"),
    path("go-on/", views.go_on, name="go_on"),
    path("answers/right/", views.confirm_answers, name="confirm_answers"),
    path("confirmation/", views.resend, name="resend"),
    path("alerts/", section_views.alerts, name="alerts"),
    path("pool/", section_views.in_pool, name="in_pool"),
    path("invitation/", invitation_views.invitation, name="invitation"),
    path("invitation/over/", invitation_views.invitation_over, name="invitation_over"),
    path("invitation/steps/<int:pk>/", invitation_views.invitation_step, name="invitation_step"),
    path("data/", section_views.data, name="data"),
    path("data/address/", change_email_views.ask_email, name="address"),
    path("data/address/code/", change_email_views.ask_code, name="address_code"),
    path("data/devices/", device_views.list_devices, name="devices"),
    path("data/download/", section_views.download, name="download"),
    path("data/download/pdf/", section_views.download_pdf, name="download_pdf"),
    path("data/delete/", section_views.leave, name="leave"),
    path("share/", share_links.share, name="share"),
    path("share/<int:pk>/revoke/", share_links.revoke, name="revoke"),
    path("shared/<str:signed>/", share_links.shared, name="shared"),
]
