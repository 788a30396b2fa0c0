from django.db import migrations

from webapp.corpora.fulltext import population


class Migration(migrations.Migration):
    dependencies = [
        ("corpora", "0003_fulltext"),
    ]

    operations = [
        migrations.RunPython(population.create, population.drop),
    ]
