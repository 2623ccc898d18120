// A process of its own that uses the embedded database of a home, for tests of sharing and of sudden
// death. It prints one line of JSON once it is connected, and leaves when its input ends.
//
//   tsx test/support/embedded-user.ts HOME [busy]
import { openDatabase } from "../../src/platform/database/open-database.js";

const [home = "", mode] = process.argv.slice(2);
try {
  const database = await openDatabase({ home });
  const { rows } = await database.pool.query("select current_setting('port')::integer as port");
  console.log(JSON.stringify({ port: rows[0].port, applied: database.applied }));
  if (mode === "busy") {
    const endless = "select count(*) from generate_series(1, 100000000000)";
    database.pool.query(endless).catch(() => undefined);
  }
  process.stdin.resume().once("end", () => {
    // Where a query never ends nothing can be closed in order: the process just goes.
    if (mode === "busy") process.exit(0);
    void database.close();
  });
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
  process.exitCode = 1;
}
