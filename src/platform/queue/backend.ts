import type { Queue as BullQueue, FlowProducer, Worker, WorkerOptions } from "bullmq";
import type { YuejieError } from "../../domain/errors.js";
import type { Lane } from "./queue.js";

/** What a worker may be told beside where it connects. */
export type WorkerSettings = Omit<WorkerOptions, "connection" | "prefix">;
export type Processor = ConstructorParameters<typeof Worker>[1];

/** What differs between BullMQ on Redis and BullMQ on Postgres. */
export interface Backend {
  readonly kind: "redis" | "postgres";
  /** All lanes of a process share one small set of connections. */
  openLane(lane: Lane): BullQueue;
  openFlows(): FlowProducer;
  /** A worker has connections of its own, one of which waits for jobs. */
  openWorker(lane: Lane, processor: Processor, settings: WorkerSettings): Worker;
  /** Which of these ids the lane holds; one query, however many there are. */
  knownIds(lane: BullQueue, ids: readonly string[]): Promise<readonly string[]>;
  /** The catalogue's word for an error of the driver, or null where it is none of its own. */
  explain(error: unknown): YuejieError | null;
  close(): Promise<void>;
}

/** Whether an operation waits until the server is back (workers), or gives up (commands). */
export type Patience = "waits" | "gives up";

/**
 * BullMQ's classes report trouble as events, which end the process where nobody listens. What they wait
 * for is told by the operation that waits.
 */
export function heedErrors<
  T extends { on(event: "error", listener: (error: Error) => void): unknown },
>(emitter: T, onTrouble: (error: Error) => void): T {
  emitter.on("error", onTrouble);
  return emitter;
}
