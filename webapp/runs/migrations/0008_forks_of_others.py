"""What administrators made of somebody's run while it was open to them goes to the person whose run it was."""

from django.db import migrations

_BATCH = 1000


def hand_over(apps, schema_editor):
    run_model = apps.get_model("runs", "Run")
    owners, moved = {}, []
    # A run comes after those it was made of, so the owner of a fork of a fork is known by then.
    rows = run_model.objects.order_by("pk").only("pk", "owner", "parent", "follows")
    for run in rows.iterator(chunk_size=_BATCH):
        rightful = owners.get(run.parent_id or run.follows_id)
        if run.owner_id and rightful and run.owner_id != rightful:
            run.owner_id = rightful
            moved.append(run)
        owners[run.pk] = run.owner_id
    run_model.objects.bulk_update(moved, ["owner"], batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [("runs", "0007_tried_questions")]
    operations = [migrations.RunPython(hand_over, migrations.RunPython.noop, elidable=True)]
