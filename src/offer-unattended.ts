import type { Parts } from "./compose.js";
import { YuejieError } from "./domain/errors.js";
import { shanghaiDay } from "./domain/period.js";
import type { DeliveryRow } from "./intake/deliveries.js";
import type { DeliveryOutcome } from "./intake/import-delivery.js";
import type { ScanResult } from "./intake/inbox.js";
import { actorFor } from "./offer-people.js";
import type { OutboxMessage } from "./outbox/message.js";
import type { Connection } from "./platform/database/database.js";
import type { Round } from "./platform/schedule/every-minute.js";
import type { KnownYear } from "./schedule/calendar.js";
import type { TickOptions, TickResult } from "./schedule/tick.js";
import { serviceFeeRatesOn } from "./settings.js";
import { tellStaff } from "./tell-staff.js";

/** What happens without anybody at hand (R-R6). */
export interface UnattendedFeatures {
  /** Looks for deliveries that are ready, and asks for their import; null: no inbox is set. */
  scanInbox(): Promise<ScanResult | null>;
  /** Starts the months that are due. */
  tickSchedule(): Promise<TickResult>;
  /** Both, now and then every minute, until it is stopped. A failure is told, and the next minute tries again. */
  keepSchedule(listener: ScheduleListener): Promise<Round>;
  importDelivery(deliveryId: string): Promise<DeliveryOutcome>;
  listDeliveries(): AsyncGenerator<DeliveryRow>;
  listCalendar(): Promise<KnownYear[]>;
  importCalendar(options: {
    path: string;
    actor: string;
  }): Promise<{ year: number; changed: boolean }>;
}

export interface ScheduleListener {
  onScan(result: ScanResult): void;
  onTick(result: TickResult): void;
  onFailure(failure: YuejieError): void;
}

/** The scheduler's own name in the record (interface, `--as`). */
const actor = "system";

export function offerUnattended(parts: Parts): UnattendedFeatures {
  const { clock, config } = parts;
  const inboxDoors = {
    requestImport: (connection: Connection, deliveryId: string, attempt: number) =>
      send(connection, {
        topic: "import-delivery",
        key: `${deliveryId}-${attempt}`,
        payload: { deliveryId, attempt },
      }),
    tell: tellStaff,
  };
  const offered: UnattendedFeatures = {
    scanInbox: async () => {
      if (config.inbox === null) return null;
      const { scanInbox } = await import("./intake/inbox.js");
      const options = { inbox: config.inbox, now: clock.now(), ...inboxDoors };
      return scanInbox(await parts.database(), options);
    },
    tickSchedule: async () => {
      const { tickSchedule } = await import("./schedule/tick.js");
      return tickSchedule(await parts.database(), await tickOptions(parts));
    },
    keepSchedule: async (listener) => {
      const { everyMinute } = await import("./platform/schedule/every-minute.js");
      const attempt = async (work: () => Promise<void>): Promise<void> => {
        await work().catch(async (error: unknown) =>
          listener.onFailure(await parts.nameFailure(error)),
        );
      };
      return everyMinute(async () => {
        await attempt(async () => {
          const result = await offered.scanInbox();
          if (result !== null) listener.onScan(result);
        });
        await attempt(async () => listener.onTick(await offered.tickSchedule()));
      });
    },
    importDelivery: async (deliveryId) => {
      if (config.inbox === null) throw new YuejieError("inbox_unset");
      const { importDelivery } = await import("./intake/import-delivery.js");
      const options = { inbox: config.inbox, now: clock.now(), ...inboxDoors };
      const keys = () => parts.encryptionKeys();
      return importDelivery(await parts.database(), { ...options, deliveryId, keys });
    },
    listDeliveries: async function* () {
      const { listDeliveries } = await import("./intake/deliveries.js");
      yield* listDeliveries(await parts.database());
    },
    listCalendar: async () => {
      const { listCalendarYears } = await import("./schedule/calendar.js");
      return listCalendarYears((await parts.database()).pool);
    },
    importCalendar: async (options) => {
      const actor = await actorFor(parts, options.actor, "import_calendar");
      const { importCalendarYear } = await import("./schedule/calendar.js");
      return importCalendarYear(await parts.database(), { ...options, actor, now: clock.now() });
    },
  };
  return offered;
}

/** A real clock is that of the database: it is one for all machines. A rehearsal's is the one that was set. */
async function tickOptions(parts: Parts): Promise<TickOptions> {
  const { config, clock } = parts;
  const settings = await parts.settings();
  const { openRun } = await import("./settlement/open-run.js");
  return {
    rule: settings.schedule,
    firstPeriod: settings.schedule.firstPeriod,
    hasInbox: config.inbox !== null,
    now: config.clockAt === null ? null : clock.now(),
    openRun: (connection, { period, now }) => {
      const serviceFeeRates = serviceFeeRatesOn(shanghaiDay(now), settings);
      const { shardSize } = config.worker;
      const options = { period, now, actor, serviceFeeRates, shardSize };
      return openRun(connection, { ...options, mode: "queue" });
    },
    requestSettlement: (connection, runId) =>
      send(connection, { topic: "settle-period", key: runId, payload: { runId } }),
    requestSweep: async (connection, day) => {
      await send(connection, { topic: "sweep-exports", key: day, payload: { day } });
      await send(connection, { topic: "sweep-dues", key: day, payload: { day } });
    },
    tell: tellStaff,
  };
}

async function send(connection: Connection, message: OutboxMessage): Promise<void> {
  const { writeOutbox } = await import("./outbox/message.js");
  await writeOutbox(connection, message);
}
