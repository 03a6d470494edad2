"""What a suggestion was taken over into besides claims: a name among People, a term of the glossary."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty before."""

    dependencies = [
        ("claims", "0007_who_did_what"),
        ("people", "0001_initial"),
        ("testimony", "0011_word_times"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="name",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="people.name"),
        ),
        migrations.AddField(
            model_name="answer",
            name="term",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="testimony.term"),
        ),
    ]
