import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('policies', '0001_initial')]

    operations = [
        migrations.AddField(
            model_name='policy',
            name='added_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='statement',
            name='added_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
