from django.db import migrations

from webapp.corpora.fulltext import schema


class Migration(migrations.Migration):

    dependencies = [
        ("corpora", "0002_initial"),
    ]

    operations = [
        migrations.RunPython(schema.create, schema.drop),
    ]
