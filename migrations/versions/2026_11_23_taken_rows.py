"""Remember which certificate each taken row of a register is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e8424472ff11"
down_revision = "2340a09d6f5a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registry_taken_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_registry_taken_rows_certificate_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_taken_rows")),
        sa.UniqueConstraint("row_hash", name=op.f("uq_registry_taken_rows_row_hash")),
    )
    with op.batch_alter_table("registry_taken_rows", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registry_taken_rows_certificate_id"), ["certificate_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("registry_taken_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registry_taken_rows_certificate_id"))

    op.drop_table("registry_taken_rows")
