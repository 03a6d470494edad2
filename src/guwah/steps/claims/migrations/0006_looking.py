"""Long texts are looked through beside the pages, in turns; derived and empty before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [
        ("claims", "0005_sources_compared"),
        ("testimony", "0011_word_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Looking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("finders", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField()),
                ("turn", models.PositiveIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("layer", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="looking", to="testimony.layer")),
                ("revision", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="testimony.revision")),
            ],
        ),
        migrations.CreateModel(
            name="SeenSoFar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("finder", models.PositiveIntegerField()),
                ("found", models.JSONField()),
                ("looking", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="seen", to="claims.looking")),
            ],
            options={
                "ordering": ["finder"],
                "constraints": [models.UniqueConstraint(fields=("looking", "finder"), name="each_finder_once")],
            },
        ),
    ]
