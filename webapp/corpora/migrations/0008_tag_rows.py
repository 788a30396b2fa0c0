"""Pictures that have tags already get the rows for them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_rows(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    images, tags = apps.get_model("corpora", "CorpusImage"), apps.get_model("corpora", "ImageTag")
    for pk, names in images.objects.exclude(tags=[]).values_list("pk", "tags").iterator():
        rows = [tags(image_id=pk, name=name[:200]) for name in names]
        tags.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("corpora", "0007_curation")]
    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
