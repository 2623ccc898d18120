import { type FileHandle, open, stat } from "node:fs/promises";
import { YuejieError } from "../../domain/errors.js";

/** A file opened for one reading, which notices when it changes meanwhile. */
export interface InputFile {
  readonly handle: FileHandle;
  /** Its name without the folder, as messages call it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Throws `input_file_changed` unless the file is still the one that was opened, unchanged. */
  refuseChanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file that is to be read whole.
 *
 * Errors: `input_file_unreadable` with the system's reason; pipes and folders are refused too, as they
 * cannot be checked for change.
 */
export async function openInputFile(path: string, name: string): Promise<InputFile> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw unreadable(name, error);
  });
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) {
      throw new YuejieError("input_file_unreadable", { file: name, why: "not a regular file" });
    }
    return {
      handle,
      name,
      sizeBytes: Number(before.size),
      close: () => handle.close(),
      async refuseChanged() {
        // By path, so that a file swapped for another is noticed as well.
        const after = await stat(path, { bigint: true }).catch(() => null);
        const isSame =
          after !== null &&
          after.ino === before.ino &&
          after.size === before.size &&
          after.mtimeNs === before.mtimeNs;
        if (!isSame) throw new YuejieError("input_file_changed", { file: name });
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Turns an error of the system into the sentence of `input_file_unreadable`; others stay as they are. */
export function unreadable(name: string, error: NodeJS.ErrnoException): unknown {
  if (error instanceof YuejieError || error.syscall === undefined) return error;
  return new YuejieError("input_file_unreadable", { file: name, why: error.code ?? "" }, error);
}
