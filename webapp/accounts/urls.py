"""Signing in and out, and a person's own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from webapp.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/theme/", views.theme, name="theme"),
    path("account/password/", views.ChangePassword.as_view(), name="password"),
    path("account/other-sessions/", views.end_other_sessions, name="end-other-sessions"),
    # Stands before Django's own page of that address.
    path("admin/login/", views.administration_door, name="administration-door"),
]
