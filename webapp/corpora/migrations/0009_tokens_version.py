"""What was indexed so far has the first version of tokens; `manage.py migrate` then indexes it anew."""

from django.db import migrations, models

import webapp.corpora.models.corpus


def field(default: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        default=default, help_text="Of the tokens in its full-text index."
    )


class Migration(migrations.Migration):
    dependencies = [("corpora", "0008_tag_rows")]
    operations = [
        migrations.AddField("corpus", "tokens_version", field(1)),
        migrations.AlterField("corpus", "tokens_version", field(webapp.corpora.models.corpus.current_tokens)),
    ]
