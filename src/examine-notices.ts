import type { Parts } from "./compose.js";
import type { Finding } from "./finding.js";

/** Where notices go. A mail server is asked whether it would take mail from us; nothing is sent. */
export async function examineNoticeServers({ config, nameFailure }: Parts): Promise<Finding[]> {
  const { mail, sms } = config;
  const smsPlace = sms === null ? "" : new URL(sms.kind === "huawei" ? sms.base : sms.url).host;
  const kind = sms?.kind ?? "";
  const gateway: Finding = {
    ...{ check: "sms", state: "fine", facts: { where: smsPlace, kind }, trouble: null },
  };
  if (mail === null) {
    return [
      { check: "mail", state: "fine", facts: { where: "", from: "" }, trouble: null },
      gateway,
    ];
  }
  const { openMailer } = await import("./platform/mail/smtp-mailer.js");
  const mailer = openMailer(mail.server, mail.from);
  const facts = { where: mailer.where, from: mail.from.address };
  try {
    await mailer.verify();
    return [{ check: "mail", state: "fine", facts, trouble: null }, gateway];
  } catch (error) {
    const trouble = await nameFailure(error);
    return [{ check: "mail", state: "trouble", facts, trouble }, gateway];
  } finally {
    mailer.close();
  }
}

/** How far notices have come, and whether there is anybody among staff to tell. Needs books with a current schema. */
export async function examineNotices(parts: Parts): Promise<Finding> {
  const check = "notices";
  try {
    const [{ countCopies }, { countStaff }] = await Promise.all([
      import("./notices/list-copies.js"),
      import("./notices/plan-copies.js"),
    ]);
    const database = await parts.database();
    const { waiting, failed } = await countCopies(database);
    const { staffEmails } = (await parts.settings()).notices;
    const staff = await countStaff(database.pool, staffEmails);
    const nobody = parts.config.mail !== null && staff === 0;
    const state = failed > 0 || nobody ? "notice" : "fine";
    return { check, state, facts: { waiting, failed, staff }, trouble: null };
  } catch (error) {
    return { check, state: "trouble", facts: {}, trouble: await parts.nameFailure(error) };
  }
}
