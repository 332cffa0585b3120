"""Cansight's first page, and its server: ``streamlit run Home.py``."""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.starlette import App

from core.ui import cookies, download
from core.ui.server import lifespan, on_script_error

if get_script_run_ctx(suppress_warning=True) is None:
    app = App(__file__, routes=[*cookies.ROUTES, *download.ROUTES], lifespan=lifespan, on_script_error=on_script_error)
else:
    from core.ui.home import draw_home

    draw_home()
