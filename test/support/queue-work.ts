import { setTimeout as sleep } from "node:timers/promises";
import type {
  Handler,
  JobToAdd,
  Queue,
  Work,
  WorkObserver,
  WorkOptions,
} from "../../src/platform/queue/queue.js";

export function job(key: string, more: Partial<JobToAdd> = {}): JobToAdd {
  const name = key.split(":")[0] ?? key;
  return { lane: "settlement", name, key, payload: {}, attempts: 3, ...more };
}

export function handler(run: Handler["run"], more: Partial<Handler> = {}): Handler {
  return { timeoutMs: 20_000, backoffMs: () => 20, isHopeless: () => false, run, ...more };
}

/** What a worker told, in words: `completed a:1`. */
export function recorder(): WorkObserver & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    started: ({ key }) => void told.push(`started ${key}`),
    completed: ({ key }) => void told.push(`completed ${key}`),
    failed: ({ key, attempt }) => void told.push(`failed ${key} ${attempt}`),
    givenBack: ({ key }) => void told.push(`given back ${key}`),
    givenUp: ({ key }, error) => void told.push(`given up ${key}: ${(error as Error).message}`),
    stalled: (key) => void told.push(`stalled ${key}`),
    trouble: () => undefined,
  };
}

export async function startTestWork(
  queue: Queue,
  handlers: Record<string, Handler>,
  more: Partial<WorkOptions> = {},
): Promise<Work & { told: string[] }> {
  const observer = recorder();
  const work = await queue.work({
    lane: "settlement",
    concurrency: 2,
    lockMs: 2_000,
    handlers: new Map(Object.entries(handlers)),
    observer,
    ...more,
  });
  return { ...work, told: observer.told };
}

/** Waits until `holds`, and says what did not come about where it does not. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await sleep(20);
  }
}
