import type { Connection, Database } from "../../src/platform/database/database.js";

/** When a connection dies: before its nth statement arrives, or after it, with the answer lost. */
export interface Death {
  readonly at: number;
  readonly answerIsLost?: boolean;
  /** The whole process dies: nothing else reaches the database afterwards. */
  readonly ofProcess?: boolean;
}

export interface DyingDatabase extends Database {
  /** Statements that transactions sent so far. */
  statements(): number;
  hasDied(): boolean;
}

/**
 * A database whose transactions lose their server process at a chosen statement, as by
 * `pg_terminate_backend`. Single reads beside them go on, unless the process dies as a whole.
 */
export function dyingDatabase(database: Database, death: Death): DyingDatabase {
  let count = 0;
  let died = false;
  const kill = async (connection: Connection): Promise<void> => {
    died = true;
    const { rows } = await connection.query("select pg_backend_pid() as pid");
    await database.pool.query("select pg_terminate_backend($1, 10000)", [rows[0].pid]);
  };
  const query = (connection: Connection) => {
    const send = connection.query as (...parameters: unknown[]) => Promise<unknown>;
    const counted = async (...parameters: unknown[]): Promise<unknown> => {
      if (died && death.ofProcess) throw new Error("the process is dead");
      const isLast = ++count === death.at;
      if (isLast && !death.answerIsLost) await kill(connection);
      const answer = await send.apply(connection, parameters);
      if (!isLast) return answer;
      await kill(connection);
      throw new Error("Connection terminated unexpectedly");
    };
    // A stream answers at once, with itself.
    return (...parameters: unknown[]): unknown =>
      typeof parameters[0] === "string"
        ? counted(...parameters)
        : send.apply(connection, parameters);
  };
  const connect = async (): Promise<Connection> => {
    const connection = await database.pool.connect();
    const wrapped = query(connection);
    return new Proxy(connection, {
      get: (target, name) => {
        if (name === "query") return wrapped;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  const pool = new Proxy(database.pool, {
    get: (target, name) => {
      if (name === "connect") return connect;
      if (name === "query" && died && death.ofProcess) {
        return () => Promise.reject(new Error("the process is dead"));
      }
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...database, pool, statements: () => count, hasDied: () => died };
}
