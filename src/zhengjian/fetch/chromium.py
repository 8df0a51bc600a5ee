"""One process of the system's chromium, with a proxy of ours as its only way out, and how it is ended.

What a page can do inside a browser cannot be bounded from inside: scripts may never end, memory may never suffice. So
the process, with all its children, is watched and ended from outside.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from zhengjian.model import Clock

MOST_MEMORY = 1 << 30
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 20.0
_PAGE = os.sysconf("SC_PAGE_SIZE")


def chromium() -> str:
    """The path of the system's chromium, when the driver for it is installed, too; empty when there is no browser tier."""
    if find_spec("playwright") is None:
        return ""
    return next((path for path in map(shutil.which, _NAMES) if path), "")


class Chromium:
    """A running browser: ``endpoint`` is the address of its control port. Raises ``RuntimeError`` when it does not start."""

    def __init__(self, proxy_port: int, clock: Clock) -> None:
        self._profile = tempfile.mkdtemp(prefix="zhengjian-browser-")
        self.started = clock.monotonic()
        self._process = subprocess.Popen(
            [*_mortal(), chromium(), *_flags(self._profile, proxy_port), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.endpoint = self._wait_for_port(clock)

    def _wait_for_port(self, clock: Clock) -> str:
        ready = Path(self._profile) / "DevToolsActivePort"
        until = self.started + _START_SECONDS
        while clock.monotonic() < until and self._process.poll() is None:
            if ready.is_file() and len(lines := ready.read_text().splitlines()) == 2:
                return f"http://127.0.0.1:{lines[0]}"
            time.sleep(0.05)
        self.end()
        raise RuntimeError("chromium 未能启动")

    @property
    def memory(self) -> int:
        """Bytes that the process and its children hold for themselves: resident without what they share."""
        return sum(map(_own_memory, self._family()))

    @property
    def alive(self) -> bool:
        """False when its first process is gone, whoever ended it."""
        # Looked at without collecting it: its number must stay its own until ``end``, or ``kill`` could hit a stranger.
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def kill(self) -> None:
        """End the browser and all its children, by their process group; safe to call from any thread, and twice."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End it, wait for it, and remove its profile."""
        self.kill()
        self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _family(self) -> list[int]:
        """Every process of the browser's session."""
        found = []
        for entry in os.scandir("/proc") if Path("/proc").is_dir() else []:
            with suppress(OSError, ValueError, IndexError):
                if entry.name.isdigit() and os.getsid(int(entry.name)) == self._process.pid:
                    found.append(int(entry.name))
        return found


class Driver:
    """The driver's own process, told by which child of ours appears while it is started.

    When a browser dies at the wrong moment a call into the driver may never return: only ending the driver helps then.
    """

    _starting = threading.Lock()

    def __init__(self, start: Callable[[], Any]) -> None:
        with Driver._starting:
            before = set(_children())
            self.playwright = start()
            self._pids = [pid for pid in set(_children()) - before if "playwright" in _command(pid)]

    def kill(self) -> None:
        """End it; every call into it that still waits then fails."""
        for pid in self._pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _children() -> Iterator[int]:
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            yield from map(int, task.read_text().split())


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace")
    return ""


def _mortal() -> list[str]:
    """What runs the browser so that the kernel ends it with us, even when we are killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _own_memory(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * _PAGE
    return 0


def _flags(profile: str, proxy_port: int) -> list[str]:
    flags = [
        "--headless=new",
        f"--user-data-dir={profile}",
        "--remote-debugging-port=0",
        f"--proxy-server=http://127.0.0.1:{proxy_port}",
        "--proxy-bypass-list=<-loopback>",  # without it loopback would go direct, past the proxy
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-print-preview",
        # An address is asked for as it stands: trying https first costs up to three seconds where port 443 is shut.
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,HttpsFirstModeV2,OptimizationHints,MediaRouter,Translate",
        "--no-first-run",
        "--mute-audio",
        "--hide-scrollbars",
        "--js-flags=--max-old-space-size=512",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # chromium refuses to sandbox root; run the service as a user of its own
    return flags
