"""Words know which conditions are tied to them; no table changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A name for the way back."""

    dependencies = [("consent", "0002_clearance"), ("testimony", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="condition",
            name="anchor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conditions",
                to="testimony.anchor",
            ),
        ),
    ]
