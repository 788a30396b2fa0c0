"""Roles: which group carries which permission, and what somebody may do."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

Person = User | AnonymousUser
ASK, CURATE = "accounts.ask", "accounts.curate"


class AccountRole(TextChoices):
    """Each can do what the ones before it can; all but the last are groups."""

    READER = "reader", _("Reader")
    ASKER = "asker", _("Asker")
    CURATOR = "curator", _("Curator")
    ADMINISTRATOR = "administrator", _("Administrator")


DEFAULT = AccountRole.ASKER
CARRIES = {
    AccountRole.READER: (),
    AccountRole.ASKER: (ASK,),
    AccountRole.CURATOR: (ASK, CURATE),
}
IN_WORDS = {
    AccountRole.READER: _("You read corpora and the runs you have. Asking is for others."),
    AccountRole.ASKER: _("You ask, and steer, fork, share and export your runs."),
    AccountRole.CURATOR: _("You ask, and look after corpora."),
    AccountRole.ADMINISTRATOR: _(
        "You look after everything here. Somebody else's run opens with a reason, which its owner sees."
    ),
}

# For views: whoever may not ask gets the page of templates/403.html, before anything is looked up.
askers_only = permission_required(ASK, raise_exception=True)
curators_only = permission_required(CURATE, raise_exception=True)


def may_ask(person: Person) -> bool:
    """Whether the person may ask, and steer, fork, share and export their own runs."""
    return person.has_perm(ASK)


def may_curate(person: Person) -> bool:
    """Whether the person may change corpora that they can read."""
    return person.has_perm(CURATE)


def is_administrator(person: Person) -> bool:
    """Whether the person may do everything; never true for an account that was switched off."""
    return person.is_active and person.is_superuser


def role_of(person: Person) -> AccountRole:
    """The highest role that the person's permissions amount to."""
    if is_administrator(person):
        return AccountRole.ADMINISTRATOR
    if may_curate(person):
        return AccountRole.CURATOR
    return AccountRole.ASKER if may_ask(person) else AccountRole.READER


def make_groups() -> None:
    """Make the groups that are missing and give each the permissions it carries. Safe to run twice."""
    for role, permissions in CARRIES.items():
        group, _is_new = Group.objects.get_or_create(name=role.value)
        codenames = [permission.partition(".")[2] for permission in permissions]
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="accounts", codename__in=codenames)
        )


def give(user: User, role: AccountRole) -> None:
    """Put a user into the group of one role and take them out of the others'; an administrator's has none."""
    user.groups.remove(*Group.objects.filter(name__in=[other.value for other in CARRIES if other != role]))
    if role in CARRIES:
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])


def give_default_role(user: User) -> None:
    """Put a user into the group of the default role."""
    user.groups.add(Group.objects.get_or_create(name=DEFAULT.value)[0])
