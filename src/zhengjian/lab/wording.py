"""Invented sentences for invented sites: titles and texts in the tone of government pages, drawn from a seeded source."""

from __future__ import annotations

from random import Random

from zhengjian.lab.data import NAMES

TOPICS: tuple[str, ...] = tuple(NAMES["topics"])

_NEWS = (
    "{org}召开{topic}工作推进会",
    "{org}开展{topic}专题调研",
    "{org}扎实推进{topic}各项任务",
    "{topic}现场交流会在{place}举行",
    "{place}{topic}取得阶段性成效",
    "{org}部署下一阶段{topic}工作",
    "聚焦{topic} {place}持续用力",
    "{org}举办{topic}业务培训班",
)
_NOTICES = (
    "关于开展{topic}专项检查的通告",
    "关于{topic}项目申报有关事项的通知",
    "{topic}拟支持项目名单公示",
    "关于公布{topic}便民网点的公告",
    "关于调整{topic}业务受理时间的公告",
    "{topic}第三方服务采购结果公示",
)
_POLICIES = (
    "关于印发《{place}{topic}管理办法》的通知",
    "关于加强{topic}工作的实施意见",
    "关于印发《{place}{topic}行动方案》的通知",
    "关于进一步做好{topic}有关工作的通知",
)
_SENTENCES = (
    "会议听取了{topic}工作进展情况汇报，分析了存在的薄弱环节，明确了下一步重点任务。",
    "今年以来，{place}把{topic}列入年度重点工作清单，建立了{n}项具体措施和按月调度机制。",
    "调研组先后走访了{n}个点位，与一线工作人员和群众代表面对面交流。",
    "各责任单位要对照清单逐项落实，做到任务到岗、责任到人、时限到天。",
    "截至目前，相关任务完成率达到{m}%，群众反映的{k}个问题已全部答复。",
    "围绕{topic}，{org}整合{k}支队伍力量，采取现场指导与线上服务相结合的方式推进。",
    "活动现场设置咨询台{k}处，发放宣传资料{n}余份，解答群众提问{m}人次。",
    "下一步，{org}将继续完善工作机制，强化部门协同，推动{topic}走深走实。",
    "有关负责人表示，要坚持问题导向，把群众满意作为检验{topic}成效的标准。",
    "培训采取专题授课、案例分析和分组讨论相结合的方式，共有{n}名业务骨干参加。",
    "检查中发现的{k}处隐患已建立台账，明确整改期限并跟踪督办。",
    "{place}还通过政务服务大厅、社区公示栏等渠道公开{topic}有关事项，接受社会监督。",
    "与会人员一致认为，此次安排目标清晰、措施具体，具有较强的可操作性。",
    "为方便企业和群众，{org}压缩办理环节{k}个，平均办理时间缩短{m}%。",
    "据统计，参与{topic}的企业和社会组织共{n}家，带动相关岗位{m}个。",
    "各地要因地制宜，不搞一刀切，注意总结可复制、可推广的经验做法。",
    "{org}将适时组织“回头看”，防止问题反弹，确保{topic}取得实效。",
    "项目建成后，预计每年可服务{n}千人次，周边{k}个村（社区）直接受益。",
    "本次安排资金严格按照预算管理，使用情况将按规定向社会公开。",
    "申报单位应当对材料的真实性负责，逾期未提交的视为自动放弃。",
    "公示期为{k}个工作日，公示期间如有异议，可以书面形式向{org}反映。",
    "本办法所称{topic}，是指依照法律法规规定开展的相关管理和服务活动。",
    "县级以上有关部门按照职责分工，做好本行政区域内的{topic}工作。",
    "任何单位和个人都有权对{topic}中的违规行为进行投诉、举报。",
    "出台背景方面，原有规定已执行{k}年，部分条款难以适应当前{topic}的实际需要。",
    "与以往规定相比，新增了{k}条便民措施，并对办理流程作了简化。",
    "文件共分{k}章{n}条，从总体要求、主要任务、保障措施三个方面作出安排。",
    "图表显示，一季度有关指标同比增长{k}.{k2}个百分点，总体运行平稳。",
)
_QUESTIONS = (
    ("咨询{topic}的办理条件", "您好，我想了解{topic}需要满足哪些条件，能否在网上提交材料？"),
    ("{topic}窗口周末是否办理业务", "请问{topic}窗口周六上午是否上班？平时工作较忙，希望周末办理。"),
    ("建议增设{topic}便民点", "我们小区离服务大厅较远，建议在附近社区增设{topic}便民点。"),
    ("{topic}补贴何时发放", "去年申请的{topic}补贴已经公示结束，请问预计什么时候发放？"),
    ("反映{topic}宣传栏信息陈旧", "路口的{topic}宣传栏内容还是去年的，希望及时更换。"),
)
_ANSWERS = (
    "您好！经核实，{topic}事项可通过政务服务平台提交材料，符合规定年限和居住条件的均可申请，窗口将在{k}个工作日内办结，如需帮助可到现场咨询台。",
    "您好！来信收悉。服务窗口已实行周六上午延时服务，办理时间为九点至十二点，{topic}事项可当场受理，感谢您的关注。",
    "您好！我们已会同社区现场查看，计划在下半年增设{topic}便民点{k}处，选址结果将在本网站公布，感谢您的建议。",
    "您好！该批补贴已完成复核，资金将于本月内拨付到账，届时会以短信方式提醒，具体进度可在“办事服务”栏目中查询。",
    "您好！工作人员已于次日到现场更换宣传栏内容，并建立按季度巡查制度，欢迎继续监督。",
)
_ELEMENTS = (
    ("事项名称", "{title}"),
    ("设定依据", "依据国家和省有关{topic}管理规定第{k}条、第{n}条办理"),
    ("申请条件", "在本行政区域内居住或注册，且符合{topic}规定条件的个人、法人和其他组织"),
    ("办理材料", "1.申请表原件{k}份；2.身份证明复印件1份；3.{topic}情况说明原件1份"),
    ("办理地点", "{place}政务服务中心二楼{k}号窗口"),
    ("办理时间", "工作日上午9:00—12:00，下午13:30—17:00"),
    ("联系电话", "{phone}"),
    ("办理流程", "申请—受理—审查—决定—送达，自受理之日起{n}个工作日内办结"),
)
_GIVEN = ("安澜", "景行", "思齐", "明远", "望舒", "清和", "若谷", "怀瑾", "知行", "秉文", "映川", "致远")
_SURNAMES = "郁邬祁鄢佘蔺桑景卓荆霍柏"


def fill(pattern: str, rng: Random, **also: str) -> str:
    """A pattern with its numbers drawn and its names given."""
    numbers = {"n": rng.randint(12, 96), "m": rng.randint(55, 98), "k": rng.randint(2, 9), "k2": rng.randint(1, 9)}
    return pattern.format(**numbers, **also)


def titles(rng: Random, kind: str, count: int, **also: str) -> list[tuple[str, str]]:
    """``count`` different (title, topic) pairs for a kind of column."""
    patterns = {"动态要闻": _NEWS, "政策文件": _POLICIES}.get(kind, _NOTICES)
    topics = rng.sample(TOPICS, count)
    return [(fill(rng.choice(patterns), rng, topic=topic, **also), topic) for topic in topics]


def paragraphs(rng: Random, count: int, **also: str) -> tuple[str, ...]:
    """``count`` paragraphs of three sentences, two of them put together from parts, so that no two texts are alike."""
    whole = rng.sample(_SENTENCES, count)
    parts = [rng.sample(pool, 2 * count) for pool in (NAMES["openings"], NAMES["actions"], NAMES["results"])]
    made = ["".join(three) for three in zip(*parts, strict=True)]
    return tuple("".join(fill(text, rng, **also) for text in (made[2 * n], whole[n], made[2 * n + 1])) for n in range(count))


def exchange(rng: Random, number: int, **also: str) -> tuple[str, str, str]:
    """A citizen's title, question and the office's answer to it; different numbers ask different things."""
    index = number % len(_QUESTIONS)
    title, question = _QUESTIONS[index]
    return fill(title, rng, **also), fill(question, rng, **also), fill(_ANSWERS[index], rng, **also)


def guide_elements(rng: Random, **also: str) -> tuple[tuple[str, str], ...]:
    """The eight elements of a service guide with their texts."""
    return tuple((name, fill(text, rng, **also)) for name, text in _ELEMENTS)


def person(rng: Random) -> str:
    """An invented name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)
