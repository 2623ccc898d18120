import { open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import { makeFolder } from "../platform/files/make-folder.js";

/** Marks a folder as made by `generate`, and says how: such a folder may be filled again. */
const markName = "generated.json";
const draftSuffix = ".part";

const fileNames = ["partners.csv", "products.csv", "product_terms.csv", "orders.csv"] as const;
type FileName = (typeof fileNames)[number];

/**
 * A folder in the making: files are drafts until all of them are whole, so that what was interrupted
 * can never be imported as if it were a delivery.
 */
export interface TargetFolder {
  /** Writes a draft, text by text, and waits for each to be taken: memory stays bounded. */
  write(folder: string, name: FileName, texts: Iterable<string>): Promise<void>;
  /** Gives every draft its name. */
  finish(): Promise<void>;
  /** Removes the drafts, and the mark with them. */
  discard(): Promise<void>;
}

interface Mark {
  readonly madeBy: string;
  /** Subfolders; "" is the folder itself. */
  readonly folders: readonly string[];
}

/**
 * Takes the folder at `path`, made where it is not there: an empty one, or one that `generate` filled
 * before, whose files it then removes.
 *
 * Errors: generate_folder_in_use where anything else is in it: real facts are never overwritten.
 */
export async function takeFolder(path: string, mark: Mark): Promise<TargetFolder> {
  makeFolder(path);
  const former = await readMark(path);
  const [entry] = await readdir(path);
  if (former === null && entry !== undefined) {
    throw new YuejieError("generate_folder_in_use", { path, entry });
  }
  await removeGenerated(path, former?.folders ?? []);
  await writeFile(join(path, markName), `${JSON.stringify(mark, null, 2)}\n`);
  const drafts: string[] = [];
  return {
    async write(folder, name, texts) {
      const target = join(path, folder, name);
      makeFolder(join(path, folder));
      const file = await open(target + draftSuffix, "w");
      drafts.push(target);
      try {
        for (const text of texts) await file.appendFile(text);
      } catch (error) {
        // What an open file refuses comes without its path, and the message needs one.
        if (error instanceof Error && "syscall" in error) Object.assign(error, { path: target });
        throw error;
      } finally {
        await file.close();
      }
    },
    async finish() {
      for (const target of drafts) await rename(target + draftSuffix, target);
    },
    async discard() {
      await removeGenerated(path, mark.folders);
      await rm(join(path, markName), { force: true });
    },
  };
}

/** The mark of an earlier `generate`; a file of that name that is none counts as a foreign file. */
async function readMark(path: string): Promise<Mark | null> {
  try {
    const mark: unknown = JSON.parse(await readFile(join(path, markName), "utf8"));
    return isMark(mark) ? mark : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw error;
  }
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== "object" || value === null || !("folders" in value)) return false;
  const { folders } = value;
  return (
    Array.isArray(folders) &&
    folders.every((folder) => typeof folder === "string" && /^(\d{4}-\d{2})?$/.test(folder))
  );
}

/** Removes what `generate` makes and nothing else: a note somebody put beside it stays. */
async function removeGenerated(path: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of fileNames) {
      await rm(join(path, folder, name), { force: true });
      await rm(join(path, folder, name + draftSuffix), { force: true });
    }
    if (folder !== "" && (await isEmpty(join(path, folder)))) {
      await rm(join(path, folder), { recursive: true, force: true });
    }
  }
}

async function isEmpty(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
}
