"""Where calls, reviews and people are kept: SQLite in one file, or PostgreSQL.

Why it exists: so that nobody else has to know SQL, keys or who may see what. Holds no pages
(that is `web`) and no judgement of calls (that is `reviewing`).

    >>> store = open_store("sqlite:///gehoor.db", Keyring.from_file(Path("gehoor.key")))
    >>> with store.begin() as session:
    ...     call_id = calls.add(session, store.vault, new_call)
"""

from gehoor.store.database import Store, open_store
from gehoor.store.fault import Conflict, Faulty, Refused, StoreFault
from gehoor.store.vault import KeyFault, Keyring, Vault

__all__ = [
    "Conflict",
    "Faulty",
    "KeyFault",
    "Keyring",
    "Refused",
    "Store",
    "StoreFault",
    "Vault",
    "open_store",
]
