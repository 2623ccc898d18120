import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Parts } from "./compose.js";
import { YuejieError } from "./domain/errors.js";
import { parseInvoiceEntry } from "./domain/invoice.js";
import { shanghaiDay } from "./domain/period.js";
import type { BulkResult, Moved, Selection } from "./lifecycle/bulk.js";
import type { InvoiceRow } from "./lifecycle/invoice/list.js";
import type { InvoiceFile, ReadInvoice } from "./lifecycle/invoice/read-invoice-file.js";
import type { Submission, Submitted } from "./lifecycle/invoice/submit.js";
import type { InvoiceFindings } from "./lifecycle/invoice/verify.js";
import type { BulkRequest } from "./offer-lifecycle.js";
import { serviceFeeRatesOn } from "./settings.js";
import { tellSettlee } from "./tell-settlee.js";

type Bulk = Promise<BulkResult<Moved>>;

/** What is handed in: entries as they are typed, with the tracking number of their letter; or files by path. */
export type HandedIn =
  | { readonly entries: readonly string[]; readonly trackingNo: string }
  | { readonly paths: readonly string[] };

/** Invoices of settlees, from the request to their acceptance (spec §7 steps 4 to 6). */
export interface InvoiceFeatures {
  request(request: BulkRequest): Bulk;
  submit(request: { statementNo: string; handedIn: HandedIn; actor: string }): Promise<Submitted>;
  /** Invoices of many statements, on paper, from a list; each statement's by itself. */
  submitList(request: {
    path: string;
    actor: string;
    onProgress?: (done: number, total: number) => void;
  }): Promise<BulkResult<Submitted>>;
  receive(request: BulkRequest): Bulk;
  /** Every point; nothing is changed. */
  showPoints(request: {
    selection: Selection;
    actor: string;
  }): Promise<BulkResult<InvoiceFindings>>;
  accept(request: BulkRequest & { checked: boolean }): Bulk;
  refuse(request: BulkRequest): Bulk;
  giveBack(request: BulkRequest): Bulk;
  list(request: {
    of: { period: string } | { statementNo: string };
    actor: string;
  }): AsyncGenerator<InvoiceRow>;
  /** The invoice lists as HTML and PDF; `out` is `invoice-lists` in the home where it is not given. */
  writeLists(request: {
    statementNos: readonly string[];
    out?: string | undefined;
    actor: string;
  }): Promise<{ files: readonly string[] }>;
}

export function offerInvoices(parts: Parts): InvoiceFeatures {
  const { clock } = parts;
  const company = async () => (await parts.settings()).company;
  const calendar = async () => {
    const { readCalendar } = await import("./schedule/calendar.js");
    return readCalendar((await parts.database()).pool);
  };
  const givingBack = async (request: BulkRequest) => ({
    ...actOf(request),
    now: clock.now(),
    buyer: await company(),
    calendar: await calendar(),
    tell: tellSettlee,
  });
  return {
    request: async (request) => {
      const { requestInvoices } = await import("./lifecycle/invoice/request.js");
      const now = clock.now();
      return requestInvoices(await parts.database(), {
        ...actOf(request),
        now,
        serviceFeeRates: serviceFeeRatesOn(shanghaiDay(now), await parts.settings()),
        calendar: await calendar(),
        tell: tellSettlee,
      });
    },
    submit: async ({ statementNo, handedIn, actor }) => {
      const { submitInvoices } = await import("./lifecycle/invoice/submit.js");
      const options = { statementNo, actor, now: clock.now(), buyer: await company() };
      const submission = await submissionOf(handedIn);
      return submitInvoices(await parts.database(), { ...options, submission });
    },
    submitList: async (request) => submitList(parts, request),
    receive: async (request) => {
      const { receiveInvoices } = await import("./lifecycle/invoice/submit.js");
      return receiveInvoices(await parts.database(), { ...actOf(request), now: clock.now() });
    },
    showPoints: async ({ selection, actor }) => {
      const { showInvoicePoints } = await import("./lifecycle/invoice/verify.js");
      const options = { selection, actor, now: clock.now(), buyer: await company() };
      return showInvoicePoints(await parts.database(), options);
    },
    accept: async (request) => {
      const { acceptInvoices } = await import("./lifecycle/invoice/verify.js");
      const { checked } = request;
      const options = { ...actOf(request), checked, now: clock.now(), buyer: await company() };
      return acceptInvoices(await parts.database(), options);
    },
    refuse: async (request) => {
      const { refuseInvoices } = await import("./lifecycle/invoice/give-back-invoice.js");
      return refuseInvoices(await parts.database(), await givingBack(request));
    },
    giveBack: async (request) => {
      const [{ returnInvoices }, { withdrawAttempt }] = await Promise.all([
        import("./lifecycle/invoice/give-back-invoice.js"),
        import("./lifecycle/payment/withdraw-attempt.js"),
      ]);
      const options = { ...(await givingBack(request)), withdrawAttempt };
      return returnInvoices(await parts.database(), options);
    },
    list: async function* (request) {
      const { listInvoices } = await import("./lifecycle/invoice/list.js");
      yield* listInvoices(await parts.database(), request);
    },
    writeLists: async ({ statementNos, out, actor }) => {
      const { writeInvoiceLists } = await import("./lifecycle/invoice/write-invoice-lists.js");
      const folder = out ?? join(parts.config.home, "invoice-lists");
      const options = { statementNos, company: await company(), actor, folder };
      return writeInvoiceLists(await parts.database(), options);
    },
  };
}

async function submitList(
  parts: Parts,
  { path, actor, onProgress }: Parameters<InvoiceFeatures["submitList"]>[0],
): Promise<BulkResult<Submitted>> {
  const [{ readInvoiceList }, { submitInvoices }, { forEachStatement }] = await Promise.all([
    import("./lifecycle/invoice/read-invoice-list.js"),
    import("./lifecycle/invoice/submit.js"),
    import("./lifecycle/bulk.js"),
  ]);
  const submissions = await readInvoiceList(path);
  const database = await parts.database();
  const by = { actor, now: parts.clock.now(), buyer: (await parts.settings()).company };
  const submitOne = (statementNo: string) =>
    submitInvoices(database, {
      ...by,
      statementNo,
      submission: submissions.get(statementNo) as Submission,
    });
  return forEachStatement([...submissions.keys()], submitOne, onProgress);
}

async function submissionOf(handedIn: HandedIn): Promise<Submission> {
  if ("entries" in handedIn) {
    const { entries, trackingNo } = handedIn;
    return { medium: "paper", invoices: entries.map(parseInvoiceEntry), trackingNo };
  }
  const { readInvoiceFile } = await import("./lifecycle/invoice/read-invoice-file.js");
  const files: ReadInvoice[] = [];
  for (const path of handedIn.paths) files.push(readInvoiceFile(await readFileOnce(path)));
  return { medium: "electronic", files };
}

/** A little more than an invoice may have, so that what is too large is seen without being read whole. */
async function readFileOnce(path: string): Promise<InvoiceFile> {
  const { mostInvoiceBytes } = await import("./lifecycle/invoice/read-invoice-file.js");
  const name = basename(path);
  const fail = (error: NodeJS.ErrnoException): never => {
    throw new YuejieError(
      "invoice_file_unreadable",
      { file: name, reason: error.code ?? "" },
      error,
    );
  };
  const handle = await open(path).catch(fail);
  try {
    const bytes = Buffer.alloc(mostInvoiceBytes + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length).catch(fail);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { name, bytes: bytes.subarray(0, length) };
  } finally {
    await handle.close();
  }
}

function actOf({ selection, actor, reason, onProgress }: BulkRequest) {
  return { selection, actor, reason: reason ?? null, onProgress };
}
