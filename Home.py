"""Cansight's first page, and its server: ``streamlit run Home.py``."""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.starlette import App

from core.ui import cookies, download, watching
from core.ui.server import lifespan, on_script_error

if get_script_run_ctx(suppress_warning=True) is None:
    routes = [*cookies.ROUTES, *download.ROUTES, *watching.ROUTES]
    app = App(__file__, routes=routes, lifespan=lifespan, on_script_error=on_script_error)
else:
    from core.ui.home import draw_home

    draw_home()
