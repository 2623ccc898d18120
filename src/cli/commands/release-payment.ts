import type { Command } from "commander";
import { formatAmountGrouped } from "../../domain/money.js";
import type { PaymentFormat } from "../../domain/payment.js";
import { exitCodeOfBulk, refusalOf } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { formatOption } from "../payment-options.js";
import type { Cli } from "../session.js";

interface ReleaseTexts {
  readonly summary: string;
  readonly batch: string;
  readonly out: string;
  readonly format: string;
  readonly progress: string;
  readonly done: (batchNo: string, count: number, amount: string, day: string) => string;
  readonly again: (batchNo: string) => string;
  readonly file: (path: string, sha256: string) => string;
  readonly none: string;
}

const texts: Bilingual<ReleaseTexts> = {
  "zh-CN": {
    summary: "付款放行：复核批次并生成付款文件（须为制单人以外的人）；重复执行得到同一文件",
    batch: "付款批次号",
    out: "付款文件所在文件夹（缺省 YUEJIE_HOME/payments）",
    format: "文件格式：pain.001（缺省）或 csv",
    progress: "放行",
    done: (batchNo, count, amount, day) =>
      `付款批次 ${batchNo} 已放行：${count} 笔，合计 ${amount}，付款日期 ${day}。`,
    again: (batchNo) => `付款批次 ${batchNo} 此前已放行；重新写出同一文件。`,
    file: (path, sha256) => `付款文件：${path}\nSHA-256：${sha256}`,
    none: "没有可放行的付款。",
  },
  en: {
    summary:
      "release a payment batch that somebody else prepared, and write its file; done again, the same file",
    batch: "number of the payment batch",
    out: "folder of the payment file (default: payments in YUEJIE_HOME)",
    format: "pain.001 (default) or csv",
    progress: "release",
    done: (batchNo, count, amount, day) =>
      `Payment batch ${batchNo} is released: ${count} payments, ${amount} in all, to be paid on ${day}.`,
    again: (batchNo) => `Payment batch ${batchNo} was released before; its file is written again.`,
    file: (path, sha256) => `Payment file: ${path}\nSHA-256: ${sha256}`,
    none: "No payment was left to release.",
  },
};

interface Flags {
  readonly out?: string;
  readonly format?: PaymentFormat;
}

export function addReleasePaymentCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("release-payment")
    .description(text.summary)
    .argument("<batch>", text.batch)
    .option("--out <folder>", text.out)
    .option("--format <format>", text.format, formatOption)
    .action((batchNo: string, { out, format }: Flags) =>
      cli.perform("release-payment", async (session) => {
        const { features, actor, output, answer, withProgress, language } = session;
        const result = await withProgress(text.progress, (onProgress) =>
          features.payments.release({ batchNo, out, format, actor, onProgress }),
        );
        const refused = result.refused.map((refusal) => refusalOf(refusal, language));
        for (const { statementNo, message } of refused) output.note(`${statementNo}: ${message}`);
        const { released, amount, executionDate, file, sha256, isRepeated } = result;
        await answer({ ...result, refused }, async () => {
          if (file === null || sha256 === null) return output.write(`${text.none}\n`);
          const sum = formatAmountGrouped(amount);
          const done = text.done(batchNo, released.length, sum, executionDate ?? "");
          const lines = [isRepeated ? text.again(batchNo) : done, text.file(file, sha256)];
          await output.write(`${lines.join("\n")}\n`);
        });
        return exitCodeOfBulk(released.length, result.refused);
      }),
    );
}
