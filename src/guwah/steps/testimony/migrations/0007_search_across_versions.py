from django.db import connection, migrations, models
from django.utils import timezone

WORDS = "testimony_words"


def empty(apps, schema_editor):
    """Throw away an index in which a cut held in its own text only; it is made anew beside everything else."""
    apps.get_model("testimony", "Indexed").objects.all().delete()
    if WORDS in connection.introspection.table_names():
        schema_editor.execute(f"DROP TABLE {WORDS}")
    if apps.get_model("testimony", "Revision").objects.exists():
        apps.get_model("outbox", "Effect").objects.get_or_create(
            key="search:2", defaults={"channel": "search", "payload": {}, "due_at": timezone.now()}
        )


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
        ('testimony', '0006_stand_and_edit'),
    ]

    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
        # Its trigger goes with it; both are made again after every migration (search.words.make).
        migrations.DeleteModel(name='Entry'),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('uid', models.PositiveIntegerField(null=True)),
                ('start', models.PositiveIntegerField(null=True)),
                ('end', models.PositiveIntegerField(null=True)),
                ('language', models.CharField(blank=True, max_length=35)),
                ('digest', models.BigIntegerField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='indexed',
            name='holes',
            field=models.JSONField(default=list),
        ),
    ]
