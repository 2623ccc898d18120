import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Parts } from "./compose.js";
import type { PaymentFormat } from "./domain/payment.js";
import type { BulkResult, Selection } from "./lifecycle/bulk.js";
import type { ImportBankResult } from "./lifecycle/payment/import-bank.js";
import type { PaymentFilter, PaymentRow, TopUpRow } from "./lifecycle/payment/list-payments.js";
import type { PaymentOfStatement, PrepareResult } from "./lifecycle/payment/prepare-payment.js";
import type { TopUp, TopUpResult } from "./lifecycle/payment/record-top-up.js";
import type { ReleaseResult } from "./lifecycle/payment/release-payment.js";
import { actorFor } from "./offer-people.js";
import type { RotationResult } from "./platform/crypto/rotate-fields.js";
import { tellSettlee } from "./tell-settlee.js";
import { tellStaff } from "./tell-staff.js";

type OnProgress = ((done: number, total: number) => void) | undefined;

/** Paying, and being paid back (spec §7 step 7, R-S4). */
export interface PaymentFeatures {
  prepare(options: {
    selection: Selection;
    /** `YYYY-MM-DD`; null: today. */
    on: string | null;
    actor: string;
    onProgress?: OnProgress;
  }): Promise<PrepareResult>;
  withdraw(options: {
    batchNo: string;
    statementNos: readonly string[];
    actor: string;
    reason: string | undefined;
  }): Promise<BulkResult<PaymentOfStatement>>;
  /** `out` is `payments` in the home where it is not given. */
  release(options: {
    batchNo: string;
    format?: PaymentFormat | undefined;
    out?: string | undefined;
    actor: string;
    onProgress?: OnProgress;
  }): Promise<ReleaseResult>;
  importBank(options: {
    path: string;
    actor: string;
    onProgress?: OnProgress;
  }): Promise<ImportBankResult>;
  recordTopUp(options: Omit<TopUp, "now" | "reason">): Promise<TopUpResult>;
  list(filter: PaymentFilter): AsyncGenerator<PaymentRow>;
  listTopUps(filter: Pick<PaymentFilter, "period">): AsyncGenerator<TopUpRow>;
  rotateKeys(options: {
    actor: string;
    onProgress?: (done: number) => void;
  }): Promise<RotationResult>;
}

export function offerPayments(parts: Parts): PaymentFeatures {
  const { clock, config } = parts;
  return {
    prepare: async (options) => {
      const keys = await parts.encryptionKeys();
      const { preparePayment } = await import("./lifecycle/payment/prepare-payment.js");
      const given = { ...options, keys, now: clock.now(), randomBytes };
      return preparePayment(await parts.database(), given);
    },
    withdraw: async ({ reason = null, ...options }) => {
      const { withdrawPayment } = await import("./lifecycle/payment/withdraw-payment.js");
      return withdrawPayment(await parts.database(), { ...options, reason, now: clock.now() });
    },
    release: async ({ out, ...options }) => {
      const keys = await parts.encryptionKeys();
      const { debtorAccount: debtor } = await parts.settings();
      const { releasePayment } = await import("./lifecycle/payment/release-payment.js");
      const folder = out ?? join(config.home, "payments");
      const given = { ...options, keys, debtor, folder, now: clock.now() };
      return releasePayment(await parts.database(), given);
    },
    importBank: async (options) => {
      const { importBank } = await import("./lifecycle/payment/import-bank.js");
      const given = { ...options, now: clock.now(), tell: tellSettlee, tellStaff };
      return importBank(await parts.database(), given);
    },
    recordTopUp: async (topUp) => {
      const { recordTopUp } = await import("./lifecycle/payment/record-top-up.js");
      return recordTopUp(await parts.database(), { ...topUp, now: clock.now() });
    },
    list: async function* (filter) {
      const keys = await parts.encryptionKeys();
      const { listPayments } = await import("./lifecycle/payment/list-payments.js");
      yield* listPayments(await parts.database(), filter, keys);
    },
    listTopUps: async function* (filter) {
      const { listTopUps } = await import("./lifecycle/payment/list-payments.js");
      yield* listTopUps(await parts.database(), filter);
    },
    rotateKeys: async ({ actor, onProgress }) => {
      await actorFor(parts, actor, "rotate_keys");
      const keys = await parts.encryptionKeys();
      const { rotateFields } = await import("./platform/crypto/rotate-fields.js");
      return rotateFields(await parts.database(), keys, onProgress);
    },
  };
}
