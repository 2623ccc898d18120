import type { Command } from "commander";
import { formatAmountGrouped } from "../../domain/money.js";
import type { Reconciliation } from "../../settlement/reconcile.js";
import type { Bilingual } from "../language.js";
import { monthOption } from "../options.js";
import type { Output } from "../output.js";
import { writeOutcomeTotals } from "../period-totals-table.js";
import type { Cli } from "../session.js";

interface ReconcileTexts {
  readonly summary: string;
  readonly period: string;
  readonly title: (period: string) => string;
  readonly balanced: string;
  readonly unbalanced: string;
  readonly sums: (of: Reconciliation) => string;
}

const texts: Bilingual<ReconcileTexts> = {
  "zh-CN": {
    summary: "账期对账：范围内 = 已结算 + 往期未结 + 不结算，明细 = 结算单",
    period: "月份，如 2026-10",
    title: (period) => `账期 ${period} 对账`,
    balanced: "对账平衡。",
    unbalanced: "对账不平：请重新出账；若仍不平，请执行 yuejie verify。",
    sums: ({ statements, lines, broughtForward }) =>
      `结算单 ${statements.count} 张，${grouped(statements.amount)}；` +
      `明细 ${lines.count} 行，${grouped(lines.amount)}；` +
      `其中上期结转 ${broughtForward.count} 行，${grouped(broughtForward.amount)}`,
  },
  en: {
    summary: "hold a month's books against each other (R-R5)",
    period: "a month as 2026-10",
    title: (period) => `Reconciliation of ${period}`,
    balanced: "It balances.",
    unbalanced: "It does not balance: run the period again; if it stays, see yuejie verify.",
    sums: ({ statements, lines, broughtForward }) =>
      `${statements.count} statements, ${grouped(statements.amount)}; ` +
      `${lines.count} lines, ${grouped(lines.amount)}; ` +
      `of these brought forward: ${broughtForward.count}, ${grouped(broughtForward.amount)}`,
  },
};

const grouped = formatAmountGrouped;

export function addReconcileCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("reconcile")
    .description(text.summary)
    .requiredOption("--period <month>", text.period, monthOption)
    .action(({ period }: { period: string }) =>
      cli.perform("reconcile", async ({ features, output, answer }) => {
        const reconciliation = await features.reconcile(period);
        await answer(reconciliation, () => writeReconciliation(output, cli, reconciliation));
        return reconciliation.balanced ? 0 : 1;
      }),
    );
}

/** Writes a reconciliation for people. */
export async function writeReconciliation(
  output: Output,
  cli: Cli,
  reconciliation: Reconciliation,
): Promise<void> {
  const text = cli.text(texts);
  const { inScope, settled, carried, excluded } = reconciliation;
  await output.write(`${text.title(reconciliation.period)}\n\n`);
  await writeOutcomeTotals(output, cli, {
    orders: { settled: settled.orders, carried: carried.orders, excluded: excluded.orders },
    cash: { settled: settled.cash, carried: carried.cash, excluded: excluded.cash },
    reasons: { ...carried.byReason, ...excluded.byReason },
    inScope,
  });
  await output.write(`\n${text.sums(reconciliation)}\n`);
  await output.write(`${reconciliation.balanced ? text.balanced : text.unbalanced}\n`);
}
