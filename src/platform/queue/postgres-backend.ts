import {
  Queue as BullQueue,
  createPostgresBackend,
  FlowProducer,
  type PostgresConnectionOptions,
  SchemaMigrationRequiredError,
  type WorkerOptions,
} from "bullmq";
import { YuejieError } from "../../domain/errors.js";
import { explainDatabaseFailure, placeOf } from "../database/explain-failure.js";
import { sqlFile } from "../database/sql-file.js";
import { type Backend, heedErrors } from "./backend.js";
import { queueSchemaOf } from "./migrate-queue.js";
import { PatientWorker } from "./patient-worker.js";

/** Each of these is opened when it is needed and closed when it is idle. */
const sharedConnections = 2;
/** A worker has one more, which waits for notifications. */
const workerConnections = 1;

/**
 * BullMQ on Postgres, in the books' database.
 *
 * Errors: queue_schema_missing where its tables were not made, database_* where the server is away.
 */
export async function openPostgresBackend(options: {
  databaseUrl: string;
  prefix: string;
  onTrouble: (error: Error) => void;
}): Promise<Backend> {
  const { databaseUrl, prefix, onTrouble } = options;
  const where = placeOf(databaseUrl);
  const connectionOf = (max: number): PostgresConnectionOptions => ({
    connectionString: databaseUrl,
    schema: queueSchemaOf(prefix),
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "yuejie queue",
    // A lost end of a job is one more delivery; what was added is flushed with the outbox row that says so.
    options: "-c client_min_messages=warning -c synchronous_commit=off",
  });
  const connection = connectionOf(sharedConnections);
  const shared = heedErrors(createPostgresBackend("", { connection }), onTrouble);
  const explain = (error: unknown): YuejieError | null =>
    error instanceof SchemaMigrationRequiredError
      ? new YuejieError("queue_schema_missing", { where }, error)
      : explainDatabaseFailure(error, where);
  await shared.waitUntilReady().catch(async (error: unknown) => {
    // What could not be reached once is never tried again by BullMQ; the caller opens another.
    await shared.close();
    throw explain(error) ?? error;
  });
  // The type of a queue names the backend's; what is shared offers the same operations.
  const sharing = ((name: string) =>
    shared.forQueue(name, "")) as unknown as typeof createPostgresBackend;
  return {
    kind: "postgres",
    openLane: (lane) =>
      heedErrors(new BullQueue(lane, { connection }, sharing) as unknown as BullQueue, onTrouble),
    openFlows: () => heedErrors(new FlowProducer({ connection }, sharing), onTrouble) as never,
    openWorker: (lane, processor, settings) => {
      const options = { ...settings, connection: connectionOf(workerConnections) };
      return new PatientWorker(
        lane,
        processor,
        options as WorkerOptions,
        createPostgresBackend as never,
      );
    },
    knownIds: async (lane, ids) => {
      const { rows } = await shared.connection.pool.query<{ id: string }>(
        sqlFile("queries/queue/known-jobs.sql"),
        [lane.name, ids],
      );
      return rows.map(({ id }) => id);
    },
    explain,
    close: () => shared.close(),
  };
}
