"""A claim on words of a machine for which nobody answers any more is set aside (law 6)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table beside the claims; before, no text could be checked, so that it begins empty."""

    dependencies = [("claims", "0002_knots")]

    operations = [
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="set_aside", to="claims.claim"
                    ),
                ),
            ],
        ),
    ]
