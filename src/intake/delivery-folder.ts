import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { YuejieError } from "../domain/errors.js";
import { findInputFiles } from "./find-files.js";
import { readReadyFile } from "./ready-file.js";

/** What a delivery's folder held at one moment. */
export interface FolderState {
  /** The same as long as READY and the files of the import stand still. */
  readonly fingerprint: string;
  readonly paths: readonly string[];
}

/**
 * Looks at a delivery's folder without reading its files.
 *
 * @param readyStamp of the READY that announced it; with another one it is another delivery.
 * Errors: `delivery_vanished`, `delivery_changed`; those of `findInputFiles`; failures of the file system.
 */
export async function lookAt(
  folder: string,
  name: string,
  readyStamp: string,
): Promise<FolderState> {
  const ready = await readReadyFile(folder);
  if (ready === null) throw new YuejieError("delivery_vanished", { name });
  if (ready.stamp !== readyStamp) throw new YuejieError("delivery_changed", { name });
  const inputs = await findInputFiles(folder);
  const states: string[] = [];
  for (const { path, name: file } of inputs) {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) {
      throw new YuejieError("input_file_unreadable", { file, why: "not a regular file" });
    }
    const { ino, size, mtimeNs } = found;
    states.push(`${path} ${ino} ${size} ${mtimeNs}`);
  }
  return { fingerprint: states.join("\n"), paths: inputs.map(({ path }) => path) };
}

/** A hash over files: equal for equal files, whatever their folder and their times. */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const whole = createHash("sha256");
  for (const path of paths) {
    const one = createHash("sha256");
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) one.update(chunk);
    whole.update(`${path.replace(/^.*[/\\]/, "")} ${one.digest("hex")}\n`);
  }
  return whole.digest("hex");
}
