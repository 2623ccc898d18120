import type { Command } from "commander";
import { exitCodeOfBulk, refusalOf } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";

interface WithdrawTexts {
  readonly summary: string;
  readonly batch: string;
  readonly numbers: string;
  readonly reason: string;
  readonly done: (count: number) => string;
}

const texts: Bilingual<WithdrawTexts> = {
  "zh-CN": {
    summary: "撤回尚未放行的付款：整个批次，或其中的结算单",
    batch: "付款批次号",
    numbers: "结算单号（缺省整个批次）",
    reason: "原因",
    done: (count) => `已撤回 ${count} 笔付款。`,
  },
  en: {
    summary: "withdraw payments before their release: a whole batch, or statements of it",
    batch: "number of the payment batch",
    numbers: "statement numbers (default: the whole batch)",
    reason: "the reason",
    done: (count) => `${count} payments withdrawn.`,
  },
};

export function addWithdrawPaymentCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("withdraw-payment")
    .description(text.summary)
    .argument("<batch>", text.batch)
    .argument("[numbers...]", text.numbers)
    .option("--reason <text>", text.reason)
    .action((batchNo: string, statementNos: string[], { reason }: { reason?: string }) =>
      cli.perform("withdraw-payment", async ({ features, actor, output, answer, language }) => {
        const options = { batchNo, statementNos, actor, reason };
        const { done, refused } = await features.payments.withdraw(options);
        const told = refused.map((refusal) => refusalOf(refusal, language));
        for (const { statementNo, message } of told) output.note(`${statementNo}: ${message}`);
        await answer({ batchNo, withdrawn: done, refused: told }, () =>
          output.write(`${text.done(done.length)}\n`),
        );
        return exitCodeOfBulk(done.length, refused);
      }),
    );
}
