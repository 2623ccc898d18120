import type { Database } from "../../src/platform/database/database.js";

/** What a reader of the books could ever see; row numbers of the database and runs themselves left out. */
const contentQueries: Readonly<Record<string, string>> = {
  statement: `select statement_no, run_period, period, settlee_no, type, output_tax_rate, service_fee_rate,
      sequence_no, line_count, amount, net_amount, tax_amount, status
    from statement order by statement_no`,
  line: `select s.statement_no, l.is_locked, l.line_no, l.kind, l.reversal, o.order_no, l.product_no,
      l.partner_no, l.usage_month, l.rule, l.deal_amount, l.floor_amount, l.cash_consumption, l.share_base,
      l.ratio, l.output_tax_rate, l.service_fee_rate, l.settleable_ratio, l.completes_amount,
      l.earlier_amount, l.amount, l.settleable_at, source.statement_no as source_no, l.source_line_no
    from line l join statement s using (statement_id)
    left join sales_order o using (order_id)
    left join statement source on source.statement_id = l.source_statement_id
    order by s.statement_no, l.line_no`,
  usage_item: `select s.statement_no, u.line_no, o.order_no, u.share_base, f.statement_no as first_no,
      u.first_line_no
    from usage_item u join statement s using (statement_id) join sales_order o using (order_id)
    left join statement f on f.statement_id = u.first_statement_id
    order by s.statement_no, u.line_no, o.order_no`,
  order_outcome: `select x.period, o.order_no, x.settlee_no, x.outcome, x.reasons, x.cash_consumption
    from order_outcome x join sales_order o using (order_id) order by x.period, o.order_no`,
  order_out_of_scope: `select x.period, o.order_no
    from order_out_of_scope x join sales_order o using (order_id) order by x.period, o.order_no`,
  reconciliation: `select period, settlee_no, order_count, cash_consumption
    from reconciliation order by period, settlee_no`,
  open_item: `select o.order_no, i.settled_before, i.excluded_in
    from open_item i join sales_order o using (order_id) order by o.order_no`,
  sales_order: `select order_no, settleable_at, waiting from sales_order order by order_no`,
};

/** The books as text, one line a row: two databases with the same books give the same dump. */
export async function dumpBooks(database: Database): Promise<string[]> {
  const dump: string[] = [];
  for (const [table, query] of Object.entries(contentQueries)) {
    const { rows } = await database.pool.query(query);
    for (const row of rows) dump.push(`${table} ${JSON.stringify(Object.values(row))}`);
  }
  return dump;
}

/** Every row of every table, physical identities included: nothing at all was written between two equal ones. */
export async function dumpEverything(database: Database): Promise<string[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select format('%I', relname) as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const dump: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.pool.query(
      `select xmin::text, ctid::text, t::text as content from ${name} t order by 3, 2`,
    );
    for (const row of rows) dump.push(`${name} ${row.xmin} ${row.ctid} ${row.content}`);
  }
  return dump;
}

/** Empties all tables, the locked ones too: between stories in a test's own database. */
export async function emptyBooks(database: Database): Promise<void> {
  const connection = await database.pool.connect();
  try {
    const { rows } = await connection.query<{ name: string }>(
      `select format('%I', relname) as name from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ 'migration'`,
    );
    // As a replica, which fires no triggers. Deleting a few rows is many times quicker than truncating.
    const deletions = rows.map(({ name }) => `delete from ${name};`).join(" ");
    await connection.query(
      `begin; set local session_replication_role = replica; ${deletions} commit`,
    );
  } finally {
    connection.release();
  }
}
