import type { CustomerPick } from "./customers.js";
import type { PartnerPools } from "./partners.js";
import type { Shelves } from "./products.js";
import type { Random } from "./random.js";
import type { Month, Second } from "./timeline.js";

/** What a story may draw on: who and what there is in its delivery, its place in it, and chance. */
export interface Scene {
  readonly random: Random;
  readonly pools: PartnerPools;
  readonly shelves: Shelves;
  readonly pickCustomer: CustomerPick;
  readonly month: Month;
  /** When the last fact of the story arrives, or its order where it stays open; within the month. */
  readonly moment: Second;
  /** The same round the clock, for use that runs by itself. */
  readonly evenMoment: Second;
  /** The number of the story's row at this offset; the prefix tells its kind. */
  readonly orderNo: (prefix: "CS" | "YL" | "TD", offset: number) => string;
}
