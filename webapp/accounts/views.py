"""Signing in, the door of the administration, and a person's own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts import hashing, roles, sessions, throttle
from webapp.accounts.addresses import client_address
from webapp.requests import SignedInRequest, back_to

FORM_METHODS = ("get", "head", "post", "options")
"""Django's forms take PUT as well, which nobody needs."""

TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
THEMES = ("light", "dark")
THEME_SECONDS = 365 * 24 * 3600


class SignIn(LoginView):
    """Name and password; too many wrong ones close the door, for a name or for an address."""

    template_name = "accounts/sign_in.html"
    http_method_names = FORM_METHODS
    redirect_authenticated_user = True
    attempt: throttle.Attempt | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = client_address(request)
        with hashing.asked_by(is_doubtful=throttle.is_doubtful(address)):
            has_room = hashing.has_room()
        if not has_room:
            return self._turn_away(UNAVAILABLE, hashing.RETRY_SECONDS, is_busy=True)
        self.attempt = throttle.admit(request.POST.get("username", ""), address)
        if self.attempt is None:
            seconds = int(throttle.WINDOW.total_seconds())
            return self._turn_away(TOO_MANY_REQUESTS, seconds, is_closed=True)
        try:
            # Asked once more: of many that come at once, none had failed yet when it was let in.
            with hashing.asked_by(is_doubtful=self.attempt.is_doubtful):
                return super().post(request, *args, **kwargs)
        except hashing.HashingBusy:
            self.attempt.take_back()
            return self._turn_away(UNAVAILABLE, hashing.RETRY_SECONDS, is_busy=True)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        if self.attempt:
            self.attempt.succeed()
        return super().form_valid(form)

    def _turn_away(self, status: int, retry_seconds: int, **why: bool) -> HttpResponse:
        """The form as it was sent, with a sentence; no password was looked at."""
        context = self.get_context_data(form=self.get_form(), **why)
        return self.render_to_response(context, status=status, headers={"Retry-After": str(retry_seconds)})


@require_safe
@login_not_required
def administration_door(request: HttpRequest) -> HttpResponseBase:
    """Where Django's administration sends whom it does not let in: one sign-in, with one limit on guesses."""
    wanted = request.GET.get("next", "")
    if not request.user.is_authenticated:
        return redirect_to_login(wanted or reverse("admin:index"))
    if request.user.is_staff:
        return redirect("admin:index")
    raise PermissionDenied(_("Administration is for administrators."))


@require_safe
@never_cache
def account(request: SignedInRequest) -> HttpResponse:
    """Name, role, language, this month's spending, and the links that are open."""
    person, role = request.user, roles.role_of(request.user)
    shares = person.shares.filter(revoked=None, expires__gt=timezone.now()).select_related("run")
    context = {
        "role": role,
        "role_in_words": roles.IN_WORDS[role],
        "limits": settings.ENV,
        "shares": shares,
    }
    return render(request, "accounts/account.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system is, for this browser; goes back to the page that asked."""
    wanted = request.POST.get("theme")
    response = redirect(back_to(request, reverse("accounts:account")))
    if wanted in THEMES:
        response.set_cookie(
            "theme", wanted, THEME_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


class ChangePassword(PasswordChangeView):
    """A new password; it signs out every other session."""

    template_name = "accounts/password_change.html"
    http_method_names = FORM_METHODS
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password was changed. Other browsers have to sign in again."))
        return super().form_valid(form)


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere else."""
    ended = sessions.end_other_sessions(request.user, kept=request.session.session_key)
    text = ngettext("%(number)d other session was ended.", "%(number)d other sessions were ended.", ended)
    messages.success(request, text % {"number": ended})
    return redirect("accounts:account")
