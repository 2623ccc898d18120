import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServedPages } from "../../src/platform/http/serve-pages.js";
import { loadFacts } from "../support/load-facts.js";
import { mortalQueueHome, type QueueHome, queueHome, queueKinds } from "../support/queue.js";
import { until } from "../support/queue-work.js";
import { redisIsHere } from "../support/redis.js";
import { partner, product, sale, terms } from "../support/story.js";
import { type Machine, machine } from "../support/worker.js";

const world = {
  partners: [partner("P1"), partner("P2")],
  products: [product("SAAS")],
  productTerms: [terms("SAAS", "0.1")],
  orders: ["P1", "P2"].map((no) => sale(`O-${no}`, "1000.00", "2026-10-10", { partner_no: no })),
};

const served: ServedPages[] = [];
const machines: Machine[] = [];
let homes: QueueHome[] = [];
afterEach(async () => {
  for (const pages of served.splice(0)) await pages.close();
  for (const each of machines.splice(0)) await each.stop();
  for (const home of homes.splice(0)) await home.close();
});

async function serve(
  home: QueueHome,
  environment: Record<string, string> = {},
  stop = new AbortController().signal,
): Promise<{ at: Machine; url: string }> {
  if (!homes.includes(home)) homes.push(home);
  const at = machine(home, { YUEJIE_OPS_PORT: "0", ...environment });
  machines.push(at);
  const pages = await at.features.operations.servePages(stop);
  if (pages === null) throw new Error("nothing is served");
  served.push(pages);
  return { at, url: pages.url };
}

const readiness = async (url: string) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, ...((await answer.json()) as { checks: object }) };
};
const metricsOf = async (url: string): Promise<string[]> =>
  (await (await fetch(`${url}/metrics`)).text()).split("\n");

describe.each(queueKinds)("pages for operators, the queue on %s", (kind) => {
  let home: QueueHome;
  beforeEach(async () => {
    home = await queueHome(kind);
    homes = [home];
  });

  it("show a month that ran by itself", async () => {
    await loadFacts(home.database, world);
    const { at, url } = await serve(home);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    at.start("scheduler");
    at.start("worker");
    const isDone = async () =>
      (await home.database.pool.query("select from outbox where state <> 'done'")).rowCount === 0 &&
      (await home.database.pool.query("select from run where state = 'completed'")).rowCount === 1;
    await until("the month is settled and told", isDone);
    expect(await metricsOf(url)).toEqual(
      expect.arrayContaining([
        "yuejie_database_up 1",
        "yuejie_queue_up 1",
        'yuejie_runs{state="completed"} 1',
        'yuejie_last_run_info{run="1",period="2026-10",state="completed"} 1',
        'yuejie_last_run_orders{period="2026-10",outcome="settled"} 2',
        'yuejie_last_run_lines{period="2026-10"} 2',
        "yuejie_failed_periods 0",
        "yuejie_parked_settlees 0",
        'yuejie_notices{state="failed"} 0',
        "yuejie_outbox_oldest_waiting_seconds 0",
        'yuejie_outbox_messages{state="failed"} 0',
        'yuejie_queue_jobs{lane="settlement",state="waiting"} 0',
        "yuejie_schedule_lag_seconds 0",
        'yuejie_job_duration_seconds_count{job="settle-shard",end="done"} 1',
      ]),
    );
    expect(await readiness(url)).toEqual({
      status: 200,
      ready: true,
      checks: { database: "fine", schema: "fine", queue: "fine", process: "fine" },
    });
  });

  it("have the queue's board where it is enabled, to look only", async () => {
    const { url: without } = await serve(home);
    expect((await fetch(`${without}/queues`)).status).toBe(404);
    const { url } = await serve(home, { YUEJIE_BOARD: "1" });
    const page = await fetch(`${url}/queues`);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(await page.text()).toContain("<title>yuejie</title>");
    const answer = await fetch(`${url}/queues/api/queues`);
    const { queues } = (await answer.json()) as { queues: object[] };
    expect(queues).toMatchObject([
      { name: "settlement", readOnlyMode: true, counts: { failed: 0 } },
      { name: "errands", readOnlyMode: true },
    ]);
    for (const [path, method] of [
      ["settlement/pause", "PUT"],
      ["settlement/obliterate", "PUT"],
      ["pause", "PUT"],
      ["settlement/add", "POST"],
    ]) {
      const refused = await fetch(`${url}/queues/api/queues/${path}`, { method: method ?? "" });
      expect(refused.status).toBe(405);
    }
  });
});

it("what failed or was parked stands until a run covers all of it", async () => {
  const home = await queueHome("postgres");
  await loadFacts(home.database, world);
  const { at, url } = await serve(home);
  const { pool } = home.database;
  const shown = async () =>
    (await metricsOf(url)).filter((line) => /^yuejie_(failed_p|parked_s)/.test(line));
  const settle = (partners?: readonly string[]) =>
    at.features.runPeriod({ period: "2026-10", actor: "operator", ...(partners && { partners }) });
  const { runId } = await settle();
  await pool.query("update run set state = 'failed', summary = null, failure = 'x'");
  expect(await shown()).toEqual(["yuejie_failed_periods 1", "yuejie_parked_settlees 0"]);
  await settle(["P1"]);
  expect(await shown()).toEqual(["yuejie_failed_periods 1", "yuejie_parked_settlees 0"]);
  const whole = await settle();
  expect(Number(whole.runId)).toBeGreaterThan(Number(runId));
  await pool.query(
    "insert into parked_settlee (run_id, settlee_no, failure) values ($1, 'P2', 'x')",
    [whole.runId],
  );
  expect(await shown()).toEqual(["yuejie_failed_periods 0", "yuejie_parked_settlees 1"]);
  await settle(["P1"]);
  expect(await shown()).toEqual(["yuejie_failed_periods 0", "yuejie_parked_settlees 1"]);
  await settle(["P2"]);
  expect(await shown()).toEqual(["yuejie_failed_periods 0", "yuejie_parked_settlees 0"]);
});

it("a month that nobody ran is late", async () => {
  const home = await queueHome("postgres");
  await home.database.pool.query(
    "insert into schedule_start (first_period, started_at) values ('2026-09', '2026-10-01')",
  );
  const { url } = await serve(home, { YUEJIE_CLOCK: "2026-11-03T03:00:00+08:00" });
  expect(await metricsOf(url)).toEqual(
    expect.arrayContaining([
      "yuejie_schedule_late_months 2",
      // September was due on 3 October.
      `yuejie_schedule_lag_seconds ${31 * 86_400 + 3_600}`,
    ]),
  );
});

describe("a process is not ready", () => {
  it("while it stops, and where the schema is not the one it knows", async () => {
    const home = await queueHome("postgres");
    const stopping = new AbortController();
    const { url } = await serve(home, {}, stopping.signal);
    stopping.abort();
    expect(await readiness(url)).toMatchObject({ status: 503, checks: { process: "stopping" } });
    await home.database.pool.query(
      "insert into schema_migration (name, checksum) values ('9999_later', 'x')",
    );
    expect(await readiness(url)).toMatchObject({
      status: 503,
      checks: { database: "fine", schema: "schema_newer", queue: "fine" },
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it.skipIf(!redisIsHere)("where Redis is away, until it is back", async () => {
    const home = await mortalQueueHome();
    const { url } = await serve(home, { YUEJIE_BOARD: "1" });
    expect(await readiness(url)).toMatchObject({ status: 200 });
    await home.redis.kill();
    expect(await readiness(url)).toMatchObject({
      status: 503,
      checks: { database: "fine", schema: "fine", queue: "queue_unreachable" },
    });
    expect(await metricsOf(url)).toEqual(
      expect.arrayContaining(["yuejie_database_up 1", "yuejie_queue_up 0"]),
    );
    expect((await fetch(`${url}/queues/api/queues`)).status).toBe(500);
    await home.redis.start();
    await until("the queue answers", async () => (await readiness(url)).status === 200);
  });

  it("where the books are away, also from the start; metrics go on", async () => {
    const home = await queueHome("postgres");
    const { url } = await serve(home, { DATABASE_URL: "postgres://127.0.0.1:1/books" });
    expect(await readiness(url)).toMatchObject({
      status: 503,
      checks: { database: "database_unreachable", schema: "unknown" },
    });
    const lines = await metricsOf(url);
    expect(lines).toContain("yuejie_database_up 0");
    expect(lines.some((line) => line.startsWith("yuejie_outbox"))).toBe(false);
  });
});

describe("a port that is taken", () => {
  let taken: Server;
  const portOf = (server: Server): number => (server.address() as { port: number }).port;
  beforeEach(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => void taken.close());

  it("is told where it was asked for", async () => {
    const home = await queueHome("postgres");
    await expect(serve(home, { YUEJIE_OPS_PORT: `${portOf(taken)}` })).rejects.toMatchObject({
      code: "pages_not_served",
      details: { port: portOf(taken), reason: "EADDRINUSE" },
    });
  });

  it("gives way to another where nobody asked", async () => {
    const { servePages } = await import("../../src/platform/http/serve-pages.js");
    const pages = {
      metrics: async () => ({ contentType: "text/plain", text: "" }),
      readiness: async () => ({ ready: true, checks: {} }),
      lanes: null,
    };
    const address = { host: "127.0.0.1", port: portOf(taken), isPortUsual: true };
    const { url, close } = await servePages(pages, address);
    expect(url).not.toContain(`:${portOf(taken)}`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await close();
  });
});

it("serves nothing where that is wanted", async () => {
  const home = await queueHome("postgres");
  homes.push(home);
  const at = machine(home, { YUEJIE_OPS_PORT: "off" });
  machines.push(at);
  expect(await at.features.operations.servePages(new AbortController().signal)).toBeNull();
});
