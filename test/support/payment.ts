import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockStatement } from "../../src/lifecycle/locked-statement.js";
import { move } from "../../src/lifecycle/move.js";
import { type ImportBankResult, importBank } from "../../src/lifecycle/payment/import-bank.js";
import { listPayments, type PaymentRow } from "../../src/lifecycle/payment/list-payments.js";
import { type PrepareResult, preparePayment } from "../../src/lifecycle/payment/prepare-payment.js";
import {
  type ReleaseOptions,
  releasePayment,
} from "../../src/lifecycle/payment/release-payment.js";
import { withdrawPayment } from "../../src/lifecycle/payment/withdraw-payment.js";
import {
  type EncryptionKeys,
  encryptField,
  hashField,
} from "../../src/platform/crypto/field-cipher.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../src/platform/database/database.js";
import { tellSettlee } from "../../src/tell-settlee.js";
import { tellStaff } from "../../src/tell-staff.js";
import { approve, run, testNow } from "./engine.js";
import { signAll } from "./lifecycle.js";
import { loadFacts } from "./load-facts.js";
import { partner, sale, smallWorld } from "./story.js";

export const paymentKeys = [{ id: "t", key: Buffer.alloc(32, 7) }];

const debtor = {
  name: "月结演练有限公司",
  account: "4000 0000 0000 0000 001",
  bankCode: "102584000002",
};

/** Days after the month was run, at 10:00. */
export function daysOn(days: number): Date {
  return new Date(testNow.getTime() + days * 86_400_000 + 3_600_000);
}

export const statementOf = (partnerNo: string): string => `202610-${partnerNo}-B1300F0600-01`;

/** Puts bank details on record as an import does, encrypted. */
export async function giveAccount(
  database: Database,
  partnerNo: string,
  details: { account?: string | null; bankCode?: string | null; name?: string } = {},
  keys: EncryptionKeys = paymentKeys,
): Promise<void> {
  const { account = `62220000${partnerNo.slice(1).padStart(8, "0")}`, bankCode = "104100000004" } =
    details;
  const place = { field: "bank_account", owner: partnerNo } as const;
  const cipher = account === null ? null : encryptField(keys, place, account);
  const hash = account === null ? null : hashField(keys, "bank_account", account)[0];
  await database.pool.query(
    `update partner set bank_account_cipher = $2, bank_account_hash = $3, bank_code = $4,
       bank_name = '中国银行总行', name = coalesce($5, name) where partner_no = $1`,
    [partnerNo, cipher, hash, bankCode, details.name ?? null],
  );
}

/** The settlee's info changes, or is certified (again) after a change that took an hour, at an instant. */
export async function certify(
  database: Database,
  partnerNo: string,
  at: Date,
  info: "certified" | "changing" = "certified",
): Promise<void> {
  await database.pool.query(
    "update partner set business_info = $2::business_info where partner_no = $1",
    [partnerNo, info],
  );
  const { rowCount } = await database.pool.query(
    info === "changing"
      ? "insert into certification_gap (partner_no, from_at) values ($1, $2)"
      : "update certification_gap set until_at = $2 where partner_no = $1 and until_at is null",
    [partnerNo, at],
  );
  if (rowCount === 1) return;
  await database.pool.query(
    "insert into certification_gap (partner_no, from_at, until_at) values ($1, $2, $3)",
    [partnerNo, new Date(at.getTime() - 3_600_000), at],
  );
}

/** A month of these partners, sent, signed and invoiced: every statement stands where it is paid. */
export async function verifiedMonth(
  database: Database,
  partnerNos: readonly string[],
): Promise<string[]> {
  await loadFacts(database, {
    ...smallWorld,
    partners: partnerNos.map((no) => partner(no)),
    orders: partnerNos.map((no) => sale(`O-${no}`, "1000.00", "2026-10-10", { partner_no: no })),
  });
  for (const no of partnerNos) await giveAccount(database, no);
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await signAll(database, "2026-10");
  const numbers = partnerNos.map(statementOf);
  for (const number of numbers) await verify(database, number);
  return numbers;
}

let invoices = 0;

/** An accepted invoice over the whole statement. */
async function giveInvoice(connection: Connection, statementNo: string): Promise<void> {
  invoices += 1;
  const invoiceNo = `2644${String(invoices).padStart(16, "0")}`;
  await connection.query(
    `insert into invoice (statement_no, submission_no, invoice_no, medium, issued_on, net_amount, tax_amount,
       amount, tracking_no, state, submitted_by, submitted_at, decided_by, decided_at)
     select statement_no, $3, $2, 'paper', '2027-02-03', net_amount, tax_amount, amount, 'SF1', 'accepted',
       'partner', now(), 'preparer', now()
     from statement where statement_no = $1`,
    [statementNo, invoiceNo, invoices],
  );
}

/** From countersigned to verified, as if by the commands for invoices: what is tested begins after them. */
export async function verify(database: Database, statementNo: string): Promise<void> {
  await withTransaction(database, async (connection) => {
    const by = { actor: "preparer", now: testNow };
    let statement = await lockStatement(connection, statementNo);
    if (statement.status === "countersigned") {
      const event = { event: "request_invoice", to: "invoice_requested" } as const;
      statement = await move(connection, statement, { ...event, ...by });
    }
    const submit = { event: "submit_invoice", to: "invoice_received" } as const;
    statement = await move(connection, statement, { ...submit, ...by });
    await giveInvoice(connection, statementNo);
    const accept = { event: "accept_invoice", to: "invoice_verified" } as const;
    await move(connection, statement, { ...accept, ...by });
  });
}

/** A folder of a test's own for payment files and the bank's answers. */
export function paymentFolder() {
  const folder = mkdtempSync(join(tmpdir(), "yuejie-payments-"));
  let count = 0;
  return {
    folder,
    /** Names of the files in it. */
    files: () => readdirSync(folder).sort(),
    read: (path: string) => readFileSync(path, "utf8"),
    mode: (path: string) => (statSync(path).mode & 0o777).toString(8),
    /** Writes a file of the bank. */
    put: (content: string | Uint8Array): string => {
      count += 1;
      const path = join(folder, `answer-${count}`);
      writeFileSync(path, content);
      return path;
    },
  };
}

export function prepare(
  database: Database,
  what: string | readonly string[],
  options: { actor?: string; now?: Date; on?: string } = {},
): Promise<PrepareResult> {
  return preparePayment(database, {
    selection: typeof what === "string" ? { period: what } : { statementNos: what },
    actor: options.actor ?? "preparer",
    now: options.now ?? daysOn(1),
    on: options.on ?? null,
    keys: paymentKeys,
    randomBytes,
  });
}

export function release(
  database: Database,
  batchNo: string | null,
  folder: string,
  options: Partial<ReleaseOptions> = {},
) {
  return releasePayment(database, {
    batchNo: batchNo ?? "none",
    actor: "releaser",
    now: daysOn(2),
    debtor,
    folder,
    keys: paymentKeys,
    ...options,
  });
}

export function withdraw(database: Database, batchNo: string, statementNos: string[] = []) {
  const by = { actor: "preparer", now: daysOn(1), reason: "再核对" };
  return withdrawPayment(database, { batchNo, statementNos, ...by });
}

export function importAnswers(
  database: Database,
  path: string,
  options: { actor?: string; now?: Date } = {},
): Promise<ImportBankResult> {
  return importBank(database, {
    path,
    actor: options.actor ?? "preparer",
    now: options.now ?? daysOn(3),
    tell: tellSettlee,
    tellStaff,
  });
}

export async function paymentsOf(database: Database, keys = paymentKeys): Promise<PaymentRow[]> {
  const rows: PaymentRow[] = [];
  for await (const row of listPayments(database, {}, keys)) rows.push(row);
  return rows;
}

/** Notices that were written, `kind about`, in order. */
export async function noticesOf(database: Database, kind: string): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select payload->>'key' as key from outbox
     where topic = 'deliver-notice' and payload->>'kind' = $1 order by 1`,
    [kind],
  );
  return rows.map(({ key }) => key);
}
