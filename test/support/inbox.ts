import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Notice } from "../../src/domain/notice.js";
import {
  type DeliveryOptions,
  type DeliveryOutcome,
  importDelivery,
} from "../../src/intake/import-delivery.js";
import { type InboxOptions, type ScanResult, scanInbox } from "../../src/intake/inbox.js";
import { type TestIntake, testIntake, testKeys } from "./intake.js";
import { csv, orderRow, partnerRow, productRow, termRow } from "./intake-folder.js";

/** An inbox, the books it is imported into, and what left on the way. */
export interface TestInbox {
  readonly intake: TestIntake;
  readonly folder: string;
  /** Requests for imports: delivery and attempt. */
  readonly asked: string[];
  readonly told: Notice[];
  options(): InboxOptions;
  scan(): Promise<ScanResult>;
  take(deliveryId: string, changes?: Partial<DeliveryOptions>): Promise<DeliveryOutcome>;
  /** What a scheduler and a worker do: one import after the other, as they are asked for. */
  work(): Promise<void>;
  /** Puts files into a folder of the inbox; `ready` null: and no READY yet. */
  deliver(name: string, files?: Record<string, string>, ready?: string | null): void;
  /** Writes READY, later than any before. */
  makeReady(name: string, content?: string): void;
  /** Each delivery with its state and the reason for it. */
  deliveries(): Promise<string[]>;
  /** What was told of deliveries: kind and name. */
  tales(): string[];
  orders(): Promise<string[]>;
  close(): Promise<void>;
}

export const facts = {
  "partners.csv": csv([partnerRow()]),
  "products.csv": csv([productRow()]),
  "product_terms.csv": csv([termRow()]),
  "orders.csv": csv([orderRow()]),
};

const now = new Date("2026-11-02T10:00:00+08:00");

export async function testInbox(): Promise<TestInbox> {
  const intake = await testIntake();
  const folder = mkdtempSync(join(tmpdir(), "yuejie-inbox-"));
  const asked: string[] = [];
  const told: Notice[] = [];
  let readyAt = 1_700_000_000;
  const box: TestInbox = {
    ...{ intake, folder, asked, told },
    options: () => ({
      inbox: folder,
      now,
      requestImport: async (_, deliveryId, attempt) => {
        asked.push(`${deliveryId} ${attempt}`);
      },
      tell: async (_, notice) => {
        told.push(notice);
      },
    }),
    scan: () => scanInbox(intake.database, box.options()),
    take: (deliveryId, changes = {}) =>
      importDelivery(intake.database, {
        ...box.options(),
        deliveryId,
        keys: async () => testKeys,
        ...changes,
      }),
    async work() {
      await box.scan();
      for (let done = 0; done < asked.length; done += 1) {
        await box.take(asked[done]?.split(" ")[0] ?? "");
      }
    },
    deliver(name, files = facts, ready = "") {
      mkdirSync(join(folder, name), { recursive: true });
      for (const [file, content] of Object.entries(files)) {
        writeFileSync(join(folder, name, file), content);
      }
      if (ready !== null) box.makeReady(name, ready);
    },
    makeReady(name, content = "") {
      const path = join(folder, name, "READY");
      writeFileSync(path, content);
      readyAt += 1;
      utimesSync(path, readyAt, readyAt);
    },
    async deliveries() {
      const rows = await intake.rows(
        "select name, state, failure from delivery order by delivery_id",
      );
      return rows.map(({ name, state, failure }) =>
        [name, state, failure].filter(Boolean).join(" "),
      );
    },
    tales: () =>
      told.map((it) => ("delivery" in it.details ? `${it.kind} ${it.details.delivery}` : it.kind)),
    async orders() {
      const rows = await intake.rows(
        "select order_no, customer_name from sales_order order by order_no",
      );
      return rows.map((row) => `${row.order_no} ${row.customer_name}`);
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await intake.close();
    },
  };
  return box;
}
