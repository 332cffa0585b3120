"""The route that hands over files: to whoever made them, while their session lives, and to nobody else."""

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from core.records import accounts, export_files
from core.records.use_case import Actor
from core.ui.cookies import SESSION
from core.ui.gate import session_of
from core.words import tr

PATH = "export"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def address_of(file_name: str) -> str:
    """Return the address of a file as a link on any page."""
    return f"/{PATH}/{file_name}"


async def _hand_over(request: Request) -> Response:
    session_id = session_of(request.cookies.get(SESSION))
    if session_id is None or await asyncio.to_thread(accounts.seen, session_id) is None:
        return PlainTextResponse(tr("file_sign_in"), status_code=401, headers=_HEADERS)
    name: str = request.path_params["name"]
    file: Path | None = await asyncio.to_thread(export_files.own_file, Actor(session_id), name)
    if file is None:
        return PlainTextResponse(tr("file_gone"), status_code=404, headers=_HEADERS)
    return FileResponse(file, filename=name, headers=_HEADERS)


ROUTES = [Route(f"/{PATH}/{{name}}", _hand_over, methods=["GET"])]
