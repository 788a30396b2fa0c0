from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("corpora", "0015_derived_and_details")]

    operations = [migrations.RenameField("mediause", "is_withdrawn", "is_trashed")]
