import type { Command } from "commander";
import { formatAmountGrouped } from "../../domain/money.js";
import type { TopUpResult } from "../../lifecycle/payment/record-top-up.js";
import type { Bilingual } from "../language.js";
import { dayOption } from "../payment-options.js";
import type { Cli } from "../session.js";

interface TopUpTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"number" | "amount" | "reference" | "date", string>>;
  readonly done: (result: TopUpResult) => string;
}

const texts: Bilingual<TopUpTexts> = {
  "zh-CN": {
    summary: "登记伙伴补付的款项（R-S4）；收齐后结算单变为已补缴",
    options: {
      number: "结算单号",
      amount: "到账金额，如 1234.56",
      reference: "银行流水号，每笔唯一",
      date: "到账日，如 2027-02-03",
    },
    done: ({ statementNo, owed, received, left }) =>
      `${statementNo}：应补 ${formatAmountGrouped(owed)}，已收 ${formatAmountGrouped(received)}，尚欠 ${formatAmountGrouped(left)}。`,
  },
  en: {
    summary:
      "record money that a settlee paid back (R-S4); when all has come, the statement is over",
    options: {
      number: "statement number",
      amount: "what came, as 1234.56",
      reference: "the bank's reference, one of its own for each receipt",
      date: "the day it came, as 2027-02-03",
    },
    done: ({ statementNo, owed, received, left }) =>
      `${statementNo}: ${formatAmountGrouped(owed)} owed, ${formatAmountGrouped(received)} received, ${formatAmountGrouped(left)} left.`,
  },
};

interface Flags {
  readonly amount: string;
  readonly reference: string;
  readonly date: string;
}

export function addRecordTopUpCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("record-top-up")
    .description(text.summary)
    .argument("<number>", text.options.number)
    .requiredOption("--amount <amount>", text.options.amount)
    .requiredOption("--reference <reference>", text.options.reference)
    .requiredOption("--date <day>", text.options.date, dayOption("--date"))
    .action((statementNo: string, { amount, reference, date: receivedOn }: Flags) =>
      cli.perform("record-top-up", async ({ features, actor, output, answer }) => {
        const topUp = { statementNo, amount, reference, receivedOn, actor };
        const result = await features.payments.recordTopUp(topUp);
        return answer(result, () => output.write(`${text.done(result)}\n`));
      }),
    );
}
