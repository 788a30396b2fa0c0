"""Users in Django's admin: one screen for what somebody may do, and one role at a time."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.accounts import roles
from webapp.accounts.roles import AccountRole
from webapp.administration.lean import LeanAdmin

ROLE_HELP = gettext_lazy(
    "A reader reads corpora and the runs they have, an asker also asks, steers, forks, shares and exports, "
    "a curator also looks after the corpora that name them, an administrator does everything."
)

admin.site.unregister([User, Group])


class RoleFormMixin(forms.Form):
    """The role as one choice; other groups are for access to corpora."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=AccountRole.choices, initial=roles.DEFAULT, help_text=ROLE_HELP
    )
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Other groups"),
        queryset=Group.objects.exclude(name__in=[role.value for role in roles.CARRIES]),
        required=False,
        help_text=gettext_lazy("Groups that corpora let in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: User = self.instance  # type: ignore[attr-defined]  # a model form is mixed in
        if person.pk:
            self.initial["role"] = roles.role_of(person)


class AccountForm(RoleFormMixin, UserChangeForm):  # type: ignore[type-arg]  # not generic when it runs
    """An account that is there already."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nobody would be left to look after everything."""
        found = super().clean() or self.cleaned_data
        stays = found.get("role") == AccountRole.ADMINISTRATOR and found.get("is_active")
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.instance.pk)
        if roles.is_administrator(self.instance_as_stored()) and not stays and not others.exists():
            raise ValidationError(_("This is the only administrator. Give another account that role first."))
        return found

    def instance_as_stored(self) -> User:
        """The account before this form."""
        return User.objects.get(pk=self.instance.pk)


class NewAccountForm(RoleFormMixin, AdminUserCreationForm):  # type: ignore[type-arg]  # as above
    """An account that is to be made."""


@admin.register(Group)
class LeanGroupAdmin(LeanAdmin, GroupAdmin):  # type: ignore[type-arg, misc]  # not generic when it runs
    """Groups, whose addresses are read as carefully as those of our own rows."""


@admin.register(User)
class AccountAdmin(LeanAdmin, UserAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Accounts with their roles."""

    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "email", "first_name", "last_name", "role", "is_active")
    list_filter = ("is_superuser", "is_active", "groups")
    filter_horizontal = ()
    fieldsets: ClassVar = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("What they may do"), {"fields": ("role", "is_active", "groups")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2", "role", "groups")}),
    )

    @admin.display(description=gettext_lazy("Role"))
    def role(self, person: User) -> str:
        """The role in words."""
        return str(roles.role_of(person).label)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_superuser = obj.is_staff = form.cleaned_data["role"] == AccountRole.ADMINISTRATOR
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The chosen groups, and the group of the chosen role in place of any other role's."""
        super().save_related(request, form, formsets, change)
        roles.give(form.instance, AccountRole(form.cleaned_data["role"]))
