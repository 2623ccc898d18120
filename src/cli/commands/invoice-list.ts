import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";

const texts: Bilingual<Record<"summary" | "numbers" | "out", string>> = {
  "zh-CN": {
    summary: "开票清单：每个结算对象一份，可打印的网页和 PDF",
    numbers: "结算单号",
    out: "目录（缺省为 YUEJIE_HOME 下的 invoice-lists）",
  },
  en: {
    summary: "invoice lists to print, one a settlee, as a web page and as PDF",
    numbers: "statement numbers",
    out: "folder (default: invoice-lists in YUEJIE_HOME)",
  },
};

export function addInvoiceListCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("invoice-list")
    .description(text.summary)
    .argument("<numbers...>", text.numbers)
    .option("--out <dir>", text.out)
    .action((statementNos: string[], { out }: { out?: string }) =>
      cli.perform("invoice-list", async ({ features, actor, answer, output }) => {
        const made = await features.invoices.writeLists({ statementNos, out, actor });
        return answer(made, async () => {
          for (const file of made.files) await output.write(`${file}\n`);
        });
      }),
    );
}
