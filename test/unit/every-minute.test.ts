import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { everyMinute } from "../../src/platform/schedule/every-minute.js";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-03T01:59:30+08:00") });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("everyMinute", () => {
  it("works at once, then at each full minute, until it is stopped", async () => {
    const times: string[] = [];
    const round = everyMinute(async () => {
      times.push(new Date().toISOString().slice(11, 19));
    });
    await vi.advanceTimersByTimeAsync(150_000);
    await round.stop();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(times).toEqual(["17:59:30", "18:00:00", "18:01:00", "18:02:00"]);
  });

  it("lets rounds pass while one is not done, and waits for it when it is stopped", async () => {
    let end: () => void = () => undefined;
    let begun = 0;
    const round = everyMinute(() => {
      begun += 1;
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    await vi.advanceTimersByTimeAsync(200_000);
    expect(begun).toBe(1);
    end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begun).toBe(2);
    let stopped = false;
    const stopping = round.stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(stopped).toBe(false);
    end();
    await stopping;
    expect(stopped).toBe(true);
  });
});
