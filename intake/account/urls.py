"""Addresses of signing in and out; the names are those that allauth looks for."""

from django.urls import path

from intake.account import pages

urlpatterns = [
    path("sign-in/", pages.SignIn.as_view(), name="account_login"),
    path("sign-in/", pages.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/code/", pages.Code.as_view(), name="account_confirm_login_code"),
    path("sign-out/", pages.sign_out, name="account_logout"),
]
