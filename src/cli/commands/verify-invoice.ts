import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import { type InvoicePoint, invoicePoints } from "../../domain/invoice-points.js";
import { sayValue } from "../../domain/invoice-reason.js";
import type { BulkResult, Selection } from "../../lifecycle/bulk.js";
import type { InvoiceFindings } from "../../lifecycle/invoice/verify.js";
import { exitCodeOfBulk, refusalOf, reportBulk } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { addSelection, type SelectionFlags, selectionOf } from "../selection-options.js";
import type { Cli, ExitCode, Session } from "../session.js";
import { writeTable } from "../table.js";

interface VerifyTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"accept" | "checked" | "refuse" | "reason", string>>;
  readonly progress: string;
  readonly columns: Readonly<
    Record<"standing" | "point" | "invoice" | "expected" | "found", string>
  >;
  readonly standings: Readonly<Record<InvoicePoint["standing"], string>>;
  readonly all: string;
  readonly verdicts: Readonly<Record<InvoiceFindings["standing"], string>>;
  readonly none: string;
}

const texts: Bilingual<VerifyTexts> = {
  "zh-CN": {
    summary: "逐项核对发票（只读）；--accept 通过，--refuse 退回重开",
    options: {
      accept: "通过：各项均须无误",
      checked: "已目视核对提交内容未载明的各项",
      refuse: "不通过：退回重新开具",
      reason: "不通过的原因（缺省为不符的各项）",
    },
    progress: "审核",
    columns: {
      standing: "结果",
      point: "核对项",
      invoice: "发票",
      expected: "应为",
      found: "实为",
    },
    standings: { right: "相符", wrong: "不符", by_eye: "须目视核对", not_checked: "未验真" },
    all: "合计",
    verdicts: {
      right: "各项相符，可以通过。",
      wrong: "有不符之处，不能通过。",
      by_eye: "没有不符之处；标为须目视核对的各项请核对后用 --checked 确认。",
    },
    none: "没有待审核的发票。",
  },
  en: {
    summary: "show every point of invoices (reads only); --accept or --refuse decides",
    options: {
      accept: "accept them: every point must be right",
      checked: "the points that were not told have been looked at",
      refuse: "refuse them: they are to be issued again",
      reason: "why they are refused (default: the points that are wrong)",
    },
    progress: "verify",
    columns: {
      standing: "Result",
      point: "Point",
      invoice: "Invoice",
      expected: "Should be",
      found: "Is",
    },
    standings: { right: "right", wrong: "wrong", by_eye: "look at it", not_checked: "not checked" },
    all: "all",
    verdicts: {
      right: "Every point is right: it can be accepted.",
      wrong: "Something is wrong: it cannot be accepted.",
      by_eye: "Nothing is wrong; look at the points marked so and confirm with --checked.",
    },
    none: "No invoice waits to be verified.",
  },
};

interface Flags extends SelectionFlags {
  readonly accept?: true;
  readonly checked?: true;
  readonly refuse?: true;
  readonly reason?: string;
}

export function addVerifyInvoiceCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const command = program.command("verify-invoice").description(text.summary);
  addSelection(command, cli)
    .option("--accept", text.options.accept)
    .option("--checked", text.options.checked)
    .option("--refuse", text.options.refuse)
    .option("--reason <text>", text.options.reason)
    .action((numbers: string[], flags: Flags) => {
      const selection = selectionOf("verify-invoice", numbers, flags);
      requireTogether(flags);
      return cli.perform("verify-invoice", (session) =>
        flags.accept || flags.refuse
          ? decide(cli, session, { selection, flags })
          : show(cli, session, selection),
      );
    });
}

function requireTogether({ accept, checked, refuse, reason }: Flags): void {
  const exclude = (one: string, other: string): never => {
    throw new YuejieError("options_exclude", { one, other });
  };
  if (accept && refuse) exclude("--accept", "--refuse");
  if (accept && reason !== undefined) exclude("--accept", "--reason");
  const missing = checked && !accept ? "--accept" : reason !== undefined && !refuse && "--refuse";
  if (!missing) return;
  throw new YuejieError("option_missing", { command: "yuejie verify-invoice", option: missing });
}

async function decide(
  cli: Cli,
  session: Session,
  { selection, flags }: { selection: Selection; flags: Flags },
): Promise<ExitCode> {
  const { features, actor, withProgress } = session;
  const { accept, checked = false, reason } = flags;
  const result = await withProgress(cli.text(texts).progress, (onProgress) =>
    accept
      ? features.invoices.accept({ selection, actor, checked, onProgress })
      : features.invoices.refuse({ selection, actor, reason, onProgress }),
  );
  return reportBulk(cli, session, result);
}

async function show(cli: Cli, session: Session, selection: Selection): Promise<ExitCode> {
  const { features, actor, output, answer, language } = session;
  const result: BulkResult<InvoiceFindings> = await features.invoices.showPoints({
    selection,
    actor,
  });
  const refused = result.refused.map((refusal) => refusalOf(refusal, language));
  for (const { statementNo, message } of refused) output.note(`${statementNo}: ${message}`);
  await answer({ statements: result.done, refused }, async () => {
    const text = cli.text(texts);
    for (const findings of result.done) await writeFindings(cli, session, findings);
    if (result.done.length + refused.length === 0) await output.write(`${text.none}\n`);
  });
  return exitCodeOfBulk(result.done.length, result.refused);
}

async function writeFindings(
  cli: Cli,
  { output, language }: Session,
  { statementNo, standing, points }: InvoiceFindings,
): Promise<void> {
  const { columns, standings, verdicts, all } = cli.text(texts);
  await output.write(`\n${statementNo}\n`);
  const word = language === "en" ? "en" : "zh";
  await writeTable<InvoicePoint>(
    output,
    [
      { title: columns.standing, of: (it) => standings[it.standing] },
      { title: columns.point, of: (it) => invoicePoints[it.point][word] },
      { title: columns.invoice, of: (it) => it.invoiceNo ?? all },
      {
        title: columns.expected,
        of: (it) => (it.expected === null ? "" : cellOf(it.expected, language)),
      },
      { title: columns.found, of: (it) => cellOf(it.found, language) },
    ],
    points,
  );
  await output.write(`${verdicts[standing]}\n`);
}

/** Remarks may run over many lines, a table's cell over one. */
function cellOf(value: string | null, language: Session["language"]): string {
  const text = sayValue(value, language).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
