from django.conf import settings
from django.db import migrations


def let_existing_users_ask(apps, schema_editor):
    """Before there were roles everybody could ask; whoever has no group yet still can."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="asker")
    group.user_set.add(*apps.get_model("auth", "User").objects.filter(groups=None))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(let_existing_users_ask, migrations.RunPython.noop)]
