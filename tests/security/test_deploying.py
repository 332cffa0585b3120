"""What the README says about rights and about deploying is so."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from core.quality.rights import RIGHTS, Role
from core.ui.cookies import SESSION
from tests.browser.serving import ROOT, running_server
from tests.security.conftest import Door
from tests.security.tab import Tab, request
from tests.security.test_cookies import sign_in

README = (ROOT / "README.md").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def test_the_table_of_rights_is_the_one_that_every_use_case_asks() -> None:
    table = README.partition("## Users and rights")[2].partition("\n\nThe one")[0]
    head, *rows = re.findall(r"^\|(.*)\|$", table, re.M)
    roles = [Role(cell.strip()) for cell in head.split("|")[1:]]
    told = {}
    for row in rows[1:]:
        name, *cells = (cell.strip() for cell in row.split("|"))
        told[name] = {role for role, cell in zip(roles, cells, strict=True) if cell == "yes"}
    assert told == {right.value: set(roles) for right, roles in RIGHTS.items()}


def block() -> str:
    """The nginx example as it stands in the README."""
    return README.partition("<!-- nginx -->\n```nginx\n")[2].partition("```")[0]


def test_the_example_passes_on_what_the_app_relies_on() -> None:
    example = block()
    for line in ("proxy_set_header Host $http_host;", "proxy_set_header Upgrade $http_upgrade;",
                 "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header X-Forwarded-Proto $scheme;",
                 "client_max_body_size 100m;"):
        assert line in example
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "maxUploadSize = 100\n" in config and 'address = "localhost"' in config
    closed = re.search(r"location ~ (\S+) \{\s+return 404;", example)
    assert closed
    for path in ("/_stcore/agent/interact", "/_stcore/metrics"):
        assert re.search(closed.group(1), path)
    for path in ("/_stcore/stream", "/_stcore/health", "/_stcore/upload_file/a/b", "/cookie", "/Inspect"):
        assert not re.search(closed.group(1), path)


def test_a_host_name_that_is_not_allowed_opens_no_page(tmp_path: Path) -> None:
    """Another site's name that leads to this machine would make its pages ours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "localhost")
        with running_server(tmp_path) as server:
            with Tab(server.url) as tab:
                assert "Setup code" in tab.open().widgets
            with pytest.raises(WebSocketException):
                Tab(server.url.replace("localhost", "127.0.0.1"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def proxy(door: Door, tmp_path: Path) -> Iterator[str]:
    """nginx as the README sets it up, on free ports of this machine, with a certificate made for it."""
    if NGINX is None:
        pytest.skip("needs nginx: install Debian's package nginx")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-keyout", tmp_path / "server.key", "-out", tmp_path / "server.crt"],
                   check=True, capture_output=True)
    tls, plain = free_port(), free_port()
    example = (block().replace("/etc/cansight", str(tmp_path)).replace("listen 443", f"listen 127.0.0.1:{tls}")
               .replace("listen 80", f"listen 127.0.0.1:{plain}")
               .replace("127.0.0.1:8501", door.url.removeprefix("http://")))
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi",
                                                                             "scgi"))
    file = tmp_path / "nginx.conf"
    file.write_text(f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\nevents {{}}\n"
                    f"http {{ access_log off; {folders}{example} }}\n")
    running = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(file)], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", tls)) == 0:
                    break
            assert running.poll() is None, running.stderr.read() if running.stderr else ""
            time.sleep(0.1)
        yield f"https://localhost:{tls}"
    finally:
        running.terminate()
        running.wait(timeout=20)


def test_behind_the_example_people_sign_in_with_a_cookie_that_never_leaves_tls(door: Door, proxy: str) -> None:
    with Tab(proxy, {"_streamlit_xsrf": "my browser"}) as tab:
        ticket = sign_in(tab).ticket
    status, headers = request(proxy, "/cookie", "POST", {"X-Ticket": ticket})
    assert status == 204
    assert all(part in headers["set-cookie"].lower() for part in ("secure", "httponly", "samesite=strict"))
    assert headers["strict-transport-security"] and headers["content-security-policy"] == "frame-ancestors 'self'"
    token = headers["set-cookie"].partition("=")[2].partition(";")[0]
    with Tab(proxy, {SESSION: token}) as tab:
        assert tab.open().is_open
    assert request(proxy, "/_stcore/metrics")[0] == request(proxy, "/_stcore/agent/openapi.json")[0] == 404
