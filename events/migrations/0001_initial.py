
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import events.models.event
import events.taxonomy
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None)),
                ('kind', models.CharField(choices=events.taxonomy.OutletKind.choices, default=events.taxonomy.OutletKind['UNKNOWN'], max_length=20)),
                ('affiliation', models.CharField(blank=True, max_length=300)),
                ('party_to_conflict', models.BooleanField(default=False)),
                ('edited_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='OutletHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('domain', models.CharField(max_length=253)),
                ('name', models.CharField(max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None)),
                ('kind', models.CharField(choices=events.taxonomy.OutletKind.choices, default=events.taxonomy.OutletKind['UNKNOWN'], max_length=20)),
                ('affiliation', models.CharField(blank=True, max_length=300)),
                ('party_to_conflict', models.BooleanField(default=False)),
                ('edited_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rejection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date_from', models.DateField(blank=True, null=True)),
                ('date_to', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(choices=events.taxonomy.DatePrecision.choices, default=events.taxonomy.DatePrecision['UNKNOWN'], max_length=8)),
                ('date_basis', models.CharField(choices=events.taxonomy.DateBasis.choices, default=events.taxonomy.DateBasis['NONE'], max_length=12)),
                ('time_of_day', models.CharField(blank=True, max_length=12)),
                ('site_name', models.CharField(blank=True, max_length=200)),
                ('site_as_written', models.CharField(blank=True, max_length=300)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('geo_precision', models.CharField(choices=events.taxonomy.GeoPrecision.choices, default=events.taxonomy.GeoPrecision['UNLOCATED'], max_length=1)),
                ('radius_m', models.PositiveIntegerField(blank=True, null=True)),
                ('attacker_name', models.CharField(blank=True, max_length=200)),
                ('attacker_basis', models.CharField(choices=events.taxonomy.AttackerBasis.choices, default=events.taxonomy.AttackerBasis['NONE'], max_length=10)),
                ('target_name', models.CharField(blank=True, max_length=200)),
                ('weapons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=events.taxonomy.WeaponType.choices, max_length=20), blank=True, default=list, size=None)),
                ('weapon_systems', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('munition_low', models.PositiveIntegerField(blank=True, null=True)),
                ('munition_best', models.PositiveIntegerField(blank=True, null=True)),
                ('munition_high', models.PositiveIntegerField(blank=True, null=True)),
                ('killed_low', models.PositiveIntegerField(blank=True, null=True)),
                ('killed_best', models.PositiveIntegerField(blank=True, null=True)),
                ('killed_high', models.PositiveIntegerField(blank=True, null=True)),
                ('injured_low', models.PositiveIntegerField(blank=True, null=True)),
                ('injured_best', models.PositiveIntegerField(blank=True, null=True)),
                ('injured_high', models.PositiveIntegerField(blank=True, null=True)),
                ('victims', models.JSONField(blank=True, default=dict)),
                ('outcome', models.CharField(choices=events.taxonomy.Outcome.choices, default=events.taxonomy.Outcome['UNKNOWN'], max_length=20)),
                ('interception', models.CharField(default='unknown', max_length=8)),
                ('damage', models.CharField(choices=events.taxonomy.Damage.choices, default=events.taxonomy.Damage['NOT_STATED'], max_length=12)),
                ('damage_text', models.CharField(blank=True, max_length=500)),
                ('claim_status', models.CharField(choices=events.taxonomy.ClaimStatus.choices, default=events.taxonomy.ClaimStatus['REPORTED'], max_length=10)),
                ('confidence', models.FloatField(default=0)),
                ('number', models.PositiveIntegerField()),
                ('spans', models.JSONField(default=dict)),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('engine_version', models.CharField(max_length=40)),
                ('gazetteer_version', models.CharField(max_length=40)),
                ('block', models.CharField(blank=True, max_length=240)),
                ('window_from', models.DateField(null=True)),
                ('window_to', models.DateField(null=True)),
                ('firm', models.BooleanField(default=False)),
                ('match_score', models.FloatField(null=True)),
                ('match_reasons', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['article_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField()),
                ('status', models.CharField(choices=events.taxonomy.ReviewStatus.choices, default=events.taxonomy.ReviewStatus['REVIEWED'], max_length=8)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=events.taxonomy.SiteKind.choices, max_length=20)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('de_facto', models.CharField(blank=True, max_length=2)),
                ('admin1', models.CharField(blank=True, max_length=120)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('radius_m', models.PositiveIntegerField(blank=True, null=True)),
                ('hosts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('icao', models.CharField(blank=True, max_length=8)),
                ('wikidata', models.CharField(blank=True, max_length=20)),
                ('provenance', models.TextField(blank=True)),
                ('check_level', models.CharField(blank=True, max_length=1)),
                ('notes', models.TextField(blank=True)),
                ('proposed', models.BooleanField(default=False)),
                ('edited_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SiteHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=80)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=events.taxonomy.SiteKind.choices, max_length=20)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('de_facto', models.CharField(blank=True, max_length=2)),
                ('admin1', models.CharField(blank=True, max_length=120)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('radius_m', models.PositiveIntegerField(blank=True, null=True)),
                ('hosts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('icao', models.CharField(blank=True, max_length=8)),
                ('wikidata', models.CharField(blank=True, max_length=20)),
                ('provenance', models.TextField(blank=True)),
                ('check_level', models.CharField(blank=True, max_length=1)),
                ('notes', models.TextField(blank=True)),
                ('proposed', models.BooleanField(default=False)),
                ('edited_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SiteName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('needs_context', models.CharField(blank=True, max_length=200)),
                ('origin', models.CharField(default='catalogue', max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1)),
                ('fetched_at', models.DateTimeField()),
                ('requested_url', models.CharField(blank=True, max_length=2000)),
                ('final_url', models.CharField(blank=True, max_length=2000)),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('headers', models.JSONField(default=list)),
                ('content_type', models.CharField(blank=True, max_length=200)),
                ('body', models.BinaryField()),
                ('body_sha256', models.CharField(max_length=64)),
                ('body_size', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('text_sha256', models.CharField(db_index=True, max_length=64)),
                ('signature', models.BinaryField(null=True)),
                ('parser_version', models.CharField(blank=True, max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=events.taxonomy.SubmissionKind.choices, max_length=8)),
                ('status', models.CharField(choices=events.taxonomy.SubmissionStatus.choices, db_index=True, default=events.taxonomy.SubmissionStatus['QUEUED'], max_length=10)),
                ('reason_code', models.CharField(blank=True, max_length=40)),
                ('reason', models.TextField(blank=True)),
                ('error_trace', models.TextField(blank=True)),
                ('url', models.CharField(blank=True, max_length=2000)),
                ('payload', models.BinaryField(null=True)),
                ('payload_name', models.CharField(blank=True, max_length=255)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('outlet_domain', models.CharField(blank=True, max_length=253)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('already_known', models.BooleanField(default=False)),
                ('event_count', models.PositiveIntegerField(default=0)),
                ('tally_count', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('steps', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('touched_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count_low', models.PositiveIntegerField(null=True)),
                ('count_best', models.PositiveIntegerField(null=True)),
                ('count_high', models.PositiveIntegerField(null=True)),
                ('qualifier', models.CharField(choices=events.taxonomy.TallyQualifier.choices, max_length=10)),
                ('unit', models.CharField(choices=events.taxonomy.TallyUnit.choices, max_length=8)),
                ('since', models.CharField(blank=True, max_length=10)),
                ('until', models.CharField(blank=True, max_length=10)),
                ('attacker_name', models.CharField(blank=True, max_length=200)),
                ('target_name', models.CharField(blank=True, max_length=200)),
                ('issuer_name', models.CharField(blank=True, max_length=200)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('engine_version', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'ordering': ['-article__published_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('role', models.CharField(choices=events.taxonomy.Role.choices, default=events.taxonomy.Role['ANALYST'], max_length=16)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=events.taxonomy.ActorKind.choices, max_length=24)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('active_from', models.CharField(blank=True, max_length=10)),
                ('active_to', models.CharField(blank=True, max_length=10)),
                ('notes', models.TextField(blank=True)),
                ('proposed', models.BooleanField(default=False)),
                ('edited_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='events.actor')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ActorHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=80)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=events.taxonomy.ActorKind.choices, max_length=24)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('active_from', models.CharField(blank=True, max_length=10)),
                ('active_to', models.CharField(blank=True, max_length=10)),
                ('notes', models.TextField(blank=True)),
                ('proposed', models.BooleanField(default=False)),
                ('edited_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.actor')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.actor')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActorName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('needs_context', models.CharField(blank=True, max_length=200)),
                ('loaded', models.BooleanField(default=False)),
                ('origin', models.CharField(default='catalogue', max_length=16)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='events.actor')),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=events.taxonomy.ClaimKind.choices, max_length=8)),
                ('speaker_as_written', models.CharField(blank=True, max_length=300)),
                ('said_on', models.DateField(null=True)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('speaker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='events.actor')),
            ],
            options={
                'ordering': ['said_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date_from', models.DateField(blank=True, null=True)),
                ('date_to', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(choices=events.taxonomy.DatePrecision.choices, default=events.taxonomy.DatePrecision['UNKNOWN'], max_length=8)),
                ('date_basis', models.CharField(choices=events.taxonomy.DateBasis.choices, default=events.taxonomy.DateBasis['NONE'], max_length=12)),
                ('time_of_day', models.CharField(blank=True, max_length=12)),
                ('site_name', models.CharField(blank=True, max_length=200)),
                ('site_as_written', models.CharField(blank=True, max_length=300)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('geo_precision', models.CharField(choices=events.taxonomy.GeoPrecision.choices, default=events.taxonomy.GeoPrecision['UNLOCATED'], max_length=1)),
                ('radius_m', models.PositiveIntegerField(blank=True, null=True)),
                ('attacker_name', models.CharField(blank=True, max_length=200)),
                ('attacker_basis', models.CharField(choices=events.taxonomy.AttackerBasis.choices, default=events.taxonomy.AttackerBasis['NONE'], max_length=10)),
                ('target_name', models.CharField(blank=True, max_length=200)),
                ('weapons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=events.taxonomy.WeaponType.choices, max_length=20), blank=True, default=list, size=None)),
                ('weapon_systems', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('munition_low', models.PositiveIntegerField(blank=True, null=True)),
                ('munition_best', models.PositiveIntegerField(blank=True, null=True)),
                ('munition_high', models.PositiveIntegerField(blank=True, null=True)),
                ('killed_low', models.PositiveIntegerField(blank=True, null=True)),
                ('killed_best', models.PositiveIntegerField(blank=True, null=True)),
                ('killed_high', models.PositiveIntegerField(blank=True, null=True)),
                ('injured_low', models.PositiveIntegerField(blank=True, null=True)),
                ('injured_best', models.PositiveIntegerField(blank=True, null=True)),
                ('injured_high', models.PositiveIntegerField(blank=True, null=True)),
                ('victims', models.JSONField(blank=True, default=dict)),
                ('outcome', models.CharField(choices=events.taxonomy.Outcome.choices, default=events.taxonomy.Outcome['UNKNOWN'], max_length=20)),
                ('interception', models.CharField(default='unknown', max_length=8)),
                ('damage', models.CharField(choices=events.taxonomy.Damage.choices, default=events.taxonomy.Damage['NOT_STATED'], max_length=12)),
                ('damage_text', models.CharField(blank=True, max_length=500)),
                ('claim_status', models.CharField(choices=events.taxonomy.ClaimStatus.choices, default=events.taxonomy.ClaimStatus['REPORTED'], max_length=10)),
                ('confidence', models.FloatField(default=0)),
                ('public_id', models.CharField(default=events.models.event.new_public_id, editable=False, max_length=12, unique=True)),
                ('review_status', models.CharField(choices=events.taxonomy.ReviewStatus.choices, default=events.taxonomy.ReviewStatus['MACHINE'], max_length=8)),
                ('withdrawn', models.BooleanField(default=False)),
                ('basis', models.JSONField(default=dict)),
                ('disputed_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('report_count', models.PositiveIntegerField(default=0)),
                ('outlet_count', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(db_index=True)),
                ('attacker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor')),
                ('claimant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='events.event')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor')),
            ],
            options={
                'ordering': ['-date_from', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('field', models.CharField(max_length=20)),
                ('old_value', models.JSONField(null=True)),
                ('new_value', models.JSONField(null=True)),
                ('evidence', models.JSONField(blank=True, default=list)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='events.event')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EventRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('cause', models.CharField(max_length=24)),
                ('changes', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='events.event')),
            ],
            options={
                'ordering': ['event_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='events.event')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_in', to='events.event')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('byline', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(blank=True, db_index=True, max_length=8)),
                ('published_on', models.DateField(blank=True, db_index=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_origin', models.CharField(choices=events.taxonomy.DateOrigin.choices, default=events.taxonomy.DateOrigin['NONE'], max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='events.article')),
                ('outlet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='events.outlet')),
            ],
            options={
                'ordering': ['-published_on', '-id'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_outlethistory" ("affiliation", "country", "domain", "edited_fields", "id", "kind", "languages", "name", "party_to_conflict", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."affiliation", NEW."country", NEW."domain", NEW."edited_fields", NEW."id", NEW."kind", NEW."languages", NEW."name", NEW."party_to_conflict", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='3ad64ec62dd7a95902b270c499833973d203fd59', operation='UPDATE', pgid='pgtrigger_update_update_89ef4', table='events_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_outlethistory" ("affiliation", "country", "domain", "edited_fields", "id", "kind", "languages", "name", "party_to_conflict", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."affiliation", OLD."country", OLD."domain", OLD."edited_fields", OLD."id", OLD."kind", OLD."languages", OLD."name", OLD."party_to_conflict", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='5b3f0cf3abd26f6d337eb12f35b6dc7927861dbe', operation='DELETE', pgid='pgtrigger_delete_delete_c1a16', table='events_outlet', when='AFTER')),
        ),
        migrations.AddField(
            model_name='outlethistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='outlethistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.outlet'),
        ),
        migrations.AddField(
            model_name='rejection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rejection',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rejections', to='events.event'),
        ),
        migrations.AddField(
            model_name='rejection',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='events.article'),
        ),
        migrations.AddField(
            model_name='report',
            name='attacker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor'),
        ),
        migrations.AddField(
            model_name='report',
            name='claimant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor'),
        ),
        migrations.AddField(
            model_name='report',
            name='event',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='events.event'),
        ),
        migrations.AddField(
            model_name='report',
            name='home',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='home_reports', to='events.event'),
        ),
        migrations.AddField(
            model_name='report',
            name='predecessor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='events.report'),
        ),
        migrations.AddField(
            model_name='report',
            name='target',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor'),
        ),
        migrations.AddField(
            model_name='claim',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='events.report'),
        ),
        migrations.AddField(
            model_name='review',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='events.event'),
        ),
        migrations.AddField(
            model_name='review',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='site',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='events.site'),
        ),
        migrations.AddField(
            model_name='report',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.site'),
        ),
        migrations.AddField(
            model_name='event',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.site'),
        ),
        migrations.AddField(
            model_name='sitehistory',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.site'),
        ),
        migrations.AddField(
            model_name='sitehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sitehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.site'),
        ),
        migrations.AddField(
            model_name='sitename',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='events.site'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='events.article'),
        ),
        migrations.AddField(
            model_name='report',
            name='snapshot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='events.snapshot'),
        ),
        migrations.AddField(
            model_name='article',
            name='snapshot',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.snapshot'),
        ),
        migrations.AddField(
            model_name='split',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='split',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='events.event'),
        ),
        migrations.AddField(
            model_name='split',
            name='into',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits_in', to='events.event'),
        ),
        migrations.AddField(
            model_name='split',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='events.report'),
        ),
        migrations.AddField(
            model_name='split',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='events.article'),
        ),
        migrations.AddField(
            model_name='submission',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tally',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='events.article'),
        ),
        migrations.AddField(
            model_name='tally',
            name='attacker',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor'),
        ),
        migrations.AddField(
            model_name='tally',
            name='issuer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor'),
        ),
        migrations.AddField(
            model_name='tally',
            name='snapshot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='events.snapshot'),
        ),
        migrations.AddField(
            model_name='tally',
            name='target',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.actor'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['analyst', 'editor', 'admin'])), name='user_role_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_actorhistory" ("active_from", "active_to", "country", "edited_fields", "id", "kind", "name", "notes", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "slug") VALUES (NEW."active_from", NEW."active_to", NEW."country", NEW."edited_fields", NEW."id", NEW."kind", NEW."name", NEW."notes", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed", NEW."slug"); RETURN NULL;', hash='1b8ba850e68b3f3f15beb58d7017198a41f7dd44', operation='UPDATE', pgid='pgtrigger_update_update_7ce77', table='events_actor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_actorhistory" ("active_from", "active_to", "country", "edited_fields", "id", "kind", "name", "notes", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "slug") VALUES (OLD."active_from", OLD."active_to", OLD."country", OLD."edited_fields", OLD."id", OLD."kind", OLD."name", OLD."notes", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed", OLD."slug"); RETURN NULL;', hash='29b7765bb997374edb908fd1eee103533d790c53', operation='DELETE', pgid='pgtrigger_delete_delete_47526', table='events_actor', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='actorname',
            index=django.contrib.postgres.indexes.GinIndex(fields=['text'], name='actor_name_trigram', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='actorname',
            constraint=models.UniqueConstraint(fields=('actor', 'language', 'text'), name='actor_name_once'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='correction_undone_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ef14400fcfb2b3bfedff42c6d8da9dc29cbc3828', operation='DELETE', pgid='pgtrigger_keep_f0287', table='events_correction', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='eventrevision',
            constraint=models.UniqueConstraint(fields=('event', 'number'), name='event_revision_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventrevision',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a9126fb7f53d067f9b75f66ba26ede790337c964', operation='UPDATE OR DELETE', pgid='pgtrigger_keep_04847', table='events_eventrevision', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='merge_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_whole'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('event', models.F('into')), _negated=True), name='merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('event',), name='merge_standing_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merge',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='82f38d80d3fd5a8bd84c4a2ac11941837f861f20', operation='DELETE', pgid='pgtrigger_keep_be15f', table='events_merge', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rejection',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rejection_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='rejection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='rejection_undone_whole'),
        ),
        migrations.AddConstraint(
            model_name='rejection',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('event',), name='rejection_standing_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rejection',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2c348378a1498937dc6460ec02ac9b0e617890e5', operation='DELETE', pgid='pgtrigger_keep_bde65', table='events_rejection', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='claim_span_ordered'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='review_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='review_undone_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3c31c02a23b9506bee2ee6bef4577a072b073667', operation='DELETE', pgid='pgtrigger_keep_6f1e7', table='events_review', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('lat__isnull', True), ('lat__range', (-90, 90)), _connector='OR'), name='site_lat_range'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('lon__isnull', True), ('lon__range', (-180, 180)), _connector='OR'), name='site_lon_range'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='site_position_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_sitehistory" ("admin1", "check_level", "country", "de_facto", "edited_fields", "hosts", "icao", "id", "kind", "lat", "lon", "name", "notes", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "provenance", "radius_m", "slug", "wikidata") VALUES (NEW."admin1", NEW."check_level", NEW."country", NEW."de_facto", NEW."edited_fields", NEW."hosts", NEW."icao", NEW."id", NEW."kind", NEW."lat", NEW."lon", NEW."name", NEW."notes", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed", NEW."provenance", NEW."radius_m", NEW."slug", NEW."wikidata"); RETURN NULL;', hash='e26f59136094632c3db01ca7ba4df5669473d2c3', operation='UPDATE', pgid='pgtrigger_update_update_aca31', table='events_site', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_sitehistory" ("admin1", "check_level", "country", "de_facto", "edited_fields", "hosts", "icao", "id", "kind", "lat", "lon", "name", "notes", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "provenance", "radius_m", "slug", "wikidata") VALUES (OLD."admin1", OLD."check_level", OLD."country", OLD."de_facto", OLD."edited_fields", OLD."hosts", OLD."icao", OLD."id", OLD."kind", OLD."lat", OLD."lon", OLD."name", OLD."notes", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed", OLD."provenance", OLD."radius_m", OLD."slug", OLD."wikidata"); RETURN NULL;', hash='4a275359386896540592c76f2e1389ca631e1270', operation='DELETE', pgid='pgtrigger_delete_delete_d5810', table='events_site', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['-date_from', '-id'], name='event_newest'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['site', '-date_from'], name='event_site_date'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['country', '-date_from'], name='event_country_date'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['attacker', '-date_from'], name='event_attacker_date'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('date_from__isnull', True), ('date_to__isnull', True), ('date_from__lte', models.F('date_to')), _connector='OR'), name='event_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('munition_low__isnull', True), ('munition_best__isnull', True), ('munition_low__lte', models.F('munition_best')), _connector='OR'), name='event_munition_low_best'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('munition_best__isnull', True), ('munition_high__isnull', True), ('munition_best__lte', models.F('munition_high')), _connector='OR'), name='event_munition_best_high'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('munition_low__isnull', True), ('munition_high__isnull', True), ('munition_low__lte', models.F('munition_high')), _connector='OR'), name='event_munition_low_high'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('killed_low__isnull', True), ('killed_best__isnull', True), ('killed_low__lte', models.F('killed_best')), _connector='OR'), name='event_killed_low_best'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('killed_best__isnull', True), ('killed_high__isnull', True), ('killed_best__lte', models.F('killed_high')), _connector='OR'), name='event_killed_best_high'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('killed_low__isnull', True), ('killed_high__isnull', True), ('killed_low__lte', models.F('killed_high')), _connector='OR'), name='event_killed_low_high'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('injured_low__isnull', True), ('injured_best__isnull', True), ('injured_low__lte', models.F('injured_best')), _connector='OR'), name='event_injured_low_best'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('injured_best__isnull', True), ('injured_high__isnull', True), ('injured_best__lte', models.F('injured_high')), _connector='OR'), name='event_injured_best_high'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('injured_low__isnull', True), ('injured_high__isnull', True), ('injured_low__lte', models.F('injured_high')), _connector='OR'), name='event_injured_low_high'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('lat__isnull', True), ('lat__range', (-90, 90)), _connector='OR'), name='event_lat_range'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('lon__isnull', True), ('lon__range', (-180, 180)), _connector='OR'), name='event_lon_range'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='event_position_whole'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 1)), name='event_confidence_unit'),
        ),
        migrations.AddIndex(
            model_name='sitename',
            index=django.contrib.postgres.indexes.GinIndex(fields=['text'], name='site_name_trigram', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='sitename',
            constraint=models.UniqueConstraint(fields=('site', 'language', 'text'), name='site_name_once'),
        ),
        migrations.AddIndex(
            model_name='snapshot',
            index=django.contrib.postgres.indexes.GinIndex(fields=['text'], name='snapshot_text_trigram', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='snapshot_number_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3acb43faa2dbeeb201f0f2fc2589172293ce4c39', operation='UPDATE OR DELETE', pgid='pgtrigger_keep_ccb49', table='events_snapshot', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['site', 'date_from'], name='report_site_date'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['country', 'date_from'], name='report_country_date'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('superseded_at__isnull', True)), fields=['block', 'window_to', 'window_from'], name='report_block_window'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('date_from__isnull', True), ('date_to__isnull', True), ('date_from__lte', models.F('date_to')), _connector='OR'), name='report_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('munition_low__isnull', True), ('munition_best__isnull', True), ('munition_low__lte', models.F('munition_best')), _connector='OR'), name='report_munition_low_best'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('munition_best__isnull', True), ('munition_high__isnull', True), ('munition_best__lte', models.F('munition_high')), _connector='OR'), name='report_munition_best_high'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('munition_low__isnull', True), ('munition_high__isnull', True), ('munition_low__lte', models.F('munition_high')), _connector='OR'), name='report_munition_low_high'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('killed_low__isnull', True), ('killed_best__isnull', True), ('killed_low__lte', models.F('killed_best')), _connector='OR'), name='report_killed_low_best'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('killed_best__isnull', True), ('killed_high__isnull', True), ('killed_best__lte', models.F('killed_high')), _connector='OR'), name='report_killed_best_high'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('killed_low__isnull', True), ('killed_high__isnull', True), ('killed_low__lte', models.F('killed_high')), _connector='OR'), name='report_killed_low_high'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('injured_low__isnull', True), ('injured_best__isnull', True), ('injured_low__lte', models.F('injured_best')), _connector='OR'), name='report_injured_low_best'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('injured_best__isnull', True), ('injured_high__isnull', True), ('injured_best__lte', models.F('injured_high')), _connector='OR'), name='report_injured_best_high'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('injured_low__isnull', True), ('injured_high__isnull', True), ('injured_low__lte', models.F('injured_high')), _connector='OR'), name='report_injured_low_high'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('lat__isnull', True), ('lat__range', (-90, 90)), _connector='OR'), name='report_lat_range'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('lon__isnull', True), ('lon__range', (-180, 180)), _connector='OR'), name='report_lon_range'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='report_position_whole'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 1)), name='report_confidence_unit'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('article', 'number'), name='report_number_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ba4f55491156652ad245a18f8dfc27129abfb2d7', operation='DELETE', pgid='pgtrigger_keep_cd918', table='events_report', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('url',), name='article_url_once'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='split_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='split_undone_whole'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(condition=models.Q(('event', models.F('into')), _negated=True), name='split_of_two'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='split',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='607c062aadbfc03ca20cc3d1811e4dd64717a9c5', operation='DELETE', pgid='pgtrigger_keep_e4c86', table='events_split', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'fetching', 'reading', 'matching', 'done', 'failed', 'cancelled'])), name='submission_status_known'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', events.taxonomy.SubmissionStatus['FAILED']), _negated=True), models.Q(('reason_code', ''), _negated=True), _connector='OR'), name='submission_failed_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', events.taxonomy.SubmissionStatus['DONE']), _negated=True), ('article__isnull', False), _connector='OR'), name='submission_done_has_article'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='tally_span_ordered'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('count_low__isnull', True), ('count_high__isnull', True), ('count_low__lte', models.F('count_high')), _connector='OR'), name='tally_low_high'),
        ),
    ]
