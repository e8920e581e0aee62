"""What the log says, in words: the names of actions as people read them."""

from __future__ import annotations

from typing import Final

from gehoor.web.texts import marked

_ACTIONS: Final = {
    "call.look": marked("bekeek het gesprek"),
    "call.add": marked("voegde het gesprek toe"),
    "call.download": marked("downloadde het gesprek"),
    "call.export": marked("downloadde het gesprek"),
    "call.share": marked("deelde het gesprek"),
    "call.unshare": marked("nam het delen terug"),
    "call.delete": marked("verwijderde het gesprek"),
    "call.review": marked("liet het gesprek opnieuw beoordelen"),
    "call.rename": marked("gaf het gesprek een andere titel"),
    "comment.add": marked("schreef een opmerking"),
    "comment.edit": marked("veranderde een opmerking"),
    "comment.delete": marked("verwijderde een opmerking"),
    "objection.add": marked("zei dat er iets niet klopt"),
    "objection.back": marked("nam terug dat er iets niet klopt"),
    "promise.settle": marked("zei wat er van een afspraak is geworden"),
    "login": marked("logde in"),
    "second-step.codes": marked("maakte nieuwe herstelcodes"),
    "link.first-admin": marked("werd de eerste beheerder"),
    "link.invite": marked("nam een uitnodiging aan"),
    "link.reset": marked("koos een nieuw wachtwoord met een link"),
    "link.make": marked("maakte een link om in te komen"),
    "password.change": marked("veranderde het wachtwoord"),
    "second-step.on": marked("zette de tweede stap aan"),
    "second-step.off": marked("zette de tweede stap uit"),
    "sessions.end": marked("logde overal uit"),
    "token.make": marked("maakte een token"),
    "token.end": marked("trok een token in"),
    "person.add": marked("voegde iemand toe"),
    "person.change": marked("veranderde gegevens"),
    "person.delete": marked("verwijderde iemand"),
    "person.export": marked("downloadde alle eigen gegevens"),
    "person.account": marked("downloadde accountgegevens"),
    "person.restore": marked("zette gegevens terug"),
    "team.add": marked("maakte een team"),
    "team.change": marked("hernoemde een team"),
    "team.delete": marked("verwijderde een team"),
    "retention.change": marked("veranderde de bewaartermijnen"),
    "retention.run": marked("ruimde op wat te oud was"),
    "audit.trim": marked("ruimde oude regels van het logboek op"),
    "audit.verify": marked("controleerde het logboek"),
    "examples.add": marked("voegde de voorbeeldgesprekken toe"),
    "house.change": marked("veranderde de huisstijl"),
}


def sentence_of(action: str) -> str:
    """Return an action in Dutch words; one without words as it is called."""
    return _ACTIONS.get(action, action)


def actions() -> dict[str, str]:
    """Return all actions that have words."""
    return dict(_ACTIONS)
