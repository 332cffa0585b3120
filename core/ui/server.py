"""What the server does as it starts: bring the records up to date and, on a new installation, print the setup code."""

import asyncio
import importlib
import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.starlette import App

from core.errors import BadInput, NotSignedIn
from core.records import accounts, alert_webhook, database, secret, watch
from core.ui.page import show_problem
from core.words import tr

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[None]:
    """Prepare the installation before the first visitor; anything wrong with it ends the start with its sentence."""
    await asyncio.to_thread(_prepare)
    threading.Thread(target=importlib.import_module, args=["core.ui.home"], name="load the first page").start()
    watching = asyncio.create_task(_keep_watch())
    yield
    watching.cancel()


async def _keep_watch() -> None:
    """Look, as long as the server runs, for what time alone brings about, and send the alerts that are due."""
    while True:
        for act in (watch.look, alert_webhook.deliver):
            try:
                await asyncio.to_thread(act)
            except Exception:
                log.exception("the watch failed, and looks again")
        await asyncio.sleep(watch.EVERY.total_seconds())


def _prepare() -> None:
    database.prepare()
    secret.cookie_key()
    code = accounts.issue_setup_code()
    if code:
        sys.stdout.write(f"\n  First start. Open the page and create the first administrator. Setup code: {code}\n\n")
        sys.stdout.flush()


def on_script_error(error: Exception) -> bool:
    """Say in a sentence what a page's uncaught error means for the person; the details go to the log alone."""
    if isinstance(error, NotSignedIn | BadInput):
        show_problem(str(error))
        return True
    log.error("a page failed", exc_info=error)
    show_problem(tr("page_failed"))
    return True
