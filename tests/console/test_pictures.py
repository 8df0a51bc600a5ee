"""Pictures of findings in the console: drawn when asked for, with a caption, or in words why there is none."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from tests.console.world import MOBILE, ONE, PERIOD, World

from zhengjian.fetch.browser import chromium
from zhengjian.service import pictures


def asked(page: str, id_: str) -> bool:
    """True when the page asks for the finding's picture."""
    return f'hx-get="/{PERIOD}/findings/{id_}/picture/"' in page


def test_pages_ask_for_pictures_where_a_finding_has_a_place(world: World, sign_in: Callable[[str], Client]) -> None:
    office, veto = sign_in("office"), world.ids["veto"]
    for address in (f"/{PERIOD}/findings/{veto}/", f"/{PERIOD}/review/?at={veto}", f"/{PERIOD}/targets/site/{ONE}/"):
        assert asked(office.get(address).content.decode(), veto), address


@pytest.mark.skipif(not chromium(), reason="no chromium here: there are no pictures")
def test_a_picture_comes_with_its_caption_and_holds_nothing_personal(world: World, sign_in: Callable[[str], Client]) -> None:
    office, plain = sign_in("office"), world.ids["plain"]
    page = office.get(f"/{PERIOD}/findings/{plain}/picture/").content.decode()
    assert (
        f'src="/{PERIOD}/findings/{plain}/picture.png"' in page and "问题位置已标出" in page and "未执行脚本" in page and MOBILE not in page
    )
    answer = office.get(f"/{PERIOD}/findings/{plain}/picture.png")
    assert answer["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")


@pytest.mark.skipif(not chromium(), reason="no chromium here: there are no pictures")
def test_a_notice_shows_its_findings(world: World, sign_in: Callable[[str], Client]) -> None:
    sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    office = sign_in("office")
    notice = office.post(f"/{PERIOD}/notices/issue/", {"unit": "C1"})["Location"]
    made = b"".join(office.get(f"{notice}document/").streaming_content)  # type: ignore[attr-defined]
    document = Document(BytesIO(made))
    assert len(document.inline_shapes) == 1
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "问题截图" in text and "问题清单第1项：甲市人民政府网站" in text and MOBILE not in text


def test_without_a_browser_the_page_says_so(world: World, sign_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "chromium", lambda: "")
    office, veto = sign_in("office"), world.ids["veto"]
    assert "本机没有可用的浏览器，不能生成截图" in office.get(f"/{PERIOD}/findings/{veto}/picture/").content.decode()
    assert office.get(f"/{PERIOD}/findings/{veto}/picture.png").status_code == 404
