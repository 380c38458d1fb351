"""Accounts opened before addresses were proved by a link: the team of the platform vouched for them."""

from django.db import migrations


def vouch(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = set(EmailAddress.objects.order_by("pk").values_list("user_id", flat=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in User.objects.order_by("pk")
        if user.pk not in known
    )


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0001_initial"),
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
