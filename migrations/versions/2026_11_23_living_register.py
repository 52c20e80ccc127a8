"""The register lives: history, evidence, intake of files, platforms as settings, report tables."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_living_register"
down_revision = "2026_11_23"
branch_labels = None
depends_on = None

STALE_AFTER = timedelta(days=90)
PROGRAMME_BEGAN = date(2018, 5, 7)
PROGRAMMES = (
    ("1048/2019", date(2018, 5, 7)),
    ("148/2023", date(2023, 2, 24)),
    ("26/2026", date(2026, 5, 22)),
)
EVIDENCE = sa.Enum(
    "decision", "press", "before", "producer", name="evidence", native_enum=False, length=32
)
CERTIFICATE_COLUMNS = (
    "filed_on",
    "extended_until",
    "revoked_ground",
    "programme",
    "product_code",
    "evidence",
)
PLATFORM_COLUMNS = (
    "address",
    "is_here",
    "is_provincial",
    "is_promotion",
    "counted_from",
    "counted_to",
    "stale_after_days",
)
PRODUCER_COLUMNS = (
    "tax_code",
    "representative",
    "is_woman_led",
    "is_minority_led",
    "representative_consent_on",
    "address",
    "merged_into_id",
)


def _filled(column: sa.Column, value: object) -> sa.Column:
    """A column that the rows of today need a value for."""
    column.nullable = False
    literal = sa.literal(value).compile(compile_kwargs={"literal_binds": True})
    column.server_default = sa.DefaultClause(sa.text(str(literal)))
    return column


def _take_over_imports() -> None:
    op.execute(
        "INSERT INTO intake_runs (kind, file_name, file_hash, state, headings, samples, mapping,"
        " settings, counts, rows_read, rows_taken, started_at, seen_at, finished_at)"
        " SELECT 'register', file_name, file_hash, 'done', '[]', '[]', '{}', '{}', counts, 0, 0,"
        " imported_at, imported_at, imported_at FROM registry_imports ORDER BY id"
    )
    op.drop_table("registry_imports")


def _change_certificates() -> None:
    with op.batch_alter_table("certificates") as table:
        table.add_column(sa.Column("filed_on", sa.Date()))
        table.add_column(sa.Column("extended_until", sa.Date()))
        table.add_column(
            sa.Column(
                "revoked_ground",
                sa.Enum(
                    "false_file",
                    "criteria_no_longer_met",
                    "breach_of_law",
                    "misuse_of_mark",
                    "no_longer_produced",
                    "other",
                    name="revocationground",
                    native_enum=False,
                    length=32,
                ),
            )
        )
        table.add_column(
            sa.Column(
                "programme",
                sa.Enum(
                    "1048/2019",
                    "148/2023",
                    "26/2026",
                    name="programme",
                    native_enum=False,
                    length=32,
                ),
            )
        )
        table.add_column(sa.Column("product_code", sa.String(length=40)))
        table.add_column(_filled(sa.Column("evidence", EVIDENCE), "press"))
        table.create_index(op.f("ix_certificates_product_code"), ["product_code"])
        table.create_check_constraint(
            op.f("ck_certificates_extension"), "extended_until > valid_until"
        )
    certificates = sa.table(
        "certificates",
        *map(sa.column, ("decision_id", "issued_from", "issued_to", "evidence", "programme")),
    )
    op.execute(
        certificates.update()
        .where(certificates.c.decision_id.is_not(None))
        .values(evidence="decision")
    )
    for name, since in PROGRAMMES:
        begun = sa.literal(since, sa.Date()) <= certificates.c.issued_from
        op.execute(certificates.update().where(begun).values(programme=name))


def _change_accounts() -> None:
    name = "e_payment_accounts"
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column("number_sealed", sa.Text()))
        table.add_column(sa.Column("number_hash", sa.String(length=64)))
        table.add_column(sa.Column("opened_on", sa.Date()))
        table.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True)))
        table.alter_column("verified_on", existing_type=sa.Date(), nullable=True)
        table.alter_column("verified_how", existing_type=sa.String(32), nullable=True)
        table.create_index(op.f(f"ix_{name}_number_hash"), ["number_hash"])
        table.create_check_constraint(
            op.f(f"ck_{name}_verified_together"), "(verified_on IS NULL) = (verified_how IS NULL)"
        )
        table.create_check_constraint(
            op.f(f"ck_{name}_number_together"), "(number_sealed IS NULL) = (number_hash IS NULL)"
        )
        table.create_check_constraint(
            op.f(f"ck_{name}_cancelled"), "cancelled_at IS NULL OR verified_on IS NULL"
        )


def _change_platforms() -> None:
    with op.batch_alter_table("platforms") as table:
        table.add_column(_filled(sa.Column("address", sa.String(length=200)), ""))
        for name in ("is_here", "is_provincial", "is_promotion"):
            table.add_column(_filled(sa.Column(name, sa.Boolean()), False))
        table.add_column(sa.Column("counted_from", sa.Date()))
        table.add_column(sa.Column("counted_to", sa.Date()))
        table.add_column(_filled(sa.Column("stale_after_days", sa.Integer()), 90))
    platforms = sa.table(
        "platforms", *map(sa.column, ("code", "is_counted", "is_provincial", "counted_from"))
    )
    op.execute(
        platforms.update()
        .where(platforms.c.is_counted.is_(sa.true()))
        .values(counted_from=sa.literal(PROGRAMME_BEGAN, sa.Date()))
    )
    op.execute(
        platforms.update().where(platforms.c.code == "san-tinh").values(is_provincial=sa.true())
    )
    with op.batch_alter_table("platforms") as table:
        table.drop_column("is_counted")
        table.create_check_constraint(op.f("ck_platforms_counted"), "counted_to > counted_from")
        table.create_check_constraint(
            op.f("ck_platforms_stale_after"), "stale_after_days BETWEEN 1 AND 3660"
        )


def _change_producers() -> None:
    with op.batch_alter_table("producers") as table:
        table.add_column(sa.Column("tax_code", sa.String(length=14)))
        table.add_column(sa.Column("representative", sa.String(length=120)))
        table.add_column(sa.Column("is_woman_led", sa.Boolean()))
        table.add_column(sa.Column("is_minority_led", sa.Boolean()))
        table.add_column(sa.Column("representative_consent_on", sa.Date()))
        table.add_column(_filled(sa.Column("address", sa.String(length=200)), ""))
        table.add_column(sa.Column("merged_into_id", sa.Integer()))
        table.create_index(op.f("ix_producers_merged_into_id"), ["merged_into_id"])
        table.create_index(op.f("ix_producers_tax_code"), ["tax_code"])
        table.create_foreign_key(
            op.f("fk_producers_merged_into_id_producers"), "producers", ["merged_into_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_producers_consent"),
            "representative_consent_on IS NOT NULL"
            " OR (is_woman_led IS NULL AND is_minority_led IS NULL)",
        )


def _check_outside_listings() -> None:
    """What was seen once is as good as checked on that day."""
    listings = sa.table(
        "outside_listings",
        sa.column("id", sa.Integer),
        sa.column("seen_on", sa.Date),
        sa.column("seen_by_id", sa.Integer),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    checks = sa.table(
        "outside_checks",
        sa.column("listing_id", sa.Integer),
        sa.column("checked_on", sa.Date),
        sa.column("stale_on", sa.Date),
        sa.column("checked_by_id", sa.Integer),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    rows = [
        {
            "listing_id": row.id,
            "checked_on": row.seen_on,
            "stale_on": row.seen_on + STALE_AFTER,
            "checked_by_id": row.seen_by_id,
            "recorded_at": row.recorded_at,
        }
        for row in op.get_bind().execute(sa.select(listings))
    ]
    op.bulk_insert(checks, rows)


def upgrade() -> None:
    op.create_table(
        "declared_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("province", sa.String(length=80), nullable=False),
        sa.Column("stated_time", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("indicator", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ratio",
                "count",
                "sum",
                "percent_only",
                "lower_bound",
                "target",
                name="declaredkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("numerator_text", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("percent_text", sa.String(length=20), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_figures")),
        sa.UniqueConstraint("row_hash", name=op.f("uq_declared_figures_row_hash")),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=1), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value > 0", name=op.f("ck_targets_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("measure", "year", name=op.f("uq_targets_measure_year")),
    )
    op.create_table(
        "trainings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=160), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
    )
    op.create_table(
        "declared_sales",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("value_vnd", sa.BigInteger(), nullable=False),
        sa.Column("declared_by", sa.String(length=160), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "orders >= 0 AND value_vnd >= 0", name=op.f("ck_declared_sales_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platforms.id"], name=op.f("fk_declared_sales_platform_id_platforms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_sales")),
        sa.UniqueConstraint(
            "platform_id", "month", name=op.f("uq_declared_sales_platform_id_month")
        ),
    )
    op.create_table(
        "fact_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_fact_changes_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_changes")),
    )
    with op.batch_alter_table("fact_changes", schema=None) as batch_op:
        batch_op.create_index("ix_fact_changes_at", ["at", "id"], unique=False)
        batch_op.create_index("ix_fact_changes_row", ["table_name", "row_id", "id"], unique=False)

    op.create_table(
        "feed_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minute_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_in_minute", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_feed_tokens_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_tokens_token_hash")),
    )
    op.create_table(
        "intake_known_headings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("headings_key", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["users.id"],
            name=op.f("fk_intake_known_headings_confirmed_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_known_headings")),
        sa.UniqueConstraint(
            "kind", "headings_key", name=op.f("uq_intake_known_headings_kind_headings_key")
        ),
    )
    op.create_table(
        "intake_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "mapping",
                "reading",
                "checked",
                "taking",
                "stopped",
                "done",
                "discarded",
                "failed",
                name="runstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("all_or_nothing", "good_rows", name="takingmode", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_taken", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["users.id"], name=op.f("fk_intake_runs_started_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_runs")),
    )
    with op.batch_alter_table("intake_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_runs_file_hash"), ["file_hash"], unique=False)

    op.create_table(
        "report_schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("monthly", "quarterly", name="rhythm", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_report_schedules_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedules")),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["users.id"], name=op.f("fk_snapshots_taken_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.create_index("ix_snapshots_day", ["day", "taken_at"], unique=False)
        batch_op.create_index(
            "uq_snapshots_by_itself",
            ["day"],
            unique=True,
            sqlite_where=sa.text("taken_by_id IS NULL"),
            postgresql_where=sa.text("taken_by_id IS NULL"),
        )

    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "expired",
                name="exportstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=True),
        sa.Column("checksum", sa.String(length=64), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_exports_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["report_schedules.id"],
            name=op.f("fk_exports_schedule_id_report_schedules"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index("ix_exports_log", ["made_at"], unique=False)

    op.create_table(
        "intake_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("above", sa.JSON(), nullable=False),
        sa.Column("group_key", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["intake_runs.id"], name=op.f("fk_intake_rows_run_id_intake_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_rows")),
        sa.UniqueConstraint("run_id", "line", name=op.f("uq_intake_rows_run_id_line")),
    )
    with op.batch_alter_table("intake_rows", schema=None) as batch_op:
        batch_op.create_index("ix_intake_rows_outcome", ["run_id", "outcome", "line"], unique=False)
        batch_op.create_index("ix_intake_rows_group", ["run_id", "group_key", "line"], unique=False)

    op.create_table(
        "match_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "same", "new", "dropped", name="casestate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_match_cases_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["intake_runs.id"], name=op.f("fk_match_cases_run_id_intake_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_cases")),
        sa.UniqueConstraint("kind", "row_hash", name=op.f("uq_match_cases_kind_row_hash")),
    )
    with op.batch_alter_table("match_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_cases_run_id"), ["run_id"], unique=False)
        batch_op.create_index("ix_match_cases_state", ["state", "kind"], unique=False)

    op.create_table(
        "training_attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("people >= 1", name=op.f("ck_training_attendances_people")),
        sa.ForeignKeyConstraint(
            ["producer_id"],
            ["producers.id"],
            name=op.f("fk_training_attendances_producer_id_producers"),
        ),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["trainings.id"],
            name=op.f("fk_training_attendances_training_id_trainings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attendances")),
        sa.UniqueConstraint(
            "training_id",
            "producer_id",
            name=op.f("uq_training_attendances_training_id_producer_id"),
        ),
    )
    with op.batch_alter_table("training_attendances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_attendances_producer_id"), ["producer_id"], unique=False
        )

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "assigned", "written", "noted", name="followupkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "product_id IS NOT NULL OR producer_id IS NOT NULL", name=op.f("ck_follow_ups_subject")
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["users.id"], name=op.f("fk_follow_ups_helper_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_follow_ups_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_follow_ups_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_follow_ups_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_follow_ups_settled_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_ups_helper_id"), ["helper_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_follow_ups_producer_id"), ["producer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_follow_ups_product_id"), ["product_id"], unique=False)

    op.create_table(
        "certificate_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_reminders_certificate_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_reminders")),
        sa.UniqueConstraint(
            "certificate_id",
            "ends_on",
            "days_before",
            name=op.f("uq_certificate_reminders_certificate_id_ends_on_days_before"),
        ),
    )
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "decision",
                "certificate",
                "business_registration",
                "food_safety",
                "material_origin",
                "environment",
                "intellectual_property",
                "distribution",
                "promotion",
                "story",
                "quality_declaration",
                "test_report",
                "traceability",
                "management_system",
                "award",
                "other",
                name="evidencekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "evidence",
            sa.Enum(
                "decision",
                "press",
                "before",
                "producer",
                name="evidence",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_on >= issued_on", name=op.f("ck_evidence_files_dates")),
        sa.CheckConstraint(
            "product_id IS NOT NULL OR producer_id IS NOT NULL",
            name=op.f("ck_evidence_files_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_evidence_files_certificate_id_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_evidence_files_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_evidence_files_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_evidence_files_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
    )
    with op.batch_alter_table("evidence_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_files_certificate_id"), ["certificate_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evidence_files_expires_on"), ["expires_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evidence_files_producer_id"), ["producer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evidence_files_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "outside_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("stale_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stale_on > checked_on", name=op.f("ck_outside_checks_stale")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_outside_checks_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["outside_listings.id"],
            name=op.f("fk_outside_checks_listing_id_outside_listings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_checks")),
        sa.UniqueConstraint(
            "listing_id", "checked_on", name=op.f("uq_outside_checks_listing_id_checked_on")
        ),
    )
    with op.batch_alter_table("outside_checks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outside_checks_dates", ["checked_on", "stale_on", "listing_id"], unique=False
        )

    op.create_index("ix_seller_orders_sent", "seller_orders", ["sent_at", "subtotal_vnd"])
    op.create_index(
        "ix_seller_orders_sold", "seller_orders", ["producer_id", "sent_at", "subtotal_vnd"]
    )
    _take_over_imports()
    _change_certificates()
    with op.batch_alter_table("decisions") as table:
        table.add_column(_filled(sa.Column("issuing_body", sa.String(length=160)), ""))
    _change_accounts()
    with op.batch_alter_table("outbox_messages") as table:
        table.add_column(_filled(sa.Column("lane", sa.String(length=10)), "quick"))
        table.drop_index("ix_outbox_messages_open")
        table.create_index("ix_outbox_messages_open", ["lane", "done_at", "due_at"])
    _change_platforms()
    _change_producers()
    with op.batch_alter_table("products") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer()))
        table.create_index(op.f("ix_products_merged_into_id"), ["merged_into_id"])
        table.create_foreign_key(
            op.f("fk_products_merged_into_id_products"), "products", ["merged_into_id"], ["id"]
        )
    _check_outside_listings()


def downgrade() -> None:
    op.drop_index("ix_seller_orders_sold", "seller_orders")
    op.drop_index("ix_seller_orders_sent", "seller_orders")
    with op.batch_alter_table("products") as table:
        table.drop_constraint("fk_products_merged_into_id_products", type_="foreignkey")
        table.drop_index("ix_products_merged_into_id")
        table.drop_column("merged_into_id")
    with op.batch_alter_table("producers") as table:
        table.drop_constraint("fk_producers_merged_into_id_producers", type_="foreignkey")
        table.drop_constraint(op.f("ck_producers_consent"), type_="check")
        table.drop_index("ix_producers_tax_code")
        table.drop_index("ix_producers_merged_into_id")
        for name in reversed(PRODUCER_COLUMNS):
            table.drop_column(name)
    with op.batch_alter_table("platforms") as table:
        table.add_column(sa.Column("is_counted", sa.Boolean(), server_default=sa.false()))
    op.execute("UPDATE platforms SET is_counted = (counted_from IS NOT NULL)")
    with op.batch_alter_table("platforms") as table:
        table.alter_column("is_counted", nullable=False, server_default=None)
        table.drop_constraint(op.f("ck_platforms_counted"), type_="check")
        table.drop_constraint(op.f("ck_platforms_stale_after"), type_="check")
        for name in reversed(PLATFORM_COLUMNS):
            table.drop_column(name)
    with op.batch_alter_table("outbox_messages") as table:
        table.drop_index("ix_outbox_messages_open")
        table.create_index("ix_outbox_messages_open", ["done_at", "due_at"])
        table.drop_column("lane")
    op.execute("DELETE FROM e_payment_accounts WHERE verified_on IS NULL")
    with op.batch_alter_table("e_payment_accounts") as table:
        table.drop_constraint(op.f("ck_e_payment_accounts_verified_together"), type_="check")
        table.drop_constraint(op.f("ck_e_payment_accounts_number_together"), type_="check")
        table.drop_constraint(op.f("ck_e_payment_accounts_cancelled"), type_="check")
        table.drop_index(op.f("ix_e_payment_accounts_number_hash"))
        table.alter_column("verified_how", existing_type=sa.String(32), nullable=False)
        table.alter_column("verified_on", existing_type=sa.Date(), nullable=False)
        for name in ("cancelled_at", "opened_on", "number_hash", "number_sealed"):
            table.drop_column(name)
    with op.batch_alter_table("decisions") as table:
        table.drop_column("issuing_body")
    with op.batch_alter_table("certificates") as table:
        table.drop_constraint(op.f("ck_certificates_extension"), type_="check")
        table.drop_index("ix_certificates_product_code")
        for name in reversed(CERTIFICATE_COLUMNS):
            table.drop_column(name)
    op.create_table(
        "registry_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_imports")),
    )
    with op.batch_alter_table("registry_imports") as table:
        table.create_index(op.f("ix_registry_imports_file_hash"), ["file_hash"])
    op.execute(
        "INSERT INTO registry_imports (id, file_name, file_hash, imported_at, counts)"
        " SELECT id, file_name, file_hash, finished_at, counts FROM intake_runs"
        " WHERE kind = 'register' AND state = 'done'"
    )
    with op.batch_alter_table("outside_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_outside_checks_dates")

    op.drop_table("outside_checks")
    with op.batch_alter_table("evidence_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_files_product_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_files_producer_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_files_expires_on"))
        batch_op.drop_index(batch_op.f("ix_evidence_files_certificate_id"))

    op.drop_table("evidence_files")
    op.drop_table("certificate_reminders")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_ups_product_id"))
        batch_op.drop_index(batch_op.f("ix_follow_ups_producer_id"))
        batch_op.drop_index(batch_op.f("ix_follow_ups_helper_id"))

    op.drop_table("follow_ups")
    with op.batch_alter_table("training_attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_attendances_producer_id"))

    op.drop_table("training_attendances")
    with op.batch_alter_table("match_cases", schema=None) as batch_op:
        batch_op.drop_index("ix_match_cases_state")
        batch_op.drop_index(batch_op.f("ix_match_cases_run_id"))

    op.drop_table("match_cases")
    with op.batch_alter_table("intake_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_intake_rows_group")
        batch_op.drop_index("ix_intake_rows_outcome")

    op.drop_table("intake_rows")
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.drop_index("ix_exports_log")

    op.drop_table("exports")
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.drop_index("uq_snapshots_by_itself")
        batch_op.drop_index("ix_snapshots_day")

    op.drop_table("snapshots")
    op.drop_table("report_schedules")
    with op.batch_alter_table("intake_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_runs_file_hash"))

    op.drop_table("intake_runs")
    op.drop_table("intake_known_headings")
    op.drop_table("feed_tokens")
    with op.batch_alter_table("fact_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_fact_changes_row")
        batch_op.drop_index("ix_fact_changes_at")

    op.drop_table("fact_changes")
    op.drop_table("declared_sales")
    op.drop_table("trainings")
    op.drop_table("targets")
    op.drop_table("declared_figures")
