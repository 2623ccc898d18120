import { join } from "node:path";
import { YuejieError } from "../../domain/errors.js";
import type { StatementStatus } from "../../domain/lifecycle/states.js";
import type { Database } from "../../platform/database/database.js";
import { writeWhole } from "../../platform/files/write-whole.js";
import { drawPdf } from "../../platform/pdf/draw-pdf.js";
import { findPerson } from "../person.js";
import { type InvoicedStatement, readInvoicedStatements } from "./expectation.js";
import { type InvoiceCompany, invoiceListPage } from "./invoice-list-page.js";
import { printedHtml } from "./printed-html.js";
import { requireMayRead } from "./reader.js";

/** An invoice list as it is handed out. */
export interface InvoiceList {
  readonly settleeNo: string;
  readonly statementNos: readonly string[];
  /** Without an extension. */
  readonly name: string;
  readonly html: string;
  readonly pdf: Buffer;
}

/**
 * Makes the invoice lists of statements, one a settlee: a statement that is printed once more gives the same bytes
 * while nothing changed.
 *
 * @param options.actor null: nobody asks for them, they go with a notice to the settlee itself.
 * Errors: `user_unknown`, `statement_unknown` (also another settlee's), `invoice_not_requested`; then nothing is made.
 * Source: spec §7 step 5, §8; R-W8.
 */
export async function makeInvoiceLists(
  database: Database,
  options: { statementNos: readonly string[]; company: InvoiceCompany; actor: string | null },
): Promise<InvoiceList[]> {
  const { statementNos, company, actor } = options;
  const person = actor === null ? null : await findPerson(database.pool, actor);
  const statements = await readInvoicedStatements(database.pool, statementNos);
  for (const statementNo of statementNos) {
    const statement = statements.find((it) => it.statementNo === statementNo);
    if (person !== null) requireMayRead(person, statementNo, statement?.settleeNo);
    if (statement !== undefined && isRequested(statement)) continue;
    throw new YuejieError("invoice_not_requested", { statementNo });
  }
  const lists: InvoiceList[] = [];
  for (const settleeNo of new Set(statements.map((it) => it.settleeNo))) {
    const own = statements.filter((it) => it.settleeNo === settleeNo);
    const page = invoiceListPage(own, company);
    const times = own.map(({ requestedAt }) => requestedAt?.getTime() ?? 0);
    lists.push({
      settleeNo,
      statementNos: own.map((it) => it.statementNo),
      name: nameOf(own),
      html: printedHtml(page),
      pdf: await drawPdf(page, new Date(Math.max(...times))),
    });
  }
  return lists;
}

/** The same, written as files into a folder; their paths. */
export async function writeInvoiceLists(
  database: Database,
  options: {
    statementNos: readonly string[];
    company: InvoiceCompany;
    actor: string;
    folder: string;
  },
): Promise<{ files: string[] }> {
  const files: string[] = [];
  for (const { name, html, pdf } of await makeInvoiceLists(database, options)) {
    const path = join(options.folder, name);
    await writeWhole(`${path}.html`, html);
    await writeWhole(`${path}.pdf`, pdf);
    files.push(`${path}.html`, `${path}.pdf`);
  }
  return { files };
}

function nameOf(statements: readonly InvoicedStatement[]): string {
  const [first, ...others] = statements;
  const more = others.length > 0 ? `-and-${others.length}-more` : "";
  // Settlees' numbers are theirs to choose: no path may come of one.
  return `invoice-list-${first?.statementNo ?? ""}${more}`.replace(/[^\w.-]/g, "_");
}

const requested: readonly StatementStatus[] = [
  "invoice_requested",
  "invoice_submitted",
  "invoice_received",
  "invoice_verified",
  "paying",
  "paid",
  "payment_bounced",
];

/** Before the request the rate is not settled (R-W7): what is printed then might be wrong. */
function isRequested({ status, resumesAs }: InvoicedStatement): boolean {
  return requested.includes(resumesAs ?? status);
}
