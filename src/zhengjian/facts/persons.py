"""Chinese personal names as they stand beside numbers: a surname and one or two characters, not a common word."""

from __future__ import annotations

import re

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
COMMON_SURNAMES = SURNAMES[:150]
"""Those that nine in ten people have."""
_DOUBLE = "欧阳|上官|司马|诸葛|东方|尉迟|皇甫|令狐|慕容|司徒|夏侯|公孙|长孙|端木"
_NAME = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{SURNAMES}][ \u3000]{{1,2}}[\u4e00-\u9fff])"
_NOT_NAMES = re.compile(
    r"^(?:电话|手机|号码|办公|地址|时间|成都|四川|金额|项目|单位|全国|公司|公开|相关|关于|和谐|方式|安全|平台|平均|明确|任务|管理|章程|成立|成员|文件|文化|党委|党员|应急|国家|国土|时限|包括|向社|向我|于每|于本|海关|银行|华侨|江苏|江西"
    r"|安徽|云南|海南|宁夏|分钟|钟(?:内|后|前|左|以|头)|双方|商务|商户|计划|计生|管委|路段|路口|高新|高中|农业|农村|解决|解答|单号|应用|连续|全部|全省|全市|全县|原因|利用|国务|公安|公共|公告|公示|公民|强化|温馨|信息|信访|信用|万元|石油|白天|马上|费用|费率|水利|左右|后勤|都有|来信|来电|来访|居民|居委|车牌|车辆|车管|房屋|房产|师傅|门诊|门卫|门店|米易|简介|盖章|印章|章节|普通|宣传|展示|富民|由于|支付|支持|支队|支行|但是|申请|申报|申诉|游客|谈话|路灯|查询|查处|官方|官网|官微|边检|边防|司法|司机|古镇|左侧|阳光|麻烦|冷水|卫生|卫健|党建|项目|景区|景点|金融|金牛|项下|巴中|乐山|南充|南部|广元|雅安|资阳|阿坝|凉山|甘孜|泸州|绵阳|达州|眉山|宜宾|遂宁|内江|自贡|德阳|攀枝|康定|马尔|安排|安装|白班|夏季|任职|任何|任意|时段|时分|符合|成功|成绩|方便|方法|方案|方向|万人|牛肉|童装)"
)
_BEFORE = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|姓名|户主|村民|居民|患者|学生|家长|申请人|当事人|反映人|投诉人|举报人|信访人|留言人|联系人|收件人|负责人|监护人|市民|群众|户名|持卡人|业主|司机|本人|我叫|我是|是|为|叫|与|和|及|同志)[:：]?\s{{0,3}}"
    rf"(?P<name>{_NAME})(?:同志|先生|女士|老师|同学|家长)?"
    r"(?:[^\u4e00-\u9fff\n]{0,30}|[\s,，:：、|;；(（]{0,4}(?:男|女)?[\s,，:：、|;；)）(]{0,4}"
    r"(?:的|[\u4e00-\u9fff]{0,4})?(?:身份证号?码?|公民身份号码|联系方式|联系电话|联系手机|手机号?码?|移动电话|电话号?码?|电话|手机|微信同号|微信|卡号|账号|银行卡号?|家庭住址|现?住址|家住|现?住|户籍地址?)?(?:是|为)?[\s:：,，()（）\[\]【】|]{0,6}[0-9A-Za-z*\-\s,，、|]{0,30})$"
)
_ROLE = (
    r"我叫|姓名|来信人|来电人|留言人|留言者|证人|见证人|代理人|当事人|失主|患者|家长|户主|监护人|申请人|投诉人|举报人|反映人|紧急联系人|收件人|报名人|中奖者|中奖人"
    r"|老人|低保户|被征收人|被拆迁人|亲属|家属|父亲|母亲|受助人|求助人|采砂人员|从业人员|务工人员|经核实您"
)
_LABEL = r"(?:的)?(?:联系)?(?:电话|手机号?码?|联系方式|移动电话)?(?:号码)?(?:为|是)?"
# Behind the word for a role a name needs no known surname: 家长达瓦电话…
_BY_ROLE = re.compile(
    rf"(?:{_ROLE})[:：]?\s{{0,3}}[（(]?(?P<name>[\u4e00-\u9fff·]{{2,5}}?)[\s，,：:／/（(]{{0,4}}{_LABEL}[\s，,：:／/（(]{{0,4}}$"
)
_CALLED = re.compile(
    rf"(?P<name>[{SURNAMES}]?[\u4e00-\u9fff]{{1,3}}(?:女士|先生|妈妈|爸爸|奶奶|爷爷))[\s，,：:（(]{{0,4}}{_LABEL}[\s，,：:（(]{{0,4}}$"
)
_NAMED_AFTER = re.compile(r"[\s，,、（(]{0,3}姓名[:：]?\s{0,3}(?P<name>[\u4e00-\u9fff]{2,4})")
_AFTER = re.compile(rf"[\s,，:：、|(（]{{0,3}}(?P<name>{_NAME})(?=[\s,，、|)）。;；]|$)")
_WITHIN = re.compile(
    rf"(?:^|[\s,，:：、|;；(（]|姓名|户主|村民|居民|患者|学生|家长|申请人|当事人|反映人|投诉人|举报人|信访人|留言人|我叫|我是|原告|被告人|被告|上诉人|被害人|申请执行人|被执行人|死者|伤者|驾驶人)[:：]?\s{{0,3}}(?P<name>{_NAME})(?=[\s,，、|;；)）(（]|$)"
)
RELATION = re.compile(r"我叫|本人|投诉人|举报人|反映人|留言人|来电人|来信人|信访人|申请人|患者|学生|家长|监护人|村民|户主|身份证|住址|家庭")


class Names:
    """Searches that also throw out words which only look like names."""

    def __init__(self, pattern: re.Pattern[str], anchored: bool) -> None:
        self._pattern, self._anchored = pattern, anchored

    def __call__(self, text: str) -> str:
        """The name found, or an empty string."""
        found = self._pattern.match(text) if self._anchored else self._pattern.search(text)
        return found["name"] if found and _NOT_NAMES.match(found["name"]) is None else ""


name_before = Names(_BEFORE, anchored=False)
name_by_role = Names(_BY_ROLE, anchored=False)
name_called = Names(_CALLED, anchored=False)
name_told_after = Names(_NAMED_AFTER, anchored=True)
name_after = Names(_AFTER, anchored=True)
name_within = Names(_WITHIN, anchored=False)
