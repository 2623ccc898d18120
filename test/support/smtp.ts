import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** What a server does with the mail of one recipient. */
export interface MailPlan {
  /** The code that it answers a recipient with. */
  readonly rcpt?: number;
  /** The code that it answers the message with. */
  readonly data?: number;
  /** How long it thinks before it answers the message. */
  readonly delayMs?: number;
  /** The connection ends in the middle of the message. */
  readonly diesInData?: boolean;
  /** What happens once it has the message, before it says so. */
  readonly onTaken?: () => Promise<void>;
  /** It takes the message, and the connection ends before it says so. */
  readonly diesAfterData?: boolean;
}

/** A mail server of a test's own. What it took is what it said yes to, unless its plan says otherwise. */
export interface TestMailServer {
  readonly url: string;
  readonly taken: TakenMail[];
  /** What it does from now on. */
  plan: (recipient: string) => MailPlan;
  /** Waits until so many messages were taken. */
  takes(count: number, limitMs?: number): Promise<TakenMail[]>;
  stop(): Promise<void>;
}

export interface TakenMail extends Email {
  readonly envelopeTo: readonly string[];
  readonly envelopeFrom: string;
  readonly raw: string;
}

/** @param account the only one that it signs in; null: nobody is asked to. */
export async function testMailServer(
  account: { readonly user: string; readonly password: string } | null = null,
): Promise<TestMailServer> {
  const taken: TakenMail[] = [];
  const sockets = new Map<number, Socket>();
  const it = { plan: (_recipient: string): MailPlan => ({}) };
  const cut = (port: number): void => void sockets.get(port)?.resetAndDestroy();
  const server = new SMTPServer({
    disabledCommands: account === null ? ["STARTTLS", "AUTH"] : ["STARTTLS"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    onAuth: (auth, _session, callback) => {
      const isRight = auth.username === account?.user && auth.password === account?.password;
      if (isRight) callback(null, { user: auth.username });
      else callback(new Error("no"));
    },
    onRcptTo: ({ address }, _session, callback) => {
      const { rcpt } = it.plan(address);
      if (rcpt === undefined) callback();
      else callback(Object.assign(new Error(`not ${address}`), { responseCode: rcpt }));
    },
    onData: (stream, session, callback) => {
      const envelopeTo = session.envelope.rcptTo.map(({ address }) => address);
      const { mailFrom } = session.envelope;
      const plan = it.plan(envelopeTo[0] ?? "");
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => {
        parts.push(part);
        if (plan.diesInData) cut(session.remotePort);
      });
      stream.on("end", async () => {
        await sleep(plan.delayMs ?? 0);
        const { data } = plan;
        if (data !== undefined) {
          callback(Object.assign(new Error("not this"), { responseCode: data }));
          return;
        }
        const raw = Buffer.concat(parts);
        const mail = await PostalMime.parse(raw);
        const envelopeFrom = mailFrom === false ? "" : mailFrom.address;
        taken.push({ ...mail, envelopeTo, envelopeFrom, raw: raw.toString("latin1") });
        await plan.onTaken?.();
        if (plan.diesAfterData) cut(session.remotePort);
        else callback(null, "taken");
      });
    },
  });
  server.on("error", () => undefined);
  keepSockets(server.server as unknown as Server, sockets);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const signIn = account === null ? "" : `${account.user}:${account.password}@`;
  return Object.assign(it, {
    url: `smtp://${signIn}127.0.0.1:${port}`,
    taken,
    takes: (count: number, limitMs = 20_000) => takes(taken, count, limitMs),
    stop: () => {
      for (const socket of sockets.values()) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

/** A server that says nothing, ever. */
export async function silentServer(): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Map<number, Socket>();
  const server = createServer();
  keepSockets(server, sockets);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> => {
    for (const socket of sockets.values()) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port, stop };
}

function keepSockets(server: Server, sockets: Map<number, Socket>): void {
  server.on("connection", (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(port));
  });
}

async function takes(taken: TakenMail[], count: number, limitMs: number): Promise<TakenMail[]> {
  const end = Date.now() + limitMs;
  while (taken.length < count) {
    if (Date.now() > end) throw new Error(`${taken.length} of ${count} within ${limitMs} ms`);
    await sleep(20);
  }
  return taken;
}
