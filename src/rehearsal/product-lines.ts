export type Category =
  | "image"
  | "saas"
  | "license"
  | "service"
  | "orchestration"
  | "hardware"
  | "api"
  | "stored_value_card";
type Sourcing = "joint" | "self_operated" | "selected" | "selected_self_operated" | "general";

/** floor: settled by the floor price · metered: sold by use as well · termless: without terms yet. */
type Trait = "floor" | "metered" | "termless";

/** One kind of product there is; the products of a data set are made from these, in turn. */
export interface ProductLine {
  readonly what: string;
  readonly category: Category;
  readonly sourcing: Sourcing;
  /** The output tax rate. */
  readonly tax: string;
  /** The middle of the prices, as a step of the price ladder. */
  readonly price: number;
  /** Share ratios its terms take. */
  readonly ratios: readonly string[];
  readonly traits: readonly Trait[];
}

type Row = readonly [string, Category, Sourcing, string, number, readonly string[], ...Trait[]];

const high = ["0.2", "0.25", "0.3", "0.35"];
const middle = ["0.12", "0.15", "0.18", "0.2"];
const low = ["0.05", "0.08", "0.1"];
const ofMargin = ["0.4", "0.5", "0.6", "0.7"];

const rows: readonly Row[] = [
  ["协同办公SaaS", "saas", "joint", "0.06", 20, high],
  ["云主机镜像", "image", "joint", "0.06", 14, middle],
  ["数据库License", "license", "joint", "0.13", 32, middle],
  ["智能客服SaaS", "saas", "self_operated", "0.06", 18, high, "metered"],
  ["上云迁移服务", "service", "joint", "0.06", 36, middle],
  ["进销存SaaS", "saas", "joint", "0.06", 19, ofMargin, "floor"],
  ["安全网关License", "license", "joint", "0.13", 34, ofMargin, "floor"],
  ["文字识别API", "api", "self_operated", "0.06", 12, low, "metered"],
  ["超融合一体机", "hardware", "joint", "0.13", 40, low],
  ["应用编排方案", "orchestration", "self_operated", "0.06", 28, middle, "metered"],
  ["防病毒镜像", "image", "selected", "0.13", 16, middle],
  ["视频会议SaaS", "saas", "selected_self_operated", "0.06", 22, high],
  ["设计软件License", "license", "selected", "0.13", 30, middle],
  ["通用建站SaaS", "saas", "general", "0.06", 14, low],
  ["云资源储值卡", "stored_value_card", "self_operated", "0", 27, low],
  ["新品内测SaaS", "saas", "joint", "0.06", 20, middle, "termless"],
  ["驻场运维服务", "service", "joint", "0.03", 33, middle],
  ["专线接入API", "api", "joint", "0.09", 24, low, "metered"],
  ["等保加固镜像", "image", "joint", "0.13", 17, middle, "metered"],
  ["短信通道API", "api", "joint", "0.06", 13, ofMargin, "floor", "metered"],
  ["数据分析SaaS", "saas", "selected", "0.06", 21, high, "metered"],
  ["培训认证服务", "service", "self_operated", "0.01", 26, middle],
];

export const productLines: readonly ProductLine[] = rows.map(
  ([what, category, sourcing, tax, price, ratios, ...traits]) => ({
    what,
    category,
    sourcing,
    tax,
    price,
    ratios,
    traits,
  }),
);
