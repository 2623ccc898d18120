import { compose } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import { offerFeatures } from "../../src/features.js";

/** A process that sends one copy of a notice, and may be killed while it does. */
const [deliveryId = "", round = ""] = process.argv.slice(2);
const signal = new AbortController().signal;
const parts = compose(readConfig(), { name: "sender", signal });
await offerFeatures(parts).notices.send({ deliveryId, round: Number(round), signal });
await parts.close();
