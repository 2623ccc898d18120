import type { Notice, PartnerNotice } from "../domain/notice.js";
import type { Connection } from "../platform/database/database.js";
import type { LockedStatement } from "./locked-statement.js";

/** Tells the settlee of a statement something, in the transaction that causes it. */
export type TellPartner = (
  connection: Connection,
  statement: LockedStatement,
  notice: PartnerNotice,
) => Promise<void>;

/** Tells staff something, in the transaction that causes it. */
export type TellStaff = (connection: Connection, notice: Notice) => Promise<void>;
