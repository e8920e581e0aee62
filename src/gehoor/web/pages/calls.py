"""*Gesprekken*: the list, with search and filters in its address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get
from sqlalchemy.orm import Session

from gehoor.reporting import words
from gehoor.store import attention, finding, people
from gehoor.store.finding import Listed
from gehoor.web import texts
from gehoor.web.asked import Asked
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, site_of, visitor_of
from gehoor.web.paper import page
from gehoor.web.security.access import Visitor, may
from gehoor.web.site import Site
from gehoor.web.texts import marked
from gehoor.web.views.asked_calls import Asking, asking
from gehoor.web.views.dates import dates_for
from gehoor.web.views.rows import Row, row_of, step_titles

LABELS = {
    "van_wie": marked("van wie"),
    "stap": marked("stap"),
    "stand": marked("stap is"),
    "regel": marked("regel"),
    "warmte": marked("liep op tot"),
    "afloop": marked("afloop"),
    "boos": marked("boosheid"),
    "incident": marked("incident"),
    "vanaf": marked("op of na"),
    "tot": marked("op of vóór"),
}


@get("/gesprekken", opt=may(*PEOPLE_WITH_CALLS), sync_to_thread=True)
def calls_page(request: Asked) -> Response[str]:
    """Show the calls that a person may see, newest first."""
    site, visitor = site_of(request), visitor_of(request)
    asked = asking(request.query_params, site.method)
    with site.store.read() as session:
        found = finding.find(session, site.store.vault, visitor.id, asked.filter, asked.after)
        counted = finding.count(session, site.store.vault, visitor.id, asked.filter)
        rows = rows_of(session, site, visitor, found.calls)
    choices = _choices(site)
    return page(
        request,
        "calls/list.html",
        asked=asked,
        rows=rows,
        counted=counted,
        older=found.next and asked.address(after=found.next),
        choices=choices,
        chips=_chips(asked, choices),
        notice=marked("Het gesprek is weggegooid. Ook wij kunnen het niet meer lezen.")
        if request.query_params.get("gedaan") == "weg"
        else "",
        **dates_for(request),
    )


def rows_of(session: Session, site: Site, visitor: Visitor, listed: Sequence[Listed]) -> list[Row]:
    """Return the rows of some calls, as a visitor sees them."""
    ids = [item.row.id for item in listed]
    owners = people.names(session, {item.row.owner_id for item in listed if not item.mine})
    missed = step_titles(attention.missed_steps(session, ids), site.method)
    looked = attention.looked_at(session, visitor.id, ids)
    say = texts.translations(visitor.language).gettext
    return [
        row_of(
            item,
            owners.get(item.row.owner_id, ""),
            item.row.id not in looked,
            missed.get(item.row.id, []),
            say,
        )
        for item in listed
    ]


def _chips(asked: Asking, choices: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return each filter that is on: its name and value in words, and the list without it."""
    rules = [rule for rules in choices["regel"].values() for rule in rules]
    said = {name: dict(options) for name, options in choices.items() if name != "regel"}
    said |= {"regel": dict(rules), "incident": {"ja": marked("mogelijk")}}
    return [
        (LABELS[name], said.get(name, {}).get(typed, typed), asked.address(without=name))
        for name, typed in asked.narrowed.items()
    ]


def _choices(site: Site) -> dict[str, Any]:
    """Return what can be chosen in the form: (value, words) each, rules under their step."""
    method = site.method
    by_step = {
        text.title: [(key, rule.title) for key, rule in method.rules.items() if rule.step == step]
        for step, text in method.steps.items()
    }
    return {
        "van_wie": [("mij", marked("van mij")), ("gedeeld", marked("met mij gedeeld"))],
        "stap": [(step, text.title) for step, text in method.steps.items()],
        "stand": [("gemist", marked("gemist")), ("gedaan", marked("gedaan"))],
        "regel": {step: rules for step, rules in by_step.items() if rules},
        "warmte": [(str(at), words.TEMPERATURE[at]) for at in (1, 2, 3, 4)],
        "afloop": list(words.OUTCOME.items()),
        "boos": list(words.ANGER.items()),
    }


ROUTES = [calls_page]
