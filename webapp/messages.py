"""Messages in the language of whoever reads them, and in the columns of tables."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext

from agents.messages import Message, message, read_message, sentence_of

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField

_MARK = '{"message":'


def translated(text: str) -> str:
    """A message in the language of the reader; any other text as it was written."""
    if not isinstance(text, Message):
        return text
    values = {
        name: translated(value) if isinstance(value, str) else number_format(value, force_grouping=True)
        for name, value in text.values.items()
    }
    template = gettext(text.template)
    return template % values if values else template


def error_text(error: BaseException) -> str:
    """What an exception says, in the language of the reader."""
    return translated(sentence_of(error))


class MessageField(_TextField):
    """A column of text, in which a message stays one: as JSON of its template and values.

    A plain text, such as rows of earlier versions hold, is itself.
    """

    def deconstruct(self) -> Any:  # what django.db.models.Field gives
        """To the database it is a text like any other, so it needs no migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def from_db_value(self, value: str | None, *_of_the_query: object) -> str | None:
        if value is None or not value.startswith(_MARK):
            return value
        try:
            return read_message(json.loads(value))
        except ValueError:
            return value

    def get_prep_value(self, value: Any) -> Any:  # whatever a lookup is given
        if isinstance(value, str) and not isinstance(value, Message) and value.startswith(_MARK):
            value = message("%(text)s", text=value)
        if isinstance(value, Message):
            return json.dumps(value.stored(), ensure_ascii=False)
        return super().get_prep_value(value)
