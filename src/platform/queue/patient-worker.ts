import { setTimeout as sleep } from "node:timers/promises";
import { type Job, Worker } from "bullmq";

const pauseMs = 500;

/**
 * BullMQ's worker, which asks for its next job again at once when asking failed. Where a server is
 * restarting that would be thousands of attempts a second.
 */
export class PatientWorker extends Worker {
  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      if (this.closing === undefined) await sleep(pauseMs);
      throw error;
    }
  }
}
