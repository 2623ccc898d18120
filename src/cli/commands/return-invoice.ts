import type { Command } from "commander";
import { reportBulk } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { addSelection, type SelectionFlags, selectionOf } from "../selection-options.js";
import type { Cli } from "../session.js";

const texts: Bilingual<{ summary: string; reason: string; progress: string }> = {
  "zh-CN": {
    summary: "付款放行之前，退回已通过的发票重新开具",
    reason: "原因",
    progress: "退回",
  },
  en: {
    summary: "return invoices that were accepted, until their payment is released",
    reason: "why",
    progress: "return",
  },
};

type Flags = SelectionFlags & { readonly reason?: string };

export function addReturnInvoiceCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const command = program.command("return-invoice").description(text.summary);
  addSelection(command, cli)
    .option("--reason <text>", text.reason)
    .action((numbers: string[], flags: Flags) => {
      const selection = selectionOf("return-invoice", numbers, flags);
      const { reason } = flags;
      return cli.perform("return-invoice", async (session) => {
        const { features, actor, withProgress } = session;
        const result = await withProgress(text.progress, (onProgress) =>
          features.invoices.giveBack({ selection, actor, reason, onProgress }),
        );
        return reportBulk(cli, session, result);
      });
    });
}
