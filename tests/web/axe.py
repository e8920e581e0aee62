"""Accessibility by axe-core in a real browser: WCAG 2.2 AA and best practices, no violations."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faults_of(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands now."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{item['id']}: {item['help']}: {node['target']}"
        for item in found.response["violations"]
        for node in item["nodes"]
    ]
