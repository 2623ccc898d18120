// Loaded with --import: writes the process's peak memory, in MiB, to the file named by BENCH_MEMORY_FILE.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env.BENCH_MEMORY_FILE;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS / 1024));
});
