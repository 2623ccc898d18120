import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import { parseMonth } from "../domain/period.js";

/** The file that a delivery's sender writes last. */
export const readyName = "READY";

/** More is no list of months. */
const longestBytes = 4096;

/** What stands in a delivery's READY. */
export interface ReadyFile {
  /** Tells one READY from another of the same folder: its time and its content. */
  readonly stamp: string;
  /** What it holds; null where it is no text of a sensible length. */
  readonly text: string | null;
}

/** Reads READY of a folder; null where there is none. Other failures of the file system are thrown. */
export async function readReadyFile(folder: string): Promise<ReadyFile | null> {
  const path = join(folder, readyName);
  // Something that is no file, a pipe for example, must not be waited for.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const found = await handle.stat({ bigint: true });
    const { mtimeNs, size } = found;
    if (!found.isFile()) return { stamp: `${mtimeNs}-${size}`, text: null };
    const buffer = Buffer.alloc(longestBytes + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const content = buffer.subarray(0, bytesRead);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
    return { stamp: `${mtimeNs}-${size}-${hash}`, text: textOf(content) };
  } finally {
    await handle.close();
  }
}

function textOf(content: Buffer): string | null {
  if (content.length > longestBytes) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

/**
 * The months that a delivery completes, by its READY: none where it is empty, `{"completes": "2026-10"}` (or
 * a list of months), or one month a line.
 *
 * Errors: `delivery_ready_form`, `delivery_too_early` (R-R4): a month that goes on can bring more facts.
 */
export function completedMonths(text: string | null, name: string, now: Date): string[] {
  const wrong = (what: string): YuejieError =>
    new YuejieError("delivery_ready_form", { name, what: shorten(what) });
  if (text === null || text.includes("\0")) throw wrong("?");
  const labels = text.trim().startsWith("{") ? labelsOfJson(text) : labelsOfLines(text);
  if (labels === null) throw wrong(text.trim());
  const months = labels.map((label) => {
    try {
      return parseMonth(label);
    } catch {
      throw wrong(label);
    }
  });
  const early = months.find(({ end }) => end > now);
  if (early !== undefined) {
    throw new YuejieError("delivery_too_early", { name, period: early.label });
  }
  return [...new Set(months.map(({ label }) => label))].sort();
}

function labelsOfJson(text: string): string[] | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof content !== "object" || content === null) return null;
  const { completes = [], ...others } = content as Record<string, unknown>;
  const labels: unknown[] = Array.isArray(completes) ? completes : [completes];
  const isList = labels.every((label): label is string => typeof label === "string");
  return isList && Object.keys(others).length === 0 ? labels : null;
}

function labelsOfLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^completes\s*[:=]\s*/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
