/**
 * `npm run bench:lifecycle [-- --statements N]`: a month's statements from draft to paid, each step by its bulk
 * command, as a table.
 *
 * DATABASE_URL names the server; a database of its own is made on it and dropped at the end.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { connect, type Database } from "../src/platform/database/database.js";
import { measureCommand } from "./measure.js";

const { values } = parseArgs({ options: { statements: { type: "string", default: "10000" } } });
const serverUrl = process.env.DATABASE_URL;
if (!serverUrl) {
  console.error("Set DATABASE_URL to a Postgres server on which databases may be made.");
  process.exit(2);
}
const wanted = Number(values.statements);
const period = "2026-10";
const name = "yuejie_bench_lifecycle";
const folder = mkdtempSync(join(tmpdir(), "yuejie-bench-"));
const url = new URL(serverUrl);
url.pathname = `/${name}`;
const environment = {
  DATABASE_URL: url.href,
  YUEJIE_HOME: join(folder, "home"),
  YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00",
  YUEJIE_KEYS: `bench:${Buffer.alloc(32, 1).toString("base64")}`,
};
const table = new Table({
  head: ["step", "statements", "seconds", "a second", "ms each", "Node MiB"],
  colAligns: ["left", "right", "right", "right", "right", "right"],
});

/** One bulk command, measured; what it refused is a defect of the benchmark. */
async function step(args: readonly string[], actor: string): Promise<Record<string, unknown>> {
  const { seconds, memoryMb, stdout } = await measureCommand(
    [...args, "--as", actor, "--json"],
    environment,
  );
  const answer = JSON.parse(stdout);
  const done = answer.sent ?? answer.done ?? answer.prepared ?? answer.released ?? answer.applied;
  const refused = [...(answer.refused ?? []), ...(answer.conflicts ?? [])];
  if (refused.length > 0) throw new Error(`${args.join(" ")}: ${JSON.stringify(refused[0])}`);
  const count = done.length;
  table.push([
    args[0],
    count.toLocaleString("en"),
    seconds.toFixed(1),
    Math.round(count / seconds).toLocaleString("en"),
    ((seconds * 1_000) / count).toFixed(1),
    memoryMb.toFixed(0),
  ]);
  console.error(`${args[0]}: ${count} in ${seconds.toFixed(1)} s`);
  return answer;
}

/** One sale for each partner, so that each has one positive statement. */
function writeFacts(target: string): void {
  mkdirSync(target, { recursive: true });
  const write = (file: string, rows: readonly string[]): void =>
    writeFileSync(join(target, file), `${rows.join("\n")}\n`);
  const numbers = Array.from({ length: wanted }, (_, index) => String(index + 1).padStart(6, "0"));
  write("partners.csv", [
    "partner_no,name,taxpayer_type,service_fee_rate,business_info,email,tax_no,bank_name,bank_account,bank_code",
    ...numbers.map(
      (no) =>
        `P${no},伙伴${no},general,0.06,certified,p${no}@partner.example,91440300MA${no}00,测试银行,6222${no}000001,102584000002`,
    ),
  ]);
  write("products.csv", [
    "product_no,name,sourcing,category,output_tax_rate,share_model,performance_policy",
    "SAAS,商品,self_operated,saas,0.13,deal_price,standard",
  ]);
  write("product_terms.csv", [
    "product_no,effective_from,share_ratio,authorised_discount",
    "SAAS,2026-01-01,0.1,1",
  ]);
  const at = "2026-10-10 10:00";
  write("orders.csv", [
    "order_no,order_type,charge_mode,product_no,customer_no,partner_no,operations_base,sales_scenario,deal_amount,cash_amount,stored_value_amount,performance_coupon_amount,plain_coupon_amount,voucher_amount,ordered_at,paid_at,repayment_status,supervision_status,provisioned_at,effective_at",
    ...numbers.map(
      (no, index) =>
        `O${no},new,subscription,SAAS,C1,P${no},false,provider,${1000 + index}.00,${1000 + index}.00,0,0,0,0,${at},${at},none,not_involved,${at},${at}`,
    ),
  ]);
}

async function writeInvoices(database: Database, path: string): Promise<void> {
  const { rows } = await database.pool.query(
    `select statement_no, net_amount, tax_amount, amount from statement order by statement_no`,
  );
  writeFileSync(
    path,
    [
      "statement_no,invoice_no,issued_on,net_amount,tax_amount,amount,tracking_no",
      ...rows.map((row, index) =>
        [
          row.statement_no,
          String(26_000_000_000_000_000_000n + BigInt(index)),
          "2026-11-03",
          row.net_amount,
          row.tax_amount,
          row.amount,
          `SF${index}`,
        ].join(","),
      ),
      "",
    ].join("\n"),
  );
}

const server = connect(serverUrl);
await server.pool.query(`drop database if exists ${name} with (force)`);
await server.pool.query(`create database ${name}`);
const database = connect(url.href);
try {
  const data = join(folder, "data");
  writeFacts(data);
  for (const args of [["migrate"], ["import", data], ["run", "--period", period]]) {
    await measureCommand([...args, "--as", "operator"], environment);
  }
  await database.pool.query("vacuum analyze");
  const all = ["--period", period];
  await step(["approve", ...all], "reviewer");
  await step(["sign", ...all, "--department", "业务部"], "signer-1");
  await step(["sign", ...all, "--department", "财务部"], "signer-2");
  await step(["request-invoice", ...all], "preparer");
  const invoices = join(folder, "invoices.csv");
  await writeInvoices(database, invoices);
  await step(["submit-invoice", "--list", invoices], "preparer");
  await step(["receive-invoice", ...all], "preparer");
  await step(["verify-invoice", ...all, "--accept", "--checked"], "preparer");
  const { batchNo } = await step(["prepare-payment", ...all], "preparer");
  await step(["release-payment", String(batchNo), "--out", folder], "releaser");
  const { rows } = await database.pool.query(
    "select end_to_end_id, amount from payment_attempt order by end_to_end_id",
  );
  const answers = join(folder, "answers.csv");
  const paid = rows.map((row) => `${row.end_to_end_id},paid,${row.amount},2026-11-03`);
  writeFileSync(answers, ["end_to_end_id,status,amount,date", ...paid, ""].join("\n"));
  await step(["import-bank", answers], "preparer");
  const standing = await database.pool.query("select status, count(*) from statement group by 1");
  console.error(JSON.stringify(standing.rows));
  console.log(table.toString());
} finally {
  await database.close();
  await server.pool.query(`drop database ${name} with (force)`);
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
