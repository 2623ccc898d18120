// A worker in a process of its own, for tests that kill it: holds every job `hold:*` until it dies.
// Arguments: the place as JSON, the lock in milliseconds.
import { openQueue } from "../../src/platform/queue/open-queue.js";
import { handler, startTestWork } from "./queue-work.js";

const [place = "", lockMs = ""] = process.argv.slice(2);
const queue = await openQueue(JSON.parse(place), "waits");
await startTestWork(
  queue,
  {
    hold: handler(async () => {
      process.stdout.write("holding\n");
      await new Promise(() => undefined);
    }),
  },
  { lockMs: Number(lockMs) },
);
