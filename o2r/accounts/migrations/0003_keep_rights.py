from datetime import timedelta

from django.db import migrations
from django.db.models import F


def keep_rights(apps, schema_editor):
    """Who worked somewhere goes on; who held every right joins the team of the platform."""
    membership = apps.get_model("accounts", "Membership")
    membership.objects.update(
        approved_at=F("created_at"), personal_data_from=F("created_at") + timedelta(hours=24)
    )
    managers = apps.get_model("accounts", "User").objects.filter(is_instance_manager=True)
    organisation = apps.get_model("accounts", "Organisation")
    for user in managers.order_by("pk"):
        team, _ = organisation.objects.get_or_create(
            kind="plateforme",
            is_example=user.is_example,
            defaults={"name": "Équipe de la plateforme"},
        )
        membership.objects.create(
            user=user,
            organisation=team,
            role="platform-manager",
            manages_accounts=True,
            approved_at=user.created_at,
            personal_data_from=user.created_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_people_in_organisations"),
    ]

    operations = [migrations.RunPython(keep_rights, migrations.RunPython.noop)]
