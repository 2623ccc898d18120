import type { Notice } from "./domain/notice.js";
import type { Connection } from "./platform/database/database.js";

/** Puts a notice to staff into the outbox, in the transaction that causes it. */
export async function tellStaff(connection: Connection, notice: Notice): Promise<void> {
  const [{ writeNotice }, { writeOutbox }] = await Promise.all([
    import("./notices/write-notice.js"),
    import("./outbox/message.js"),
  ]);
  await writeNotice(connection, notice, writeOutbox);
}
