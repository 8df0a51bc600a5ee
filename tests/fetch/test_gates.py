# ruff: noqa: E501 — pages as they are sent
"""A gate's page says nothing about the site; an article about gates is an article."""

from __future__ import annotations

import pytest

from zhengjian.fetch.challenge import gate
from zhengjian.model import FetchCode as Code

GATES = {
    "瑞数 412": (412, b"", "<html><head><meta content='a' r='m'><script>$_ts=window['$_ts'];</script></head><body></body></html>"),
    "瑞数 202": (202, b"", "<script type='text/javascript' charset='iso-8859-1' src='/4QbVtADbnLVIc/d.FxJzG50F.js' r='m'></script>"),
    "加速乐 521": (521, b"Set-Cookie: __jsluid_s=1\r\n", "<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script>"),
    "阿里云 acw_sc__v2": (200, b"", "<html><script>var arg1='A1';setCookie('acw_sc__v2', x);document.location.reload();</script></html>"),
    "阿里云 405": (405, b"Server: Tengine\r\n", "<html><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。您的请求ID是: 1</body></html>"),
    "创宇盾": (403, b"", "<html><title>创宇盾</title><body>当前访问疑似黑客攻击，已被网站管理员设置为拦截</body></html>"),
    "安全狗": (200, b"Server: safedog\r\n", "<html><title>网站防火墙</title><body>您的请求带有不合法参数，已被网站管理员设置拦截！</body></html>"),
    "云锁 cookie": (200, b"", "<script>function f(){document.cookie='security_session_verify='+s;self.location=screendate}f()</script>"),
    "cloudflare": (503, b"cf-mitigated: challenge\r\n", "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h'></script>"),
    "腾讯验证码": (200, b"", "<html><body><script src='https://turing.captcha.qq.com/TCaptcha.js'></script><div id='TencentCaptcha'></div></body></html>"),
    "频率": (200, b"", "<html><body>您的访问过于频繁，请稍后再试</body></html>"),
    "F5": (200, b"", "<html><title>Request Rejected</title><body>The requested URL was rejected. Please consult with your administrator. Your support ID is: 1</body></html>"),
    "GBK": (200, b"", "<html><title>拦截提示</title><body>您的访问被拦截</body></html>".encode("gbk")),
    "403": (403, b"", "<html><body>Forbidden</body></html>"),
    "429": (429, b"", ""),
    "401": (401, b"", "login"),
}  # fmt: skip
_NAV = "".join(f"<li><a href='/{n}/'>栏目{n}</a></li>" for n in range(20))
SITES = {
    "home": (200, b"", f"<html><body><ul>{_NAV}</ul>市政府召开常务会议</body></html>"),
    "article on firewalls": (200, b"", "<html><body><h1>我市部署网站防火墙</h1>" + "近日，我市为各单位网站部署应用防火墙，防范恶意请求和安全威胁。" * 30 + "</body></html>"),
    "short notice with navigation": (200, b"", f"<html><body><ul>{_NAV}</ul>安全验证系统升级公告：今晚停机。</body></html>"),
    "page that counts visits": (200, b"Set-Cookie: JSESSIONID=1\r\n", f"<html><script>document.cookie='n=1'</script><body><ul>{_NAV}</ul>新闻</body></html>"),
    "short jump": (200, b"", "<html><script>window.location.href='/web/index.html'</script></html>"),
    "404": (404, b"", "<html><body>您访问的页面不存在</body></html>"),
    "500": (500, b"", "<html><body>Internal Server Error</body></html>"),
    "503": (503, b"", "<html><body>系统维护中</body></html>"),
    "blank column": (200, b"", "<html><body><h1>通知公告</h1>暂无内容</body></html>"),
}  # fmt: skip


@pytest.mark.parametrize("name", GATES)
def test_a_gate_is_known(name: str) -> None:
    status, head, body = GATES[name]
    assert gate(status, head, body if isinstance(body, bytes) else body.encode()) in {Code.BLOCKED, Code.CHALLENGE}


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_not_taken_for_a_gate(name: str) -> None:
    status, head, body = SITES[name]
    assert gate(status, head, body.encode()) is None
