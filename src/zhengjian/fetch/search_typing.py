"""Types words into a site's search box in the browser and brings what it then shows. Work for ``browser.use``.

Only a field that speaks of searching is typed into, and never one beside a password. No document is posted but by the form
around that field alone, or to an address that speaks of searching, and none at all when the office forbids it. New windows
open in place. Links that stood on the page before carry their old words as a mark, so that only what the search brought
counts as its result.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from zhengjian.facts.search_box import SPEAKS
from zhengjian.fetch import verdicts
from zhengjian.fetch.browser import RENDERED, own_world
from zhengjian.fetch.visit import Fetched
from zhengjian.model import Clock, FetchCode, Snapshot

SECONDS = 40.0
_SETTLE_MS = 2500
_ANSWER_MS = 5000
_PRESS_MS = 5000
_MOST = 8 << 20
_IN_PLACE = """window.open = address => { if (address) location.href = address; return window };
const here = form => form.removeAttribute('target'), submit = HTMLFormElement.prototype.submit;
HTMLFormElement.prototype.submit = function () { here(this); return submit.call(this) };
addEventListener('submit', event => here(event.target), true);
addEventListener('click', event => {
  const link = event.target.closest && event.target.closest('a[target]'); if (link) here(link) }, true);"""
_BOX = """(() => {
  const speaks = /search|sousuo|query|keyword|jiansuo|检索|搜|全文|站内/i;
  const sends = /搜|查询|检索|search|sousuo|btn|submit/i;
  const buttons = 'button, input[type=submit], input[type=button], input[type=image], a, [onclick], i, span, img';
  const shown = one => one.offsetParent !== null && one.getClientRects().length > 0 && !one.disabled && !one.readOnly;
  const named = one => [one.id, one.name, one.className, one.placeholder, one.title, one.getAttribute('aria-label'), one.type].join(' ');
  const form = one => { const found = one.closest('form');
    return found ? [found.id, found.className, found.getAttribute('action'), found.getAttribute('role')].join(' ') : '' };
  const secret = one => { const found = one.closest('form');
    return found && found.querySelector('input[type=password], input[type=file], input[type=email], input[type=tel], textarea') };
  const fields = [...document.querySelectorAll('input')]
    .filter(one => ['text', 'search', ''].includes((one.type || '').toLowerCase()) && shown(one) && !secret(one));
  const box = fields.find(one => speaks.test(named(one))) || fields.find(one => speaks.test(form(one)));
  if (!box) return null;
  document.querySelectorAll('a').forEach(one => one.setAttribute('data-zhengjian-old', one.textContent.trim().slice(0, 200)));
  box.setAttribute('data-zhengjian', 'box');
  for (let place = box.parentElement, up = 0; place && up < 4; place = place.parentElement, up++) {
    const button = [...place.querySelectorAll(buttons)].find(one => one !== box && shown(one)
      && sends.test([one.textContent.slice(0, 12), one.value, one.id, one.className, one.alt, one.title, one.type].join(' ')));
    if (button) { button.setAttribute('data-zhengjian', 'button'); break }
  }
  const around = box.closest('form');
  const fields_around = around ? around.querySelectorAll('input[type=text], input[type=search], input:not([type])') : [];
  return fields_around.length === 1 ? around.action : '' })()"""
_LOOK = "[location.href, document.body ? document.body.innerText.slice(0, 200000) : '']"


@dataclass(frozen=True, slots=True)
class Typed:
    """The page after a search, the text that it showed, and in Chinese why nothing could be typed."""

    fetched: Fetched
    shown: str = ""
    trouble: str = ""


def nothing(url: str, why: str, clock: Clock) -> Typed:
    """The answer of a search that the browser could not make."""
    return Typed(
        Fetched(Snapshot(id="", url=url, final_url=url, at=clock.now(), code=FetchCode.PARSE_PARTIAL, detail=why)), "", why or "浏览器出错"
    )


def search(page: Any, url: str, words: str, *, post: bool, clock: Clock) -> Typed:
    """Open a page, type the words into its search box, send them as a person would, and read what is shown."""
    at, began = clock.now(), clock.monotonic()
    status: list[int] = []
    page.add_init_script(_IN_PLACE)
    searches: set[str] = set()
    page.context.route("**/*", lambda route: _pass(route, searches, post=post))
    page.on("response", lambda response: status.append(response.status) if _is_document(response) else None)
    page.goto(url, wait_until="domcontentloaded", timeout=SECONDS * 1000)
    _settle(page, _SETTLE_MS)
    form = own_world(page)(_BOX)
    if form is None:
        return nothing(url, "浏览器中的页面未见搜索框", clock)
    searches.add(form)
    before = own_world(page)(_LOOK)
    box, button = page.locator("[data-zhengjian=box]"), page.locator("[data-zhengjian=button]")
    box.fill(words, timeout=_PRESS_MS)
    box.press("Enter", timeout=_PRESS_MS, no_wait_after=True)
    _settle(page, _ANSWER_MS)
    final, shown = own_world(page)(_LOOK)
    if final == before[0] and (shown == before[1] or words not in shown) and button.count():
        with suppress(Exception):
            button.first.click(timeout=_PRESS_MS, no_wait_after=True)
        _settle(page, _ANSWER_MS)
    evaluate = own_world(page)
    final, shown = evaluate(_LOOK)
    if [final, shown] == before or not final.startswith("http"):
        return nothing(url, "在浏览器中输入后页面没有变化，或未能打开结果页", clock)
    html = evaluate(f"document.documentElement.outerHTML.slice(0, {_MOST})").encode("utf-8", "replace")
    number = status[-1] if status else 0
    snapshot = Snapshot(
        id="",
        url=url,
        final_url=final,
        at=at,
        code=verdicts.of_answer(number, b"", html, 0.0, None),
        seconds=round(clock.monotonic() - began, 4),
        http_status=number or None,
        content_type="text/html; charset=utf-8",
        sha256=sha256(html).hexdigest(),
        size=len(html),
        detail=f"在浏览器的搜索框中输入“{words}”后的页面",
    )
    head = f"HTTP/1.1 {number}\r\nContent-Type: text/html; charset=utf-8\r\n{RENDERED}".encode()
    return Typed(Fetched(snapshot, html, html, head, rendered=True), shown)


def _pass(route: Any, searches: set[str], *, post: bool) -> None:
    """Let a request go, but no posted document other than a search, and none at all where that is forbidden."""
    request = route.request
    posted = request.method not in {"GET", "HEAD", "OPTIONS"}
    document = request.is_navigation_request()
    allowed = post and (not document or request.url in searches or SPEAKS.search(request.url) is not None)
    if posted and not allowed:
        route.abort()
    else:
        route.continue_()


def _is_document(response: Any) -> bool:
    request = response.request
    return bool(request.is_navigation_request() and request.frame.parent_frame is None)


def _settle(page: Any, most: int) -> None:
    page.wait_for_timeout(300)
    with suppress(Exception):
        page.wait_for_load_state("networkidle", timeout=most)
