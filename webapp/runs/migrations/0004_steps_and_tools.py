"""What the list of runs is narrowed by: how many steps a run decided, and which tools it used."""

import django.db.models.deletion
from django.db import migrations, models

_BATCH = 1000
_TOOL_NAME = 100


def tally(apps, schema_editor):
    events = apps.get_model("runs", "RunEvent").objects.filter(kind="step_decided").order_by("run", "seq")
    runs, uses = apps.get_model("runs", "Run").objects, apps.get_model("runs", "ToolUse")
    counts, tools = {}, set()
    for run, payload in events.values_list("run", "payload").iterator(chunk_size=_BATCH):
        counts[run] = payload["step"]
        tools.update((run, call["name"][:_TOOL_NAME]) for call in payload["calls"])
    for run, count in counts.items():
        runs.filter(pk=run).update(step_count=count)
    uses.objects.bulk_create((uses(run_id=run, tool=tool) for run, tool in sorted(tools)), batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [("runs", "0003_steering_and_sharing")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="step_count",
            field=models.PositiveIntegerField(default=0, help_text="How many steps its journal decided."),
        ),
        migrations.CreateModel(
            name="ToolUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tool", models.CharField(max_length=100)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tool_uses", to="runs.run"
                    ),
                ),
            ],
            options={"ordering": ["tool"]},
        ),
        migrations.AddConstraint(
            model_name="tooluse",
            constraint=models.UniqueConstraint(fields=["tool", "run"], name="tool_use_once_per_run"),
        ),
        migrations.AddIndex(
            model_name="runevent",
            index=models.Index(
                condition=models.Q(kind="answer_given"), fields=["run"], name="answers_of_runs"
            ),
        ),
        migrations.RunPython(tally, migrations.RunPython.noop, elidable=True),
    ]
