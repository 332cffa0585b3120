"""A page that was left open notices that its session has ended, and loads itself anew: all it shows is the form.

The browser asks a route of our own every few seconds. A fragment that runs by itself would do, too, but its runs fall
between those of the page, which then may keep elements that are gone.
"""

import asyncio
from datetime import timedelta

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.records import sessions

LOOKS_EVERY = timedelta(seconds=10)
_SCRIPT = """<script>
clearInterval(window.cansightWatch);
window.cansightWatch = setInterval(async () => {
  if (!document.querySelector('.st-key-gate_watch')) { clearInterval(window.cansightWatch); return; }
  const answer = await fetch('alive', {headers: {'X-Session': '%s'}}).catch(() => null);
  if (answer && answer.status === 403) location.reload();
}, %d);
</script>"""


def draw_watch(session_id: str) -> None:
    """Let the browser look for the end of this session. Looking is no activity: it keeps nobody signed in."""
    with st.container(key="gate_watch"):
        # The hash names the session and opens nothing; both values are ours.
        st.html(_SCRIPT % (sessions.hashed_token(session_id), LOOKS_EVERY.total_seconds() * 1000),
                unsafe_allow_javascript=True)


async def _alive(request: Request) -> Response:
    lives = await asyncio.to_thread(sessions.lives, request.headers.get("x-session", ""))
    return Response(status_code=204 if lives else 403, headers={"Cache-Control": "no-store"})


ROUTES = [Route("/alive", _alive)]
