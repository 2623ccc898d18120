import { YuejieError } from "../../domain/errors.js";

/**
 * The catalogue's word for what the file system refused, or null where it was something else.
 * Node gives such errors a code, a system call and usually a path.
 */
export function explainFileFailure(error: unknown): YuejieError | null {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return null;
  const path = "path" in error ? String(error.path) : String(error.syscall);
  const reason = String(error.code);
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new YuejieError("disk_full", { path }, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new YuejieError("file_denied", { path, reason }, error);
    case "ENOENT":
      return new YuejieError("file_missing", { path }, error);
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
    case "ENAMETOOLONG":
    case "ELOOP":
    case "EMFILE":
    case "ENFILE":
    case "EIO":
    case "EFBIG":
      return new YuejieError("file_trouble", { path, reason }, error);
    default:
      return null;
  }
}
