import { type FastifyInstance, fastify } from "fastify";
import { YuejieError } from "../../domain/errors.js";
import type { BoardLane } from "../queue/queue.js";

/** Whether a process can do its work now. */
export interface Readiness {
  readonly ready: boolean;
  /** What is looked at → `fine`, or the catalogue's code of what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** What operators and their tools may look at. */
export interface Pages {
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  readiness(): Promise<Readiness>;
  /** The lanes of the queue for its board; null: the board is off. */
  readonly lanes: (() => Promise<readonly BoardLane[]>) | null;
}

export interface ServedPages {
  readonly url: string;
  close(): Promise<void>;
}

export interface Address {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Nobody asked for this port: where it is taken, any other does. */
  readonly isPortUsual: boolean;
}

/**
 * Serves `/metrics`, `/healthz`, `/readyz`, and `/queues` where the board is on. Nothing there changes
 * anything, and nobody is asked to sign in: whoever can reach the address sees it.
 *
 * Errors: pages_not_served where the address cannot be had.
 */
export async function servePages(pages: Pages, address: Address): Promise<ServedPages> {
  const { host, port, isPortUsual } = address;
  try {
    return await listen(pages, host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" && isPortUsual) return listen(pages, host, 0);
    if (code === undefined) throw error;
    throw new YuejieError("pages_not_served", { host, port, reason: code ?? message }, error);
  }
}

async function listen(pages: Pages, host: string, port: number): Promise<ServedPages> {
  const app = fastify({ forceCloseConnections: true, bodyLimit: 65_536 });
  addPages(app, pages);
  if (pages.lanes !== null) {
    const { addBoard } = await import("./queue-board.js");
    addBoard(app, pages.lanes);
  }
  try {
    return { url: await app.listen({ host, port }), close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function addPages(app: FastifyInstance, pages: Pages): void {
  app.addHook("onSend", async (_request, reply) => {
    reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
  });
  app.get("/healthz", async () => ({ alive: true }));
  app.get("/readyz", async (_request, reply) => {
    const readiness = await pages.readiness();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await pages.metrics();
    return reply.header("content-type", contentType).send(text);
  });
}
