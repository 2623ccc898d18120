import { Decimal } from "../../src/domain/money.js";
import { listOf, readXml, type XmlNode } from "../../src/platform/xml/read-xml.js";
import { readText } from "./repository-files.js";

/** The rows of tables in docs/formats.md, as cells, by the heading above them. */
export function formatTables(): Map<string, string[][]> {
  const tables = new Map<string, string[][]>();
  let heading = "";
  for (const line of readText("docs/formats.md").split("\n")) {
    if (line.startsWith("## ")) heading = line.slice(3);
    if (!line.startsWith("|") || /^\|[-|]+\|$/.test(line)) continue;
    const cells = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    tables.set(heading, [...(tables.get(heading) ?? []), cells]);
  }
  return tables;
}

export interface FieldRow {
  readonly path: string;
  readonly occurs: string;
  readonly type: string;
  readonly written: string;
}

/** The fields of pain.001, in order of the document. */
export function pain001Rows(): FieldRow[] {
  return (formatTables().get("pain.001.001.09, written") ?? [])
    .filter(({ length }) => length === 5)
    .map(([path = "", occurs = "", type = "", written = ""]) => ({ path, occurs, type, written }))
    .filter(({ path }) => path !== "path");
}

const texts = (most: number) => (value: string) =>
  value !== "" && [...value].length <= most && value === value.trim();
const decimal = (value: string) => /^\d{1,16}\.\d\d$/.test(value);

/** What a value of a type has to be; a group has elements instead. */
const forms: Readonly<Record<string, (value: string, node: XmlNode) => boolean>> = {
  Max34Text: texts(34),
  Max35Text: texts(35),
  Max70Text: texts(70),
  Max140Text: texts(140),
  Max15NumericText: (value) => /^[0-9]{1,15}$/.test(value),
  DecimalNumber: decimal,
  "CNY amount": (value, node) => decimal(value) && Number(value) > 0 && node["@Ccy"] === "CNY",
  Currency: (value) => /^[A-Z]{3}$/.test(value),
  ISODate: (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
  ISODateTime: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(value),
  Boolean: (value) => value === "true" || value === "false",
  "`TRF`": (value) => value === "TRF",
  "`CNAPS`": (value) => value === "CNAPS",
  "CNAPS code": (value) => /^\d{12}$/.test(value),
};

/** What a payment file has that docs/formats.md does not allow: order, number, form of its elements, its sums. */
export function writtenFaults(xml: string): string[] {
  const document = readXml(xml);
  const faults: string[] = [];
  if (document["@xmlns"] !== "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09")
    faults.push("namespace");
  const [root] = listOf(document, "Document");
  const body = root === undefined ? undefined : listOf(root, "CstmrCdtTrfInitn")[0];
  if (body === undefined) return [...faults, "root"];
  const rows = pain001Rows();
  checkChildren("", body, { rows, faults });
  checkSums(body, faults);
  return faults;
}

interface Check {
  readonly rows: readonly FieldRow[];
  readonly faults: string[];
}

function checkChildren(path: string, node: XmlNode, { rows, faults }: Check): void {
  const prefix = path === "" ? "" : `${path}/`;
  const own = rows.filter(
    (row) => row.path.startsWith(prefix) && !row.path.slice(prefix.length).includes("/"),
  );
  const names = own.map((row) => row.path.slice(prefix.length));
  const found = Object.keys(node).filter((name) => !/^[@#]/.test(name));
  for (const name of found) if (!names.includes(name)) faults.push(`${prefix}${name} is unknown`);
  // Keys of a node stand in the order in which elements first came.
  const known = names.filter((name) => found.includes(name));
  if (known.join() !== found.filter((name) => names.includes(name)).join()) {
    faults.push(`${path}: ${found.join()} out of order`);
  }
  const choices = own.filter(({ occurs }) => occurs === "choice");
  const chosen = choices.filter((row) => found.includes(row.path.slice(prefix.length)));
  if (choices.length > 0 && chosen.length !== 1)
    faults.push(`${path}: ${chosen.length} of a choice`);
  for (const row of own) {
    const children = listOf(node, row.path.slice(prefix.length));
    const [least, most] = row.occurs === "choice" ? ["0", "1"] : row.occurs.split("..");
    const isRight =
      children.length >= Number(least) && (most === "n" || children.length <= Number(most));
    if (!isRight) faults.push(`${row.path} occurs ${children.length} times`);
    for (const child of children) {
      if (row.type === "group") checkChildren(row.path, child, { rows, faults });
      else if (forms[row.type]?.(String(child["#text"] ?? ""), child) !== true) {
        faults.push(`${row.path} is '${String(child["#text"] ?? "")}', no ${row.type}`);
      }
    }
  }
}

/** The counts and sums of header and instruction are those of the payments; ids stand once. */
function checkSums(body: XmlNode, faults: string[]): void {
  const [header] = listOf(body, "GrpHdr");
  for (const instruction of listOf(body, "PmtInf")) {
    const payments = listOf(instruction, "CdtTrfTxInf");
    const amounts = payments.flatMap((it) =>
      listOf(it, "Amt").flatMap((amt) => listOf(amt, "InstdAmt")),
    );
    const sum = amounts.reduce(
      (total, it) => total.plus(String(it["#text"] || "0")),
      new Decimal(0),
    );
    for (const node of [header ?? {}, instruction]) {
      const [count] = listOf(node, "NbOfTxs");
      if (count?.["#text"] !== String(payments.length)) faults.push("NbOfTxs is wrong");
      const [control] = listOf(node, "CtrlSum");
      if (control?.["#text"] !== sum.toFixed(2)) faults.push("CtrlSum is wrong");
    }
    const ids = payments.flatMap((it) =>
      listOf(it, "PmtId").flatMap((id) => listOf(id, "EndToEndId").map((end) => end["#text"])),
    );
    if (new Set(ids).size !== payments.length) faults.push("EndToEndId stands twice");
  }
}
