/** What a settlee brings. */
export interface SettleeLoad {
  readonly settleeNo: string;
  /** From 0 up to 2 ** 32. */
  readonly hash: number;
  readonly orders: number;
  readonly lines: number;
}

export interface NodeLoad {
  readonly settlees: readonly string[];
  readonly orders: number;
  readonly lines: number;
}

/** The settlees of each of `count` equal ranges of the hash: what moves between nodes as one. */
function bucketsOf(loads: readonly SettleeLoad[], count: number): SettleeLoad[][] {
  const buckets: SettleeLoad[][] = Array.from({ length: count }, () => []);
  for (const load of loads) buckets[Math.floor((load.hash / 2 ** 32) * count)]?.push(load);
  return buckets;
}

/** In turn, as tables are placed when they are made: nothing is known of the load. */
export function placeInTurn(
  loads: readonly SettleeLoad[],
  { nodes, buckets }: { nodes: number; buckets: number },
): NodeLoad[] {
  const placed: SettleeLoad[][] = Array.from({ length: nodes }, () => []);
  for (const [index, bucket] of bucketsOf(loads, buckets).entries()) {
    placed[index % nodes]?.push(...bucket);
  }
  return placed.map(sum);
}

/** The largest bucket first to the node that has least, as a rebalancer that knows sizes ends up about. */
export function placeByLoad(
  loads: readonly SettleeLoad[],
  { nodes, buckets }: { nodes: number; buckets: number },
): NodeLoad[] {
  const placed: SettleeLoad[][] = Array.from({ length: nodes }, () => []);
  const largestFirst = bucketsOf(loads, buckets).sort((a, b) => sum(b).orders - sum(a).orders);
  for (const bucket of largestFirst) {
    placed
      .reduce((least, node) => (sum(node).orders < sum(least).orders ? node : least))
      .push(...bucket);
  }
  return placed.map(sum);
}

function sum(loads: readonly SettleeLoad[]): NodeLoad {
  return {
    settlees: loads.map(({ settleeNo }) => settleeNo),
    orders: loads.reduce((total, { orders }) => total + orders, 0),
    lines: loads.reduce((total, { lines }) => total + lines, 0),
  };
}

/** How much more than its part the fullest node has; 1 where all have the same. */
export function skewOf(nodes: readonly NodeLoad[], of: "orders" | "lines"): number {
  const loads = nodes.map((node) => node[of]);
  const mean = loads.reduce((total, load) => total + load, 0) / loads.length;
  return Math.max(...loads) / mean;
}
