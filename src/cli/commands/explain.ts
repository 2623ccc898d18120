import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import { reasonSentence } from "../../domain/reason-sentences.js";
import type { ExplainedLine, Explanation } from "../../settlement/explain.js";
import { labels } from "../labels.js";
import type { Bilingual } from "../language.js";
import type { Output } from "../output.js";
import type { Cli } from "../session.js";

interface ExplainTexts {
  readonly summary: string;
  readonly orderNo: string;
  readonly title: (orderNo: string, outcome: string) => string;
  readonly asOf: (period: string) => string;
  readonly settleableAt: (at: string) => string;
  readonly neverSettleable: string;
  readonly open: string;
  readonly noFormula: string;
  readonly symbols: string;
}

const texts: Bilingual<ExplainTexts> = {
  "zh-CN": {
    summary: "解释一个订单：金额怎样算出，或者为什么没有结算",
    orderNo: "订单号",
    title: (orderNo, outcome) => `订单 ${orderNo}：${outcome}`,
    asOf: (period) => `以账期 ${period} 最近一次出账为准`,
    settleableAt: (at) => `可结算时间 ${at}`,
    neverSettleable: "尚无可结算时间",
    open: "订单可以结算，等待其账期出账。",
    noFormula: "结转或抵扣，不按规则计算",
    symbols:
      "C 现金消费 · B 分成基数 · D 成交价 · F 底价 · r 分成比例 · k 佣金比例 · q 可结算比例 · " +
      "t 商品销项税率 · s 服务费税率 · E 此前已结算",
  },
  en: {
    summary: "explain an order: how its amount came about, or why it is not settled",
    orderNo: "order number",
    title: (orderNo, outcome) => `Order ${orderNo}: ${outcome}`,
    asOf: (period) => `as the last run of ${period} left it`,
    settleableAt: (at) => `settleable at ${at}`,
    neverSettleable: "not settleable yet",
    open: "The order counts and waits for its period to be run.",
    noFormula: "moves what was counted before; no rule applies",
    symbols:
      "C cash consumption · B share base · D deal amount · F floor amount · r share ratio · " +
      "k commission ratio · q settleable ratio · t output tax · s service fee tax · E settled earlier",
  },
};

export function addExplainCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("explain")
    .description(text.summary)
    .argument("<order>", text.orderNo)
    .action((orderNo: string) =>
      cli.perform("explain", async ({ features, output, answer }) => {
        const explanation = await features.explainOrder(orderNo);
        return answer(explanation, () => writeExplanation(output, cli, explanation));
      }),
    );
}

async function writeExplanation(output: Output, cli: Cli, found: Explanation): Promise<void> {
  const text = cli.text(texts);
  const { outcomes } = cli.text(labels);
  const at = found.settleableAt;
  const lines = [text.title(found.orderNo, outcomes[found.outcome])];
  lines.push(at === null ? text.neverSettleable : text.settleableAt(toWallClock(at)));
  if (found.period !== null) lines.push(text.asOf(found.period));
  for (const reason of found.reasons) {
    const { title, why, next } = reasonSentence(reason, cli.language);
    lines.push("", `${title}`, `  ${why}`, `  → ${next}`);
  }
  if (found.outcome === "open" && found.reasons.length === 0) lines.push("", text.open);
  for (const line of found.lines) lines.push("", ...describeLine(cli, line));
  if (found.lines.some((line) => line.formula !== null)) lines.push("", text.symbols);
  await output.write(`${lines.join("\n")}\n`);
}

/** The line, its formula in symbols, and with its numbers. */
function describeLine(cli: Cli, line: ExplainedLine): string[] {
  const { lineKinds } = cli.text(labels);
  const kind = lineKinds[line.kind] ?? line.kind;
  const head = `${line.statementNo} #${line.lineNo}  ${kind}  ${line.rule ?? ""}`.trimEnd();
  if (line.formula === null) return [head, `  ${cli.text(texts).noFormula}: ${line.amount}`];
  return [head, `  ${line.formula}`, `  ${line.substituted}`];
}
