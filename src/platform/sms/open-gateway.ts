import { randomBytes } from "node:crypto";
import { realClock } from "../clock/clock.js";
import { openHuaweiGateway } from "./huawei-gateway.js";
import { openSignedGateway } from "./signed-gateway.js";
import type { SmsGateway, SmsPlace, SmsSurroundings } from "./sms-gateway.js";

/** Signatures are good for minutes of the real time, whatever clock the business has. */
const usual: SmsSurroundings = {
  now: realClock.now,
  nonce: () => randomBytes(16).toString("hex"),
  answerMs: 10_000,
};

/** Opens the gateway of a place; the first message connects. */
export function openSmsGateway(
  place: SmsPlace,
  surroundings: Partial<SmsSurroundings> = {},
): SmsGateway {
  const around = { ...usual, ...surroundings };
  return place.kind === "huawei"
    ? openHuaweiGateway(place, around)
    : openSignedGateway(place, around);
}
