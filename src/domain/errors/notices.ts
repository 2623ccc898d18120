import type { ErrorEntry } from "./entry.js";

/** Notices by e-mail and SMS: where they go, and why a copy did not. */
export const noticeErrors = {
  smtp_url_form: {
    kind: "input",
    en: "SMTP_URL is not the address of a mail server; write smtp://user:password@host:587 or smtps://host:465, with nothing behind it but ?tls=on or ?tls=off. Percent-encode : / @ ? # in user and password.",
    zh: "SMTP_URL 不是邮件服务器地址；请写作 smtp://用户:密码@主机:587 或 smtps://主机:465，其后只能写 ?tls=on 或 ?tls=off。用户和密码中的 : / @ ? # 须用百分号编码。",
  },
  mail_from_form: {
    kind: "input",
    en: "MAIL_FROM is '{value}'; write an address, settlement@example.com, or one with a name, 月结 <settlement@example.com>.",
    zh: "MAIL_FROM 的值为“{value}”；请写邮箱地址 settlement@example.com，或带名称：月结 <settlement@example.com>。",
  },
  mail_from_missing: {
    kind: "input",
    en: "SMTP_URL is set and MAIL_FROM is not; set MAIL_FROM to the address that notices come from.",
    zh: "已设置 SMTP_URL，但没有设置 MAIL_FROM；请把 MAIL_FROM 设为发出通知的邮箱地址。",
  },
  sms_url_form: {
    kind: "input",
    en: "SMS_URL is not the address of an SMS gateway ({part}); write https://KEY:SECRET@host/path or huawei+https://APPKEY:APPSECRET@host:443/?sender=…&signature=…&templates=kind:id,…. Plain http is for this machine only.",
    zh: "SMS_URL 不是短信网关地址（{part}）；请写作 https://KEY:SECRET@主机/路径 或 huawei+https://APPKEY:APPSECRET@主机:443/?sender=…&signature=…&templates=kind:id,…。http 仅限本机。",
  },
  mail_unreachable: {
    kind: "dependency",
    en: "The mail server at {where} cannot be reached ({reason}); start it or correct SMTP_URL. Notices wait and are tried again.",
    zh: "无法连接邮件服务器 {where}（{reason}）；请检查该服务器或更正 SMTP_URL。通知在等待，会自动重试。",
  },
  mail_sign_in_refused: {
    kind: "dependency",
    en: "The mail server at {where} refuses to sign us in ({reply}); correct user and password in SMTP_URL. Notices wait and are tried again.",
    zh: "邮件服务器 {where} 拒绝登录（{reply}）；请更正 SMTP_URL 中的用户和密码。通知在等待，会自动重试。",
  },
  mail_sender_refused: {
    kind: "dependency",
    en: "The mail server at {where} refuses mail from us ({reply}); correct MAIL_FROM, or allow it there. Notices wait and are tried again.",
    zh: "邮件服务器 {where} 拒绝我方发件（{reply}）；请更正 MAIL_FROM，或在服务器上放行。通知在等待，会自动重试。",
  },
  mail_put_off: {
    kind: "dependency",
    en: "The mail server at {where} does not take the message now ({reply}); it is tried again.",
    zh: "邮件服务器 {where} 暂不接收该邮件（{reply}）；会自动重试。",
  },
  mail_refused: {
    kind: "input",
    en: "The mail server refuses the message for good ({reply}); correct the recipient's address, then: yuejie notices --resend {key}",
    zh: "邮件服务器拒收该邮件（{reply}）；请更正收件人的邮箱，再执行：yuejie notices --resend {key}",
  },
  sms_unreachable: {
    kind: "dependency",
    en: "The SMS gateway at {where} cannot be reached ({reason}); correct SMS_URL or wait. Notices wait and are tried again.",
    zh: "无法连接短信网关 {where}（{reason}）；请更正 SMS_URL 或等待。通知在等待，会自动重试。",
  },
  sms_sign_in_refused: {
    kind: "dependency",
    en: "The SMS gateway at {where} refuses our key, signature or account ({reply}); correct SMS_URL, or the clock of this machine. Notices wait and are tried again.",
    zh: "短信网关 {where} 拒绝我方的密钥、签名或账户（{reply}）；请更正 SMS_URL 或本机时钟。通知在等待，会自动重试。",
  },
  sms_put_off: {
    kind: "dependency",
    en: "The SMS gateway at {where} does not take the message now ({reply}); it is tried again.",
    zh: "短信网关 {where} 暂不接收该短信（{reply}）；会自动重试。",
  },
  sms_refused: {
    kind: "input",
    en: "The SMS gateway refuses the message for good ({reply}); correct the mobile number or the template, then: yuejie notices --resend {key}",
    zh: "短信网关拒收该短信（{reply}）；请更正手机号或模板，再执行：yuejie notices --resend {key}",
  },
  sms_template_missing: {
    kind: "input",
    en: "SMS_URL names no template for '{kind}'; add templates=…,{kind}:ID, then: yuejie notices --resend {key}",
    zh: "SMS_URL 没有为“{kind}”指定模板；请补上 templates=…,{kind}:编号，再执行：yuejie notices --resend {key}",
  },
  notice_address_missing: {
    kind: "input",
    rule: "R-W8",
    en: "No address of {recipient} is on record for this channel; import one, then: yuejie notices --resend {key}",
    zh: "{recipient} 没有可用于该渠道的联系方式；请导入后执行：yuejie notices --resend {key}",
  },
  notice_address_form: {
    kind: "input",
    rule: "R-W8",
    en: "The address of {recipient} for this channel cannot be written to; import a right one, then: yuejie notices --resend {key}",
    zh: "{recipient} 在该渠道的联系方式无法使用；请导入正确的，再执行：yuejie notices --resend {key}",
  },
  notice_opted_out: {
    kind: "refused",
    rule: "R-W6",
    en: "{recipient} wants no reminders; yuejie notices --opt-in undoes that.",
    zh: "{recipient} 不接收提醒；可用 yuejie notices --opt-in 恢复。",
  },
  notice_channel_unset: {
    kind: "dependency",
    en: "{variable} is not set in this process, so the notice was not sent; set it, then: yuejie notices --resend {key}",
    zh: "本进程没有设置 {variable}，通知没有发出；请设置后执行：yuejie notices --resend {key}",
  },
  notice_limit_reached: {
    kind: "dependency",
    en: "{most} notices went to this recipient within the hour; the rest wait (settings, notices.mostPerHour).",
    zh: "一小时内已向该收件人发送 {most} 条通知；其余在等待（设置 notices.mostPerHour）。",
  },
  notice_under_way: {
    kind: "dependency",
    en: "Copy {deliveryId} of a notice is being sent by another process; it is looked at again later.",
    zh: "通知 {deliveryId} 正由另一进程发送；稍后再查看。",
  },
  notice_unknown: {
    kind: "not_found",
    en: "There is no notice '{key}'; yuejie notices lists them.",
    zh: "没有通知“{key}”；可用 yuejie notices 列出。",
  },
  notice_waits: {
    kind: "refused",
    rule: "R-W6",
    en: "Every copy of '{key}' still waits to be sent; see: yuejie jobs",
    zh: "通知“{key}”尚在等待发送；请查看：yuejie jobs",
  },
  notice_recipient_unknown: {
    kind: "not_found",
    en: "'{name}' is neither a settlee's number nor a user's name.",
    zh: "“{name}”既不是结算对象编号，也不是用户名。",
  },
  notice_recipient_unclear: {
    kind: "usage",
    en: "'{name}' is a settlee and a user; write settlee:{name} or user:{name}.",
    zh: "“{name}”既是结算对象又是用户；请写 settlee:{name} 或 user:{name}。",
  },
} as const satisfies Record<string, ErrorEntry>;
