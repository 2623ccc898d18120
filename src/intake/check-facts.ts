import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { FactKind } from "./merge-facts.js";
import type { RejectCode, RejectDetails } from "./reject-reasons.js";
import type { RejectSink } from "./rejects.js";
import type { StagedFile } from "./stage-file.js";

/** Passes after which all refunds past their original are bad, not only the first: bounds the passes. */
const singlePasses = 20;

/**
 * Holds the staged rows against each other and against what is stored, set-wise, and marks the bad ones.
 *
 * Needs:  the staging tables filled, the lock of R-R2 (what is stored must stand still).
 * Shape:  where bad rows are left out, what rests on them turns bad too, until nothing new is found; else
 *         one pass tells every row's own faults and none that follow from another row's.
 * Source: R-IN2 to R-IN4, R-IN6, R-IN7.
 */
export async function checkFacts(
  connection: Connection,
  leavesOutBad: boolean,
  onPass: () => void = () => undefined,
): Promise<void> {
  const run = async (name: string, ...parameters: boolean[]): Promise<number> => {
    const { rowCount } = await connection.query(sqlFile(`intake/${name}.sql`), parameters);
    return rowCount ?? 0;
  };
  await connection.query(sqlFile("intake/check_prepare.sql"));
  if ((await run("check_duplicates")) > 0) await run("mark_rejects");
  for (let pass = 1; ; pass += 1) {
    onPass();
    await run("check_reset");
    await run("know_partners", leavesOutBad);
    await run("know_products", leavesOutBad);
    await run("find_refunded");
    await connection.query("analyze known_partner, known_product, refunded_original");
    await run("find_staged_families");
    await connection.query("analyze family_order");
    await run("find_stored_families", leavesOutBad);
    await connection.query("analyze family_order");
    const productChanges = await run("find_product_changes");
    const found =
      (await run("check_partners")) +
      (productChanges > 0 ? await run("check_products") : 0) +
      (await run("check_references")) +
      (await run("check_scenarios")) +
      (await run("check_identities")) +
      (await run("check_refunds")) +
      (await run("check_refund_sums", !leavesOutBad || pass > singlePasses)) +
      (await run("check_whole_refunds"));
    if (found > 0) await run("mark_rejects");
    if (found === 0 || !leavesOutBad) return;
  }
}

interface StoredReject {
  readonly kind: FactKind;
  readonly row_no: number;
  readonly column_name: string;
  readonly value: string | null;
  readonly code: RejectCode;
  readonly details: Readonly<Record<string, string | null>>;
}

/** Hands what {@link checkFacts} rejected to the sink, some thousand rows at a time. */
export async function collectRejects(
  connection: Connection,
  files: readonly StagedFile[],
  rejects: RejectSink,
): Promise<void> {
  await connection.query(sqlFile("intake/open_rejects.sql"));
  for (;;) {
    const { rows } = await connection.query<StoredReject>(sqlFile("intake/next_rejects.sql"));
    if (rows.length === 0) return;
    for (const row of rows) {
      const file = files.find(({ kind }) => kind === row.kind);
      rejects.add({
        kind: row.kind,
        file: file?.name ?? row.kind,
        row: row.row_no,
        column: file?.titleOf(row.column_name) ?? row.column_name,
        value: row.value ?? "",
        code: row.code,
        details: textsOf(row.details),
      });
    }
    await rejects.flush();
  }
}

function textsOf(details: StoredReject["details"]): RejectDetails {
  return Object.fromEntries(Object.entries(details).map(([name, text]) => [name, text ?? ""]));
}
