"""Runs get names, tags, a place above the list, and the moment a worker took them."""

import django.db.models.deletion
from django.db import migrations, models


def begin(apps, schema_editor):
    """A run of before began with its first event."""
    run, event = apps.get_model("runs", "Run"), apps.get_model("runs", "RunEvent")
    first = event.objects.filter(run=models.OuterRef("pk"), seq=1).values("created")[:1]
    run.objects.update(started=models.Subquery(first))


class Migration(migrations.Migration):

    dependencies = [
        ('runs', '0004_steps_and_tools'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='name',
            field=models.CharField(blank=True, help_text='What its owner calls it.', max_length=120),
        ),
        migrations.AddField(
            model_name='run',
            name='pinned',
            field=models.DateTimeField(blank=True, help_text='Since when it stands above the list.', null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='started',
            field=models.DateTimeField(blank=True, help_text='When a worker first took it.', null=True),
        ),
        migrations.CreateModel(
            name='RunTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='runs.run')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('name', 'run'), name='run_tag_once_per_run')],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
