"""*Beheer, bewaren*: how long what is kept, what would go now, and proof of what went."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlalchemy.orm import Session

from gehoor.store import Faulty, deletion, people, retention
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields, Form
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.security.notes import note
from gehoor.web.texts import marked

HOME: Final = "/beheer/bewaren"
FINISHED: Final = {
    "bewaard": marked("De termijnen zijn bewaard. Elke nacht gaat weg wat te oud is."),
    "op": marked("Opgeruimd. Wat wegging staat hieronder bij de bewijzen."),
}
KINDS: Final = {  # of certificates
    "call": marked("een gesprek"),
    "person": marked("een persoon met alles ervan"),
    **{kind: about.title for kind, about in retention.KINDS.items()},
}
NO_NUMBER: Final = marked("Vul een aantal dagen in, of laat het veld leeg om niet op te ruimen.")


@get(HOME, opt=may("admin"), sync_to_thread=True)
def keeping(request: Asked, klaar: FromQuery[str] = "") -> Response[str]:
    """Show how long what is kept, and what would go now."""
    return _show(request, notice=FINISHED.get(klaar, ""))


def _show(
    request: Asked,
    status: int = 200,
    wanted: dict[str, int | None] | None = None,
    faults: tuple[str, ...] = (),
    notice: str = "",
) -> Response[str]:
    site = request.app.state.site
    with site.store.begin() as session:
        planned = _plan(session, wanted or {}, site.now())
        proofs = deletion.certificates(session, 20)
        names = people.names(session, {proof.person_id for proof in proofs if proof.person_id})
    shown = [
        {
            "made": proof.made,
            "kind": proof.kind,
            "reason": proof.reason,
            "who": names.get(proof.person_id or "", ""),
            "counts": msgspec.json.decode(proof.counts),
        }
        for proof in proofs
    ]
    return page(
        request,
        "manage/keeping.html",
        status,
        planned=planned,
        kinds=retention.KINDS,
        preview=wanted is not None,
        kind_names=KINDS,
        proofs=shown,
        faults_found=faults,
        notice=notice,
    )


def _plan(session: Session, wanted: dict[str, int | None], now: Any) -> Any:
    """Return what would go with these days, which are not kept."""
    trial = session.begin_nested()
    for kind, days in wanted.items():
        retention.set_days(session, kind, days)
    planned = retention.plan(session, now)
    trial.rollback()
    return planned


@post(HOME, opt=may("admin"), sync_to_thread=True)
def choose(request: Asked, form: Fields) -> Response[Any]:
    """Keep the days, or only show what they would do."""
    site = request.app.state.site
    try:
        wanted = _days(form)
        if form.text("preview"):
            return _show(request, wanted=wanted)
        with site.store.begin() as session:
            for kind, days in wanted.items():
                retention.set_days(session, kind, days)
            note(request, "retention.change", "retention", None, session=session, days=wanted)
    except Faulty as fault:
        return _show(request, 422, faults=fault.faults)
    return Redirect(f"{HOME}?klaar=bewaard", status_code=303)


def _days(form: Form) -> dict[str, int | None]:
    given = {kind: form.text(kind) for kind in retention.KINDS}
    if any(text and not (text.isascii() and text.isdigit()) for text in given.values()):
        raise Faulty(NO_NUMBER)
    return {kind: int(text[:9]) if text else None for kind, text in given.items()}


@post(f"{HOME}/nu", opt=may("admin"), sync_to_thread=True)
def clean(request: Asked) -> Response[Any]:
    """Let go what is too old, now."""
    site = request.app.state.site
    retention.run(site.store, request.scope["visitor"].id, site.now())  # type: ignore[typeddict-item]
    return Redirect(f"{HOME}?klaar=op", status_code=303)


ROUTES = [keeping, choose, clean]
