"""«Klopt niet»: contesting a finding, something that was heard, or a kind of anger."""

from __future__ import annotations

from typing import Any, cast, get_args

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.reporting import words
from gehoor.reporting.record import Record
from gehoor.store import Faulty, calls, objections
from gehoor.store.objections import Kind, NewObjection
from gehoor.web.asked import Asked
from gehoor.web.pages.call import review_of
from gehoor.web.pages.forms import UNREADABLE, Form, back, place_of, turn_in
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, Opened, opened
from gehoor.web.paper import page
from gehoor.web.security.access import may

RULE = may(*PEOPLE_WITH_CALLS)
PAGE = "call/doubt.html"


class Judgement(msgspec.Struct, frozen=True):
    """Something that can be contested, and how it is called: `kind:name` in the form."""

    kind: str
    name: str
    says: str

    @property
    def key(self) -> str:
        """Return what stands for it in a form."""
        return f"{self.kind}:{self.name}"


@get("/gesprekken/{call_id:str}/klopt-niet", opt=RULE, sync_to_thread=True)
def doubt_form(request: Asked, call_id: FromPath[str]) -> Response[str]:
    """Show what can be contested at a turn, or of the call as a whole."""
    with opened(request, call_id) as seen:
        return page(request, PAGE, **_shown(seen, dict(request.query_params)))


@post("/gesprekken/{call_id:str}/klopt-niet", opt=RULE, sync_to_thread=True, status_code=303)
def doubt(request: Asked, call_id: FromPath[str], data: Form) -> Response[Any]:
    """Keep an objection with its reason."""
    with opened(request, call_id, change=True) as seen:
        shown = _shown(seen, data)
        try:
            _object(seen, shown, data.get("reden", ""))
        except Faulty as fault:
            return page(request, PAGE, UNREADABLE, **{**shown, "fault": str(fault)})
    return back(call_id, "klopt-niet", place_of(shown["turn"], "inhoud"))


@post(
    "/gesprekken/{call_id:str}/klopt-niet/{doubt_id:str}/terug",
    opt=RULE,
    sync_to_thread=True,
    status_code=303,
)
def undoubt(
    request: Asked, call_id: FromPath[str], doubt_id: FromPath[str], data: Form
) -> Redirect:
    """Take an objection of one's own back."""
    with opened(request, call_id, change=True) as seen:
        objections.take_back(seen.session, doubt_id, seen.visitor.id)
    return back(call_id, "toch-goed", place_of(turn_in(data), "inhoud"))


def _shown(seen: Opened, asked: dict[str, str]) -> dict[str, Any]:
    kind, _, rest = asked.get("bij", "").partition(":")  # of the button that was pressed
    name, _, number = rest.rpartition(":")
    turn = turn_in({"beurt": number} if number else asked)
    review = review_of(seen, asked.get("verslag") or None)
    record = calls.record_in(review, seen.box)
    found = judgements_in(record, turn, seen)
    chosen = asked.get("over") or f"{kind}:{name}"
    keys = [item.key for item in found]
    return {
        "call": seen.row,
        "title": calls.title_of(seen.row, seen.box),
        "review_id": review.id,
        "turn": turn,
        "quote": record.turns[turn].text if turn is not None and turn < len(record.turns) else "",
        "judgements": found,
        "chosen": chosen if chosen in keys else keys[0] if len(keys) == 1 else "",
        "reason": asked.get("reden", ""),
        "fault": "",
    }


def judgements_in(record: Record, turn: int | None, seen: Opened) -> list[Judgement]:
    """Return what a review says at a turn, or of the call as a whole."""
    method = seen.site.method
    found = [
        Judgement("finding", item.rule, method.rules[item.rule].title)
        if item.rule in method.rules
        else Judgement("finding", item.rule, item.slug)
        for item in record.findings
        if item.turn == turn
    ]
    if turn is None:
        kind = record.anger.kind
        found.append(Judgement("anger", kind, words.ANGER.get(kind, kind)))
    elif turn < len(record.turns):
        said = record.turns[turn]
        known = method.acts.get(said.speaker, {})  # type: ignore[call-overload]
        for act in said.acts:
            title = known[act.act].title if act.act in known else act.act
            found.append(Judgement("act", act.act, f"{title}: «{act.quote}»"))
    return list({item.key: item for item in found}.values())


def _object(seen: Opened, shown: dict[str, Any], reason: str) -> None:
    kind, _, name = str(shown["chosen"]).partition(":")
    if kind not in get_args(Kind):
        raise Faulty("kies waar het om gaat")
    new = NewObjection(
        review_id=shown["review_id"],
        person_id=seen.visitor.id,
        kind=cast("Kind", kind),
        name=name,
        reason=reason,
        turn=shown["turn"],
    )
    objections.object_to(seen.session, seen.site.store.vault, new, seen.site.now())


ROUTES = [doubt_form, doubt, undoubt]
