import type { Command } from "commander";
import { reportBulk } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { addSelection, type SelectionFlags, selectionOf } from "../selection-options.js";
import type { Cli } from "../session.js";

const texts: Bilingual<{ summary: string; progress: string }> = {
  "zh-CN": { summary: "登记已收到的纸质发票，审核期限由此起算", progress: "登记" },
  en: {
    summary: "record that invoices on paper have come; the days to verify them count from here",
    progress: "receive",
  },
};

export function addReceiveInvoiceCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const command = program.command("receive-invoice").description(text.summary);
  addSelection(command, cli).action((numbers: string[], flags: SelectionFlags) => {
    const selection = selectionOf("receive-invoice", numbers, flags);
    return cli.perform("receive-invoice", async (session) => {
      const { features, actor, withProgress } = session;
      const result = await withProgress(text.progress, (onProgress) =>
        features.invoices.receive({ selection, actor, onProgress }),
      );
      return reportBulk(cli, session, result);
    });
  });
}
