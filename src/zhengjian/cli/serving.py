"""Serves the console with the standard library's server, one thread a request: one modest machine, no service to install."""

from __future__ import annotations

import errno
import socketserver
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from zhengjian.cli.output import shell
from zhengjian.config import Workspace
from zhengjian.service import Stop, open_ledger
from zhengjian.service.setup import reason

MOST_REQUEST_SECONDS = 30
CHORES_EVERY_SECONDS = 60.0


class _Request(WSGIRequestHandler):
    """Quiet on the console, patient for no longer than half a minute with a slow visitor."""

    timeout = MOST_REQUEST_SECONDS

    def log_message(self, format: str, *args: object) -> None:
        """Requests are in the audit log where they change something."""


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who went away is no fault of ours."""


def _keep_house(workspace: Workspace, stop: threading.Event) -> None:
    """Reminders, waivers and mail, once a minute until the console stops; a fault is logged and tried again."""
    from zhengjian.service.clerk import one_turn

    while not stop.wait(CHORES_EVERY_SECONDS):
        one_turn(workspace)


def serve(workspace: Workspace, address: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; raises ``Stop`` when the port cannot be had."""
    open_ledger(workspace)
    from zhengjian.console.wsgi import FIRST_USER, application, first_run

    password = first_run(workspace)
    try:
        server = _Server((address, port), _Request)
    except OSError as error:
        remedy = "请用 --port 换一个端口，或先停止占用它的程序" if error.errno == errno.EADDRINUSE else "请检查地址和权限"
        raise Stop(f"无法在 {address}:{port} 启动控制台（{reason(error)}）；{remedy}") from None
    except OverflowError:
        raise Stop(f"端口 {port} 不在 0 至 65535 之间；请用 --port 换一个端口") from None
    stop = threading.Event()
    threading.Thread(target=_keep_house, args=(workspace, stop), name="chores", daemon=True).start()
    with server:
        server.set_app(application)
        url = f"http://{address}:{server.server_port}/"
        try:
            if password is not None:
                shell.say(
                    f"首个账号 {FIRST_USER}，一次性口令 {password}（登录后须修改，此口令不再显示）", user=FIRST_USER, password=password
                )
            shell.say(f"控制台已启动：{url}（按 Ctrl-C 停止）", url=url)
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            shell.say("控制台已停止")
        finally:
            stop.set()
