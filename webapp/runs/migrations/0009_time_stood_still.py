from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('runs', '0008_forks_of_others'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='worked_since',
            field=models.DateTimeField(blank=True, help_text='When it would have begun, had it not stood still in between.', null=True),
        ),
    ]
