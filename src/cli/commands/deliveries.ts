import type { Command } from "commander";
import type { DeliveryRow } from "../../intake/deliveries.js";
import type { Bilingual } from "../language.js";
import { wholeOption } from "../options.js";
import type { Cli } from "../session.js";
import { lastOf } from "../shortened-list.js";
import { writeTable } from "../table.js";

interface DeliveriesTexts {
  readonly summary: string;
  readonly columns: Readonly<
    Record<"deliveryId" | "name" | "state" | "completes" | "foundAt" | "rows" | "failure", string>
  >;
  readonly states: Readonly<Record<DeliveryRow["state"], string>>;
  readonly none: string;
  readonly limit: string;
  readonly more: (count: number) => string;
}

const texts: Bilingual<DeliveriesTexts> = {
  "zh-CN": {
    summary: "列出收件文件夹中送达的数据及其处理结果（NDJSON）",
    columns: {
      deliveryId: "编号",
      name: "送达",
      state: "状态",
      completes: "补齐月份",
      foundAt: "发现时间",
      rows: "读取行数",
      failure: "原因",
    },
    states: {
      found: "等待导入",
      asked: "导入中",
      delayed: "暂时无法读取",
      imported: "已导入",
      repeated: "与此前相同",
      refused: "被拒绝",
    },
    none: "没有送达的数据。",
    limit: "最多列出多少个最新的",
    more: (count) => `另有 ${count} 个较早的未列出；可用 --limit。`,
  },
  en: {
    summary: "list what arrived in the inbox, and what became of it (NDJSON)",
    columns: {
      deliveryId: "No.",
      name: "Delivery",
      state: "State",
      completes: "Completes",
      foundAt: "Found",
      rows: "Rows read",
      failure: "Reason",
    },
    states: {
      found: "waits for its import",
      asked: "being imported",
      delayed: "cannot be read at present",
      imported: "imported",
      repeated: "the same as before",
      refused: "refused",
    },
    none: "Nothing was delivered.",
    limit: "how many of the newest at most",
    more: (count) => `${count} older ${count === 1 ? "one is" : "ones are"} not shown: --limit.`,
  },
};

export function addDeliveriesCommand(program: Command, cli: Cli): void {
  const { summary, columns, states, none, limit: limitText, more } = cli.text(texts);
  program
    .command("deliveries")
    .description(summary)
    .option("--limit <count>", limitText, wholeOption("--limit"), 100)
    .action(({ limit }: { limit: number }) =>
      cli.perform("deliveries", async ({ features, output, answerRecords }) => {
        const { records, count } = lastOf(features.unattended.listDeliveries(), limit);
        const code = await answerRecords(records(), async (shown) => {
          await writeTable(
            output,
            [
              { title: columns.deliveryId, align: "right", of: (it) => it.deliveryId },
              { title: columns.name, of: (it) => it.name.replace(/\p{Cc}+/gu, "?") },
              { title: columns.state, of: (it) => states[it.state] },
              { title: columns.completes, of: (it) => it.completes.join(" ") },
              { title: columns.foundAt, of: (it) => it.foundAt.slice(0, 16).replace("T", " ") },
              { title: columns.rows, align: "right", of: rowsRead },
              { title: columns.failure, of: (it) => it.failure ?? "" },
            ],
            shown,
          );
          if (count().shown + count().more === 0) await output.write(`${none}\n`);
        });
        const left = count().more;
        if (left > 0) output.note(more(left));
        return code;
      }),
    );
}

function rowsRead({ files }: DeliveryRow): string {
  const read = Object.values(files ?? {}).map((counts) => counts.read);
  return read.length === 0 ? "" : read.reduce((sum, count) => sum + count, 0).toLocaleString("en");
}
