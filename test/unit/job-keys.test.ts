import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allJobs, postman } from "../../jobs/all-jobs.js";
import { backoffMs } from "../../jobs/job.js";
import { jobKeyOf, messageOf } from "../../src/domain/job-key.js";
import { jobIdOf, keyOfJobId } from "../../src/platform/queue/job-id.js";

const anyText = fc.string({ unit: "grapheme" });

describe("the id of a job", () => {
  it("is one that BullMQ takes, and leads back to its key", () => {
    fc.assert(
      fc.property(anyText, (rest) => {
        const key = `settle-shard:${rest}`;
        expect(jobIdOf(key)).not.toContain(":");
        expect(jobIdOf(key)).toMatch(/^\D/);
        expect(keyOfJobId(jobIdOf(key))).toBe(key);
      }),
    );
  });
});

describe("the key of a job", () => {
  it("tells the message that it is of, whatever the message's own key", () => {
    fc.assert(
      fc.property(anyText, (key) => {
        const message = { topic: "deliver-notice", key };
        expect(messageOf(jobKeyOf(message))).toEqual(message);
      }),
    );
  });

  it.each(["", "settle-period", ":"])("of no message (%j) is no message's", (key) => {
    expect(messageOf(key).topic).toBe("");
  });
});

describe("waiting for the next attempt", () => {
  const retries = { attempts: 9, firstMs: 1_000, mostMs: 60_000 };

  it("takes twice as long each time, up to a limit, and up to half of it less", () => {
    const longest = [1, 2, 3, 6, 7, 50, 5_000].map((attempt) =>
      backoffMs(retries, attempt, () => 0),
    );
    expect(longest).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
    expect(backoffMs(retries, 3, () => 1)).toBe(2_000);
  });

  it("is not the same for all that failed together", () => {
    const waits = new Set(Array.from({ length: 20 }, () => backoffMs(retries, 5)));
    expect(waits.size).toBeGreaterThan(10);
  });
});

describe("every kind of job", () => {
  it.each(allJobs.map((job) => [job.name, job] as const))(
    "%s says all that is to be said",
    (name, job) => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(job.timeoutMs).toBeGreaterThanOrEqual(60_000);
      expect(job.retries.attempts).toBeGreaterThan(1);
      expect(job.payload.safeParse("nonsense").success).toBe(false);
      const added = postman.jobOf({ topic: name, key: "1", payload: {} });
      expect(added).toMatchObject({ lane: job.lane, name, key: `${name}:1` });
    },
  );

  it("is looked for where its message may be", () => {
    expect(postman.placesOf({ topic: "settle-period", key: "7" })).toEqual({
      lane: "settlement",
      keys: ["settle-period:7", "finish-run:7"],
    });
    expect(postman.placesOf({ topic: "of-tomorrow", key: "7" })).toEqual({
      lane: "errands",
      keys: ["of-tomorrow:7"],
    });
  });
});
