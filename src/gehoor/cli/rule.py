"""`gehoor rule`: what a rule means, why, and what the sources say."""

from __future__ import annotations

import typer

from gehoor.cli.app import app, fail
from gehoor.cli.setup import load_method


@app.command()
def rule(
    name: str | None = typer.Argument(None, metavar="REGEL", help="Nummer of naam, zoals EXC02."),
    listing: bool = typer.Option(False, "--list", "-l", help="Toon alle regels."),
) -> None:
    """Leg een regel uit: wat, waarom, slechte en goede voorbeelden, bronnen."""
    from rich.console import Console

    from gehoor.reporting.rule_text import show_list, show_rule

    method = load_method()
    console = Console(highlight=False, emoji=False)
    if listing:
        show_list(method, console)
        return
    if name is None:
        fail("noem een regel, zoals «gehoor rule EXC02», of gebruik --list")
    by_slug = {slug: rule_id for rule_id, slug in method.slugs.items()}
    rule_id = name.upper() if name.upper() in method.rules else by_slug.get(name.lower(), "")
    if not rule_id:
        fail(f"onbekende regel «{name}»; «gehoor rule --list» toont ze alle {len(method.rules)}")
    show_rule(method, rule_id, console)
