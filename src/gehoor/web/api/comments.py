"""Comments on a call, and coaching agreements: comments with a day."""

from __future__ import annotations

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, RawBody
from msgspec import UNSET

from gehoor.store import talk
from gehoor.store.talk import Said
from gehoor.web.api.editions import demand_edition, etag
from gehoor.web.api.examples import COMMENT
from gehoor.web.api.forms.talk import CommentChange, CommentForm, CommentList, NewCommentForm
from gehoor.web.api.given import given, takes
from gehoor.web.api.here import WITH_CALLS, Seen, seen
from gehoor.web.api.once import once
from gehoor.web.api.problems import not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import READ, WRITE

_TAG = ["Opmerkingen"]
_SAME = tuple(CommentForm.__struct_fields__)


@get(
    "/calls/{call_id:str}/comments",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_TAG,
    summary="De opmerkingen bij een gesprek",
    description="Oudste eerst. Met een datum (`due`) is een opmerking een afspraak.",
    sync_to_thread=True,
)
def list_comments(request: Asked, call_id: FromPath[str]) -> Response[CommentList]:
    """Return the comments on a call."""
    with seen(request, call_id) as call:
        said = talk.comments_on(call.session, call.vault, call_id)
    return Response(CommentList(tuple(map(form_of, said))))


@post(
    "/calls/{call_id:str}/comments",
    opt=may(*WITH_CALLS, scope=WRITE)
    | takes(NewCommentForm, example=COMMENT, keeps=True, made=True),
    tags=_TAG,
    summary="Schrijf een opmerking",
    description="Bij een beurt (`turn`, vanaf 0) of bij het hele gesprek. "
    "Met `due` wordt het een afspraak.",
    status_code=201,
    sync_to_thread=True,
)
def add_comment(request: Asked, call_id: FromPath[str], body: RawBody) -> Response[CommentForm]:
    """Keep a comment."""
    form = given(request, body, NewCommentForm)
    with seen(request, call_id, change=True) as call:
        new = talk.NewComment(call_id, call.visitor.id, form.text, form.turn, form.due)

        def make() -> str:
            call.note("comment.add")
            return talk.add_comment(call.session, call.vault, new, call.site.now())

        made = once(call.session, request, body, make)
        return _answer(_said(call, made.id), 201)


@get(
    "/calls/{call_id:str}/comments/{comment_id:str}",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_TAG,
    summary="Eén opmerking",
    description="Met de `ETag` die nodig is om haar te veranderen.",
    sync_to_thread=True,
)
def one_comment(
    request: Asked, call_id: FromPath[str], comment_id: FromPath[str]
) -> Response[CommentForm]:
    """Return a comment."""
    with seen(request, call_id) as call:
        return _answer(_said(call, comment_id))


@patch(
    "/calls/{call_id:str}/comments/{comment_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE)
    | takes(CommentChange, example={"text": COMMENT["text"]}, edits=True),
    tags=_TAG,
    summary="Verander een opmerking",
    description="Alleen wat je meegeeft verandert. Een afspraak vink je af met `done`.",
    sync_to_thread=True,
)
def change_comment(
    request: Asked, call_id: FromPath[str], comment_id: FromPath[str], body: RawBody
) -> Response[CommentForm]:
    """Change a comment of one's own, or an agreement about one's own call."""
    form = given(request, body, CommentChange)
    with seen(request, call_id, change=True) as call:
        said = _said(call, comment_id)
        demand_edition(request, said.edition)
        _change(call, said, form)
        call.session.flush()
        return _answer(_said(call, comment_id))


def _change(call: Seen, said: Said, form: CommentChange) -> None:
    now = call.site.now()
    if form.text is not UNSET or form.due is not UNSET:
        text = said.text if form.text is UNSET else form.text
        due = said.due if form.due is UNSET else form.due
        edit = talk.Edit(text, said.edition, due)
        talk.edit_comment(call.session, call.vault, said.id, call.visitor.id, edit, now)
        call.session.expire_all()
    if form.done is not UNSET:
        talk.set_done(call.session, said.id, call.visitor.id, form.done, now)
    call.note("comment.edit")


@delete(
    "/calls/{call_id:str}/comments/{comment_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE),
    tags=_TAG,
    summary="Verwijder een opmerking",
    description="Alleen wie haar schreef kan dat.",
    status_code=204,
    sync_to_thread=True,
)
def delete_comment(request: Asked, call_id: FromPath[str], comment_id: FromPath[str]) -> None:
    """Delete a comment of one's own."""
    with seen(request, call_id, change=True) as call:
        said = _said(call, comment_id)
        talk.delete_comment(call.session, said.id, call.visitor.id)
        call.note("comment.delete")


def form_of(said: Said) -> CommentForm:
    """Return a comment as it goes out."""
    return CommentForm(**{key: getattr(said, key) for key in _SAME})


def _said(call: Seen, comment_id: str) -> Said:
    for said in talk.comments_on(call.session, call.vault, call.row.id):
        if said.id == comment_id:
            return said
    raise not_found("Deze opmerking")


def _answer(said: Said, status: int = 200) -> Response[CommentForm]:
    headers = {"ETag": etag(said.edition)}
    if status == 201:
        headers["Location"] = f"/api/calls/{said.call_id}/comments/{said.id}"
    return Response(form_of(said), status_code=status, headers=headers)


ROUTES = [list_comments, add_comment, one_comment, change_comment, delete_comment]
