"""Practice calls, and what trainers gave to teams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _ref(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "practices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("changed", sa.DateTime(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _ref("practices", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
    )
    op.create_index(op.f("ix_practices_person_id"), "practices", ["person_id"])
    op.create_table(
        "practice_tasks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("giver_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.String(length=200), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _ref("practice_tasks", "giver_id", "people"),
        _ref("practice_tasks", "team_id", "teams"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_tasks")),
    )
    op.create_index(op.f("ix_practice_tasks_giver_id"), "practice_tasks", ["giver_id"])
    op.create_index(op.f("ix_practice_tasks_team_id"), "practice_tasks", ["team_id"])
    op.create_table(
        "practice_tasks_done",
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _ref("practice_tasks_done", "task_id", "practice_tasks"),
        _ref("practice_tasks_done", "person_id", "people"),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_practice_tasks_done")),
    )
    op.create_index(op.f("ix_practice_tasks_done_person_id"), "practice_tasks_done", ["person_id"])


def downgrade() -> None:
    op.drop_table("practice_tasks_done")
    op.drop_table("practice_tasks")
    op.drop_table("practices")
