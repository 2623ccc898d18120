import { bankName, companyName } from "./names.js";
import type { Random } from "./random.js";
import { longTailPick, type WeightedPick } from "./weighted.js";

export interface Partner {
  readonly index: number;
  readonly partnerNo: string;
  readonly name: string;
  /** The distributor of a second-tier partner. */
  readonly parent: Partner | null;
  readonly role: Role;
  /** Counts the partners of one role; decides when its business info changes. */
  readonly ordinal: number;
  readonly taxpayerType: "general" | "small_scale";
  /** Blank: the default of the taxpayer type. */
  readonly serviceFeeRate: string;
}

/** open: certified, monthly · missing, changing: its business info · quarterly: its cycle. */
type Role = "open" | "missing" | "changing" | "quarterly";

type BusinessInfo = "certified" | "changing" | "missing";

/** Who can sell in one delivery, by what a run says to the settlee: open ones are settled at once. */
export interface PartnerPools {
  readonly open: WeightedPick<Partner>;
  readonly missing: WeightedPick<Partner>;
  readonly changing: WeightedPick<Partner>;
  readonly quarterly: WeightedPick<Partner>;
}

interface Place {
  readonly role: Role;
  /** Second-tier, under a settlee of the same role. */
  readonly isChild?: boolean;
}

const open: Place = { role: "open" };
const child: Place = { role: "open", isChild: true };
const missing: Place = { role: "missing" };
const changing: Place = { role: "changing" };
const quarterly: Place = { role: "quarterly" };
const quarterlyChild: Place = { role: "quarterly", isChild: true };

/** The first twenty: every kind there is, twice where it takes turns (`businessInfoIn`). */
const firstPlaces: readonly Place[] = [
  [open, open, open, open, child, open, open, missing, quarterly, child],
  [open, changing, child, open, quarterly, missing, quarterlyChild, changing, open, open],
].flat();

const specialPlaces: Readonly<Record<number, Place>> = {
  7: missing,
  11: changing,
  8: quarterly,
  31: quarterly,
  44: quarterlyChild,
  4: child,
  9: child,
  14: child,
  19: child,
  24: child,
  29: child,
  34: child,
};

function placeOf(index: number): Place {
  return firstPlaces[index] ?? specialPlaces[index % 50] ?? open;
}

/** As many partners as a marketplace of that size has: a partner for 50 orders, 20 to 5000. */
export function partnerCount(orders: number): number {
  return Math.max(20, Math.min(5000, Math.floor(orders / 50)));
}

const generalRates = [
  ["0.06", "0.06", "0.06", "0.06", "0.06", "0.06", "0.06"],
  ["", "", "", "0.03", "0.09", "0.13"],
].flat();
const smallScaleRates = ["", "", "0.01", "0.01", "0.03"];

/** The partners of a data set; parents stand before their children. */
export function makePartners(count: number, random: Random): Partner[] {
  const partners: Partner[] = [];
  const roots = new Map<Role, Partner[]>();
  const ordinals = new Map<Role, number>();
  for (let index = 0; index < count; index += 1) {
    const { role, isChild } = placeOf(index);
    const candidates = roots.get(role) ?? [];
    // A product of two draws prefers the early, big ones: few partners are distributors of many.
    const share = random.uniform() * random.uniform();
    const parent = isChild ? (candidates[Math.floor(share * candidates.length)] ?? null) : null;
    const ordinal = ordinals.get(role) ?? 0;
    ordinals.set(role, ordinal + 1);
    const isGeneral = index % 4 !== 2;
    const partner: Partner = {
      index,
      partnerNo: `P${String(index + 1).padStart(5, "0")}`,
      name: companyName(index, "partner"),
      parent,
      role,
      ordinal,
      taxpayerType: isGeneral ? "general" : "small_scale",
      serviceFeeRate: random.pick(isGeneral ? generalRates : smallScaleRates),
    };
    partners.push(partner);
    if (parent === null) roots.set(role, [...candidates, partner]);
  }
  return partners;
}

export function settleeOf(partner: Partner): Partner {
  return partner.parent ?? partner;
}

/**
 * The business info of a partner in a delivery (0 is the first): some are certified only later, others
 * change their bank account every other month, so that held orders come free in the next delivery.
 * The first missing one never hands its papers in.
 */
function businessInfoIn(partner: Partner, delivery: number): BusinessInfo {
  if (partner.role === "missing") {
    const isCertified = partner.ordinal > 0 && delivery > (partner.ordinal - 1) % 4;
    return isCertified ? "certified" : "missing";
  }
  if (partner.role === "changing") {
    return (partner.ordinal + delivery) % 2 === 0 ? "changing" : "certified";
  }
  return "certified";
}

/** The pools of one delivery (0 is the first). Each has a partner: see `firstPlaces`. */
export function poolPartners(partners: readonly Partner[], delivery: number): PartnerPools {
  const pool = (claim: (settlee: Partner) => boolean): WeightedPick<Partner> =>
    longTailPick(
      partners.filter((partner) => claim(settleeOf(partner))),
      (partner) => partner.index,
    );
  const infoIs = (info: BusinessInfo) => (settlee: Partner) =>
    businessInfoIn(settlee, delivery) === info;
  return {
    open: pool((settlee) => settlee.role !== "quarterly" && infoIs("certified")(settlee)),
    missing: pool(infoIs("missing")),
    changing: pool(infoIs("changing")),
    quarterly: pool((settlee) => settlee.role === "quarterly"),
  };
}

const header =
  "partner_no,name,parent_partner_no,taxpayer_type,service_fee_rate,business_info,settlement_cycle," +
  "email,mobile,locale,tax_no,bank_name,bank_account,bank_code\n";

/** partners.csv as it stands in a delivery. */
export function renderPartners(partners: readonly Partner[], delivery: number): string {
  return header + partners.map((partner) => renderPartner(partner, delivery)).join("");
}

function renderPartner(partner: Partner, delivery: number): string {
  const { index } = partner;
  const info = businessInfoIn(partner, delivery);
  const number = String(index + 1).padStart(5, "0");
  const hasPapers = info !== "missing";
  // A changed bank account is another account, from the change on.
  const accountVersion = partner.role === "changing" ? Math.floor((delivery + 1) / 2) : 0;
  const fields = [
    partner.partnerNo,
    partner.name,
    partner.parent?.partnerNo ?? "",
    partner.taxpayerType,
    partner.serviceFeeRate,
    info,
    partner.role === "quarterly" ? "quarterly" : index % 3 === 0 ? "" : "monthly",
    `settle${number}@partner.example`, // a domain that cannot exist (RFC 2606)
    `139000${number}`,
    index % 17 === 5 ? "en" : "zh-CN",
    hasPapers ? taxNumber(index) : "",
    hasPapers ? bankName(index) : "",
    hasPapers
      ? `6200${String(index % 10_000).padStart(4, "0")}${accountVersion}00000${number}`
      : "",
    hasPapers ? `999${String(index % 1_000_000).padStart(9, "0")}` : "", // no bank has the code 999
  ];
  return `${fields.join(",")}\n`;
}

const taxAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100-2015: no I, O, S, V, Z
const taxWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/**
 * A unified social credit code: the form and the check character of GB 32100-2015, of a district
 * (990000) that does not exist, so that no real company has it.
 */
export function taxNumber(index: number): string {
  const body = `91990000MA${String(index).padStart(7, "0")}`;
  const sum = taxWeights.reduce(
    (total, weight, position) => total + weight * taxAlphabet.indexOf(body[position] as string),
    0,
  );
  return body + taxAlphabet[(31 - (sum % 31)) % 31];
}
