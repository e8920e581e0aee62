"""Calls in progress."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_calls",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("changed", sa.DateTime(), nullable=False),
        sa.Column("reference", sa.LargeBinary(length=16), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("opening", sa.LargeBinary(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("threat", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.DateTime(), nullable=True),
        sa.Column("helper_id", sa.String(length=32), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["people.id"],
            name=op.f("fk_live_calls_owner_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"],
            ["people.id"],
            name=op.f("fk_live_calls_helper_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_calls")),
        sa.UniqueConstraint("reference", name=op.f("uq_live_calls_reference")),
    )
    for column in ("owner_id", "changed", "helper_id"):
        op.create_index(op.f(f"ix_live_calls_{column}"), "live_calls", [column])
    op.create_table(
        "live_events",
        sa.Column("live_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["live_id"],
            ["live_calls.id"],
            name=op.f("fk_live_events_live_id_live_calls"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("live_id", "number", name=op.f("pk_live_events")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("live_events")
    op.drop_table("live_calls")
