"""The words by which a visitor is told that a link leaves the government's sites. Not a fact: pages and scripts use them."""

from __future__ import annotations

import re

NOTICE = re.compile(
    r"(?:即将|将要|正在|确定要?|确认要?|是否)\s*(?:离开|跳转|访问|打开)[^\n<\"']{0,20}|离开(?:本|政府|当前)\S{0,4}(?:网站|站点|页面)|非(?:本|政府)网站|不属于(?:本|政府)网站|外部链接"
)
