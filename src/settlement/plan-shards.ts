/** What a run has to do for one settlee; the empty number stands for orders without a partner. */
export interface SettleeLoad {
  readonly settleeNo: string;
  readonly openCount: number;
}

/** Settlees of which an order has moved from one to the other since it was put on a draft. */
export type Couple = readonly [one: string, other: string];

export interface PlannedShard {
  /** Ascending, without the empty number. */
  readonly settlees: readonly string[];
  /** Whether the orders without a partner are in this one. */
  readonly takesUnbound: boolean;
  readonly openCount: number;
}

/**
 * Splits a run into shards of about `shardSize` open orders. What is coupled stays together, for its order leaves
 * one draft and enters the other in one transaction; the rest is dealt out, the largest first, to the
 * shard that has least.
 *
 * Shape:  at least one shard; every settlee in exactly one; the same loads give the same plan.
 * Source: R-R2, R-E14.
 */
export function planShards(
  loads: readonly SettleeLoad[],
  couples: readonly Couple[],
  shardSize: number,
): PlannedShard[] {
  const groups = groupCoupled(loads, couples);
  const total = loads.reduce((sum, { openCount }) => sum + openCount, 0);
  const busy = groups.filter(({ openCount }) => openCount > 0).length;
  const shardCount = Math.max(1, Math.min(busy, Math.ceil(total / shardSize)));
  const shards = Array.from({ length: shardCount }, () => ({
    members: [] as string[],
    openCount: 0,
  }));
  const largestFirst = groups.sort((a, b) => b.openCount - a.openCount);
  for (const group of largestFirst) {
    const least = shards.reduce((best, shard) => (weightOf(shard) < weightOf(best) ? shard : best));
    least.members.push(...group.members);
    least.openCount += group.openCount;
  }
  return shards.map(({ members, openCount }) => ({
    settlees: members.filter((settleeNo) => settleeNo !== "").sort(byBytes),
    takesUnbound: members.includes(""),
    openCount,
  }));
}

/** The settlees that only go together, each set with its load; the sets in the order of their first member. */
export function groupCoupled(
  loads: readonly SettleeLoad[],
  couples: readonly Couple[],
): { members: string[]; openCount: number }[] {
  const leaderOf = new Map(loads.map(({ settleeNo }) => [settleeNo, settleeNo]));
  const find = (settleeNo: string): string => {
    let leader = settleeNo;
    for (let next = leaderOf.get(leader); next !== undefined && next !== leader; ) {
      leader = next;
      next = leaderOf.get(leader);
    }
    return leader;
  };
  for (const [one, other] of couples) {
    // A settlee that is not run keeps its draft; nothing moves.
    if (leaderOf.has(one) && leaderOf.has(other)) leaderOf.set(find(one), find(other));
  }
  const groups = new Map<string, { members: string[]; openCount: number }>();
  for (const { settleeNo, openCount } of loads) {
    const leader = find(settleeNo);
    const group = groups.get(leader) ?? { members: [], openCount: 0 };
    group.members.push(settleeNo);
    group.openCount += openCount;
    groups.set(leader, group);
  }
  return [...groups.values()];
}

/** Settlees with nothing open still cost a look: they count a little, so that they spread too. */
function weightOf(shard: { members: readonly string[]; openCount: number }): number {
  return shard.openCount + shard.members.length / 1_000;
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : 1;
}
