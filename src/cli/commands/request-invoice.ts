import type { Command } from "commander";
import { reportBulk } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { addSelection, type SelectionFlags, selectionOf } from "../selection-options.js";
import type { Cli } from "../session.js";

const texts: Bilingual<{ summary: string; progress: string }> = {
  "zh-CN": {
    summary: "通知结算对象开票；税率已变的结算单被拒绝并撤回（R-W7）",
    progress: "通知开票",
  },
  en: {
    summary:
      "ask settlees for their invoices; a statement whose rate changed is refused and recalled (R-W7)",
    progress: "request",
  },
};

export function addRequestInvoiceCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const command = program.command("request-invoice").description(text.summary);
  addSelection(command, cli).action((numbers: string[], flags: SelectionFlags) => {
    const selection = selectionOf("request-invoice", numbers, flags);
    return cli.perform("request-invoice", async (session) => {
      const { features, actor, withProgress } = session;
      const result = await withProgress(text.progress, (onProgress) =>
        features.invoices.request({ selection, actor, onProgress }),
      );
      return reportBulk(cli, session, result);
    });
  });
}
