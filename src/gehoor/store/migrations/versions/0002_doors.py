"""What guards the ways in: attempts, recovery codes, forms kept and sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gehoor.store.models.base import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_recovery_codes_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "kept_forms",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("ends", Moment(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_kept_forms_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_kept_forms")),
    )
    op.create_index(op.f("ix_kept_forms_person_id"), "kept_forms", ["person_id"])
    op.create_table(
        "sent_forms",
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sent_forms")),
    )


def downgrade() -> None:
    for table in ("sent_forms", "kept_forms", "recovery_codes", "attempts"):
        op.drop_table(table)
