"""The tables, by subject. Holds no queries: those stand in the modules of `store` itself."""

from gehoor.store.models.audit import AuditEntry, Certificate, RetentionRule, StoreKey
from gehoor.store.models.base import Base
from gehoor.store.models.calls import (
    AgreementRow,
    CallKey,
    CallRow,
    CallRule,
    CallStep,
    CallWord,
    ReviewRow,
    TurnRow,
)
from gehoor.store.models.doors import Attempts, KeptForm, RecoveryCode, SentForm
from gehoor.store.models.house import HouseVersion, PhraseRow
from gehoor.store.models.live import LiveCall, LiveEvent
from gehoor.store.models.people import ApiToken, OneTimeLink, Person, PersonRole, Team, WebSession
from gehoor.store.models.practice import PracticeRow, PracticeTask, PracticeTaskDone
from gehoor.store.models.requests import DoneRequest
from gehoor.store.models.talk import Comment, Objection, Share
from gehoor.store.models.uploads import Upload, UploadItem

__all__ = [
    "AgreementRow",
    "ApiToken",
    "Attempts",
    "AuditEntry",
    "Base",
    "CallKey",
    "CallRow",
    "CallRule",
    "CallStep",
    "CallWord",
    "Certificate",
    "Comment",
    "DoneRequest",
    "HouseVersion",
    "KeptForm",
    "LiveCall",
    "LiveEvent",
    "Objection",
    "OneTimeLink",
    "Person",
    "PersonRole",
    "PhraseRow",
    "PracticeRow",
    "PracticeTask",
    "PracticeTaskDone",
    "RecoveryCode",
    "RetentionRule",
    "ReviewRow",
    "SentForm",
    "Share",
    "StoreKey",
    "Team",
    "TurnRow",
    "Upload",
    "UploadItem",
    "WebSession",
]
