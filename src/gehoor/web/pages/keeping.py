"""What an owner does with a call: share, name, review again, take away; and downloading."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from gehoor.coaching import Advice
from gehoor.reporting.html_form import as_html, page_name
from gehoor.reporting.record import Record, advice_in, record_of, review_in
from gehoor.reporting.vcon_form import MEDIA_TYPE, as_vcon
from gehoor.store import Faulty, audit, calls, retention, shares
from gehoor.store.audit import Event
from gehoor.web.asked import Asked
from gehoor.web.pages.call import review_of
from gehoor.web.pages.forms import UNREADABLE, Form, back
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, Opened, log, opened, site_of
from gehoor.web.paper import page
from gehoor.web.security.access import may

RULE = may(*PEOPLE_WITH_CALLS)
"""
