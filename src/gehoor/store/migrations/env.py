"""Alembic's way in: runs the steps on the connection that `store.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from gehoor.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
