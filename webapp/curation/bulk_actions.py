"""What may be done to many pictures at once, in words: the grid offers it, and changes carry it out."""

from django.utils.translation import gettext_lazy

from webapp.curation.models import Change

Action = Change.Action
ACTIONS = (
    (Action.ADD_TAGS, gettext_lazy("Add tags")),
    (Action.REMOVE_TAGS, gettext_lazy("Remove tags")),
    (Action.CAPTION, gettext_lazy("Set the caption")),
    (Action.LICENSE, gettext_lazy("Set the licence")),
    (Action.SOURCE, gettext_lazy("Set the source")),
    (Action.MOVE, gettext_lazy("Move to another corpus")),
    (Action.COPY, gettext_lazy("Copy to another corpus")),
    (Action.HIDE, gettext_lazy("Hide from search")),
    (Action.SHOW, gettext_lazy("Show to search")),
    (Action.REREAD, gettext_lazy("Read text and make vectors again")),
    (Action.TRASH, gettext_lazy("Move to the trash")),
)
