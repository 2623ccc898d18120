import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyInstance } from "fastify";
import type { BoardLane } from "../queue/queue.js";

const path = "/queues";

/** Its page would fetch fonts from another's server, which need not know who looks after a queue. */
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

/**
 * The queue board of the BullMQ ecosystem. It only looks: to try a job again is `yuejie jobs --retry`, which
 * knows the outbox behind the queue.
 *
 * @param lanesOf opens the queue, which may be away until somebody looks.
 */
export function addBoard(app: FastifyInstance, lanesOf: () => Promise<readonly BoardLane[]>): void {
  const serverAdapter = new FastifyAdapter();
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: { uiConfig: { boardTitle: "yuejie" } },
  });
  serverAdapter.setBasePath(path);
  let shown: readonly BoardLane[] = [];
  void app.register(async (scope) => {
    scope.addHook("onRequest", async (request, reply) => {
      if (request.method !== "GET") return reply.code(405).send();
      reply.header("content-security-policy", policy);
      const lanes = await lanesOf();
      if (lanes === shown) return;
      shown = lanes;
      board.replaceQueues(lanes.map((lane) => new BullMQAdapter(lane, { readOnlyMode: true })));
    });
    await scope.register(serverAdapter.registerPlugin(), { prefix: path });
  });
}
