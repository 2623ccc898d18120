import type { Command } from "commander";
import type { DeliveryRow } from "../../intake/deliveries.js";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface DeliveriesTexts {
  readonly summary: string;
  readonly columns: Readonly<
    Record<"deliveryId" | "name" | "state" | "completes" | "foundAt" | "rows" | "failure", string>
  >;
  readonly states: Readonly<Record<DeliveryRow["state"], string>>;
  readonly none: string;
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
  },
};

export function addDeliveriesCommand(program: Command, cli: Cli): void {
  const { summary, columns, states, none } = cli.text(texts);
  program
    .command("deliveries")
    .description(summary)
    .action(() =>
      cli.perform("deliveries", ({ features, output, answerRecords }) =>
        answerRecords(features.unattended.listDeliveries(), async (records) => {
          let count = 0;
          const counted = async function* () {
            for await (const record of records) {
              count += 1;
              yield record;
            }
          };
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
            counted(),
          );
          if (count === 0) await output.write(`${none}\n`);
        }),
      ),
    );
}

function rowsRead({ files }: DeliveryRow): string {
  const read = Object.values(files ?? {}).map((counts) => counts.read);
  return read.length === 0 ? "" : read.reduce((sum, count) => sum + count, 0).toLocaleString("en");
}
