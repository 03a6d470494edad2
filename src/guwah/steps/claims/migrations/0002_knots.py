"""What is reckoned is kept knot by knot; everything known so far is reckoned once more."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

_FIRST = 1


def reckon_everything_again(apps, schema_editor):
    occurrence, bound = apps.get_model("claims", "Occurrence"), apps.get_model("claims", "FoundBound")
    reckoning, effect = apps.get_model("claims", "Reckoning"), apps.get_model("outbox", "Effect")
    reckoning.objects.all().delete()
    rows = occurrence.objects.values_list("case", "pk").order_by("pk")
    bound.objects.bulk_create(
        [bound(case_id=case, occurrence_id=number, touched=_FIRST) for case, number in rows], batch_size=500
    )
    for case in sorted({case for case, _ in rows}):
        reckoning.objects.create(case_id=case, version=_FIRST)
        effect.objects.create(
            channel="reckon",
            key=f"reckon:{case}:{_FIRST}:0",
            payload={"case": case, "version": _FIRST, "turn": 0},
            due_at=timezone.now(),
        )


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0001_initial"),
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="FoundMember"),
        migrations.DeleteModel(name="FoundConflict"),
        migrations.DeleteModel(name="FoundBound"),
        migrations.RemoveField(model_name="reckoning", name="answer"),
        migrations.AddField(
            model_name="reckoning", name="next_conflict", field=models.PositiveIntegerField(default=1)
        ),
        migrations.AddField(model_name="reckoning", name="as_of", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Knot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("consistent", models.BooleanField()),
                ("complete", models.BooleanField()),
                ("stale", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="knots",
                        to="accounts.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("consistent", False)), fields=["case"], name="knots_torn"),
                    models.Index(condition=models.Q(("complete", False)), fields=["case"], name="knots_cut_short"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FoundConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("found", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_conflicts",
                        to="accounts.case",
                    ),
                ),
                (
                    "knot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="conflicts", to="claims.knot"
                    ),
                ),
            ],
            options={
                "ordering": ["size", "number"],
                "indexes": [models.Index(fields=["case", "size", "number"], name="conflicts_in_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="conflict_number_in_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="FoundMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_conflicts",
                        to="claims.claim",
                    ),
                ),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="claims.foundconflict",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.reading"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FoundFit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=140)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("date", "date"),
                            ("duration", "duration"),
                            ("age", "age"),
                            ("order", "order"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ways", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_fits",
                        to="accounts.case",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fits", to="claims.claim"
                    ),
                ),
                (
                    "knot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fits", to="claims.knot"
                    ),
                ),
            ],
            options={
                "ordering": ["claim_id", "pk"],
                "indexes": [models.Index(fields=["case", "claim"], name="fits_in_order")],
            },
        ),
        migrations.CreateModel(
            name="FoundBound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("touched", models.PositiveBigIntegerField(default=0)),
                ("first", models.CharField(default="~", max_length=12)),
                ("start_low", models.CharField(blank=True, max_length=12)),
                ("start_high", models.CharField(blank=True, max_length=12)),
                ("end_low", models.CharField(blank=True, max_length=12)),
                ("end_high", models.CharField(blank=True, max_length=12)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_bounds",
                        to="accounts.case",
                    ),
                ),
                (
                    "knot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bounds",
                        to="claims.knot",
                    ),
                ),
                (
                    "occurrence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bound", to="claims.occurrence"
                    ),
                ),
            ],
            options={
                "ordering": ["first", "occurrence_id"],
                "indexes": [
                    models.Index(fields=["case", "first", "occurrence"], name="bounds_in_time"),
                    models.Index(
                        condition=models.Q(("touched__gt", 0)), fields=["case", "touched"], name="bounds_waiting"
                    ),
                ],
            },
        ),
        migrations.RunPython(reckon_everything_again, migrations.RunPython.noop),
    ]
