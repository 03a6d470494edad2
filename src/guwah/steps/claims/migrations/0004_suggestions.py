"""Suggestions found in a text, and what people answered; derived and empty before (law 6)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three tables."""

    dependencies = [
        ("accounts", "0003_audit_by_target"),
        ("claims", "0003_claims_on_words_nobody_answers_for"),
        ("testimony", "0011_word_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("rule", models.CharField(max_length=80)),
                ("value", models.JSONField(default=dict)),
                ("outcome", models.CharField(choices=[("accepted", "accepted"), ("changed", "accepted with changes"), ("rejected", "rejected"), ("reopened", "open again")], max_length=8)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("anchor", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="testimony.anchor")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="accounts.case")),
                ("claim", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="claims.claim")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("revision", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="look", to="testimony.revision")),
            ],
        ),
        migrations.CreateModel(
            name="Suggested",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("rule", models.CharField(max_length=80)),
                ("value", models.JSONField(default=dict)),
                ("look", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="suggested", to="claims.look")),
            ],
            options={
                "ordering": ["start", "-end", "pk"],
                "indexes": [models.Index(fields=["look", "start"], name="suggested_in_order")],
            },
        ),
    ]
