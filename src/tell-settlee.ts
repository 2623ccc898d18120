import type { Notice, PartnerNotice, StatementNotice } from "./domain/notice.js";
import type { LockedStatement } from "./lifecycle/locked-statement.js";
import type { Connection } from "./platform/database/database.js";

/** Puts a notice to the settlee of a statement into the outbox, in the transaction that causes it. */
export async function tellSettlee(
  connection: Connection,
  statement: LockedStatement,
  { kind, about, at, details }: PartnerNotice,
): Promise<void> {
  const [{ writeNotice }, { writeOutbox }, { factsOf }] = await Promise.all([
    import("./notices/write-notice.js"),
    import("./outbox/message.js"),
    import("./lifecycle/question.js"),
  ]);
  const facts: StatementNotice = factsOf(statement);
  const { statementNo, settleeNo, version } = statement;
  const notice = {
    kind,
    // What was recalled is told anew when it is sent once more.
    about: [statementNo, `v${version}`, about].filter((part) => part !== undefined).join("-"),
    at,
    details: { ...facts, ...details },
  } as Notice;
  const addressee = { to: `settlee:${settleeNo}`, locale: "zh-CN" as const };
  await writeNotice(connection, notice, writeOutbox, addressee);
}
