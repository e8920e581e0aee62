"""Figures of the help during calls, for Prometheus. No words, no people, no calls by name."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS: Final = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 5.0)


class Figures:
    """What one process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Gauge(
            "gehoor_live_calls", "Calls in progress known to this process", registry=self.registry
        )
        self.watched = Gauge(
            "gehoor_live_watchers", "Pages and programmes that look along", registry=self.registry
        )
        self.connections = Gauge(
            "gehoor_live_connections", "Open WebSockets", registry=self.registry
        )
        self.waiting = Gauge("gehoor_live_waiting", "Jobs that wait", registry=self.registry)
        self.events = Counter(
            "gehoor_live_events", "Events taken in", ["kind"], registry=self.registry
        )
        self.refused = Counter(
            "gehoor_live_refused", "What was refused", ["why"], registry=self.registry
        )
        self.cards = Counter(
            "gehoor_live_cards", "Cards put up", ["situation"], registry=self.registry
        )
        self.seconds = Histogram(
            "gehoor_live_seconds",
            "From words to view, kept and all",
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return bytes(generate_latest(self.registry))
