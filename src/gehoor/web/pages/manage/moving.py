"""*Beheer*, data of one person: what the administration has, putting a download back, deletion.

What somebody said in calls is theirs alone: they download it themselves (*Mijn gegevens*). An
administrator gets what stands in the account and the log.
"""

from __future__ import annotations

import io
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Faulty, Refused, audit, deletion, people, restoring
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields
from gehoor.web.pages.manage.people import HOME, one_page
from gehoor.web.security.access import may
from gehoor.web.security.notes import note
from gehoor.web.texts import marked

NO_FILE = marked("Kies eerst een bestand.")
NOT_SURE = marked("Typ het e-mailadres precies over om te verwijderen.")
NO_REASON = marked("Schrijf in een paar woorden waarom; dat komt op het bewijs.")
NOT_YOURSELF = marked("Jezelf verwijderen kan niet; vraag een andere beheerder.")
LINES = 10_000


@get(f"{HOME}/{{person_id:str}}/gegevens.json", opt=may("admin"), sync_to_thread=True)
def account(request: Asked, person_id: FromPath[str]) -> Response[bytes]:
    """Give what the account and the log hold about somebody, without any call."""
    with request.app.state.site.store.read() as session:
        person = people.get(session, person_id)
        lines = audit.about(session, concerns_id=person_id, size=LINES)
        data = {
            "name": person.name,
            "email": person.email,
            "team": person.team.name if person.team else None,
            "roles": sorted(person.role_names),
            "language": person.language,
            "active": person.active,
            "created": person.created,
            "log": [{"at": line.at, "action": line.action, "by": line.person_id} for line in lines],
        }
    note(request, "person.account", "person", person_id)
    headers = {"content-disposition": 'attachment; filename="account.json"'}
    body = msgspec.json.format(msgspec.json.encode(data), indent=1)
    return Response(body, media_type="application/json", headers=headers)


@post(f"{HOME}/{{person_id:str}}/terugzetten", opt=may("admin"), sync_to_thread=True)
def put_back(request: Asked, person_id: FromPath[str], form: Fields) -> Response[Any]:
    """Put what somebody downloaded elsewhere into their account here."""
    site, file = request.app.state.site, form.file("file")
    if file is None:
        return one_page(request, person_id, 422, faults_found=[NO_FILE])
    data = io.BytesIO(file.file.read())
    try:
        with site.store.begin() as session:
            done = restoring.restore(session, site.store.vault, person_id, data)
            note(request, "person.restore", "person", person_id, session=session, calls=done.calls)
    except Faulty as fault:
        return one_page(request, person_id, 422, faults_found=list(fault.faults))
    return one_page(request, person_id, restored=done)


@post(f"{HOME}/{{person_id:str}}/verwijderen", opt=may("admin"), sync_to_thread=True)
def delete(request: Asked, person_id: FromPath[str], form: Fields) -> Response[Any]:
    """Delete somebody with everything of theirs; a certificate stays."""
    site, by = request.app.state.site, request.scope["visitor"].id  # type: ignore[typeddict-item]
    with site.store.read() as session:
        email = people.get(session, person_id).email
    faults = [NOT_YOURSELF] if by == person_id else []
    faults += [] if people.address_of(form.text("email")) == email else [NOT_SURE]
    faults += [] if form.text("reason") else [NO_REASON]
    if faults:
        return one_page(request, person_id, 422, faults_found=faults)
    try:
        with site.store.begin() as session:
            proof = deletion.delete_person(session, person_id, by, form.text("reason"), site.now())
            note(request, "person.delete", "person", person_id, session=session, proof=proof)
    except Refused as fault:
        return one_page(request, person_id, 409, faults_found=[str(fault)])
    site.store.scrub()
    return Redirect(f"{HOME}?klaar=weg", status_code=303)


ROUTES = [account, put_back, delete]
