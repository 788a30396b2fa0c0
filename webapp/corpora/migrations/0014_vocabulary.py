"""Words as they are written; `manage.py migrate` fills them in when it indexes the words of a corpus anew."""

from django.db import migrations

from webapp.corpora.fulltext import vocabulary


class Migration(migrations.Migration):
    dependencies = [("corpora", "0013_kinds_of_reasons")]
    operations = [migrations.RunPython(vocabulary.create, vocabulary.drop)]
