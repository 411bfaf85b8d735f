"""What checks find, in people's words: one line a finding, in Chinese and English."""

from collections.abc import Mapping, Sequence
from typing import Any

from notifiers.vocabulary import CHECKS, LANGUAGES, Pair

LINES: Mapping[str, Pair] = {
    "trail_broken": (
        "留痕链条不完整：{what}。请立即停止改动数据库，保留现场并与导出的每日封签核对。",
        "the trail is broken: {what_en}; stop changing the database and compare it with the exported daily roots",
    ),
    "event_missing": ("{issue} 缺第 {seq} 条经过", "{issue}: event {seq} is missing"),
    "event_changed": ("{issue} 第 {seq} 条经过被改动过", "{issue}: event {seq} is not what was recorded"),
    "trail_short": ("{issue} 末尾的经过被删去", "{issue}: its trail is cut short"),
    "seal_missing": ("缺第 {no} 号签封", "seal {no}: it is missing"),
    "seal_changed": ("第 {no} 号签封被改动过", "seal {no}: it is not what was sealed"),
    "seal_other_key": (
        "第 {no} 号签封用的是另一把密钥（{key}）",
        "seal {no}: it was signed with another key ({key})",
    ),
    "seal_forged": ("第 {no} 号签封的签名不符", "seal {no}: its signature is false"),
    "seal_count": (
        "第 {no} 号签封含 {covers} 条经过，现存 {found} 条",
        "seal {no}: it covers {covers} events, {found} are there",
    ),
    "seal_others": (
        "第 {no} 号签封所含的 {covers} 条经过与签封时不一致",
        "seal {no}: its {covers} events are not the ones that were sealed",
    ),
    "root_others": (
        "{day} 导出的第 {no} 号签封与现存的不一致",
        "{day}: seal {no} is no longer what it was that day",
    ),
    "root_forged": (
        "{day} 导出的第 {no} 号签封签名不符",
        "{day}: the signature of seal {no} is false",
    ),
    "unbalanced": (
        "台账不平：{what}。请用 qingling ledger recount 复核。",
        "the ledger does not balance: {what}; look with `qingling ledger recount`",
    ),
    "no_one_lead": (
        "{reference} 在办但没有唯一的主办单位。请到研判派单重新派单。",
        "{reference} is open without exactly one lead; assign it anew",
    ),
    "orphan_clock": (
        "{reference} 的{target}时限仍在计时，但{why}。请用 qingling sla replay 复算。",
        "{reference}: a clock ({target}) runs though {why_en}; look with `qingling sla replay`",
    ),
    "calendar_missing": (
        "国务院办公厅{year}年放假安排尚未导入，{n} 个时限暂按周一至周五推算。公布后请用 qingling calendar publish 导入。",
        "the holiday notice for {year} is not loaded, {n} deadlines are provisional; load it with `qingling calendar publish`",
    ),
    "provisional_left": (
        "{year}年放假安排已导入，仍有 {n} 个时限是暂定的。请再导入一次该安排。",
        "the notice for {year} is loaded, but {n} deadlines are still provisional; publish it again",
    ),
    "document_expiring": (
        "《{title}》{on}到期，到期后不再作为派单依据。请确认是否延续或有新文件替代。",
        "“{title}” expires on {on} and then routes nothing; see whether another replaces it",
    ),
    "agency_without_people": (
        "{agency}没有可登录的承办人，派给它的单无人签收。请在人员管理中添加。",
        "{agency} has nobody who signs in and claims its issues; add one",
    ),
    "agency_without_address": (
        "{agency}没有可用的邮箱，通知送不到。请补录承办人或单位邮箱。",
        "{agency} has no address that can be written to; enter one for its people or its office",
    ),
    "common_propose_common": (
        "发现疑似共性问题“{title}”，涉及 {n} 件，请核对后确认或者驳回。",
        "“{title}” may be a common problem: {n} issues; confirm or reject it",
    ),
    "common_confirm_common": (
        "“{title}”已确认为共性问题，由贵单位牵头治理，涉及 {n} 件。治理完成后，请在系统中提交治理结果和佐证。",
        "“{title}” is confirmed as a common problem of {n} issues and led by your agency; submit the cure when it is done",
    ),
    "common_cure": (
        "共性问题“{title}”的治理结果已提交，请核准。核准后统一答复所涉企业并逐家回访。",
        "the cure of “{title}” waits for approval; once approved, every enterprise is answered and called back",
    ),
    "common_refuse_cure": (
        "共性问题“{title}”的治理结果未获核准，请继续治理。意见：{why}",
        "the cure of “{title}” was not approved; go on with it. Opinion: {why}",
    ),
    "common_relapse": (
        "共性问题“{title}”治理后又有企业反映，已重新打开，请继续治理。",
        "“{title}” was reported again after its cure and is open again; go on with it",
    ),
    "mailbox_away": (
        "收件邮箱 {at} 连续读取失败，邮件暂时登记不了。信件仍在邮箱中，恢复后自动收取。请检查邮件服务器和网络。",
        "the mailbox at {at} cannot be read; letters wait in it until the mail server and the way to it are mended",
    ),
    "mailbox_sign_in": (
        "收件邮箱 {at} 拒绝登录，邮件登记不了。请核对 QINGLING_IMAP_URL 中的账号和密码（有的邮箱要用授权码）。",
        "the mailbox at {at} refuses our sign-in; check user and password in QINGLING_IMAP_URL",
    ),
    "mailbox_folder": (
        "收件邮箱 {at} 打不开设定的文件夹，邮件登记不了。请核对 QINGLING_IMAP_URL。",
        "the mailbox at {at} does not open the folder that QINGLING_IMAP_URL names",
    ),
    "letter_empty": (
        "{sender} 的来信“{subject}”没有文字也没有附件，未登记，已放入 {folder} 文件夹。",
        "a letter of {sender}, “{subject}”, says nothing; it was not registered and lies in {folder}",
    ),
    "letter_large": (
        "{sender} 的来信“{subject}”太大，未登记，已放入 {folder} 文件夹，请查看并视情代为登记。",
        "a letter of {sender}, “{subject}”, is too large; it was not registered and lies in {folder}",
    ),
    "letter_many": (
        "{sender} 一天内来信过多，其后的来信未登记，放在 {folder} 文件夹。请查看是否为自动发送的邮件。",
        "{sender} writes too often, perhaps a machine; its further letters are not registered and lie in {folder}",
    ),
    "letter_fault": (
        "{sender} 的来信“{subject}”处理时出错，未登记，已放入 {folder} 文件夹，请查看并代为登记。",
        "a letter of {sender}, “{subject}”, could not be handled; it was not registered and lies in {folder}",
    ),
    "review_overdue": (
        "{reference} 挂账复查已过期（应于{on}复查）：{title}",
        "{reference} was to be reviewed by {on}: {title}",
    ),
}


def lines(findings: Sequence[Mapping[str, Any]], locale: str) -> list[str]:
    """Each finding as a sentence."""
    return [line(one, locale) for one in findings]


def line(finding: Mapping[str, Any], locale: str) -> str:
    """One finding; one nobody has worded stands as it is."""
    pair = LINES.get(str(finding.get("code")))
    return pair[LANGUAGES.index(locale)].format(**finding) if pair else str(dict(finding))


def check(name: str, locale: str) -> str:
    """What the check is called."""
    pair = CHECKS.get(name)
    return pair[LANGUAGES.index(locale)] if pair else name
