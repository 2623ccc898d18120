/**
 * Words that names are put together from. Every company is invented; a name that exists is chance.
 * No word has a comma, a quote, a line break or a leading `= + - @`, so that no CSV field needs quoting.
 */

const cities = [
  ["深圳", "杭州", "成都", "苏州", "武汉", "西安", "南京", "长沙", "青岛", "厦门", "合肥", "郑州"],
  ["广州", "北京", "上海", "重庆", "宁波", "无锡", "佛山", "东莞", "贵阳", "昆明", "大连", "珠海"],
].flat();

const brands = [
  ["云启", "星河", "青禾", "远帆", "知行", "恒川", "木棉", "海纳", "鹿鸣", "晨曦", "百川", "云杉"],
  ["松果", "北辰", "南枝", "千寻", "万象", "拾光", "清源", "朗月", "明德", "博闻", "天工", "白鹭"],
  ["凌云", "和风", "沐阳", "若谷", "致远", "思齐", "新程", "启明", "锦程", "弘毅", "观澜", "听涛"],
  ["蓝桥", "金穗", "银杏", "丹枫", "紫荆", "碧海", "赤松", "黑石", "玄武", "苍穹", "飞鸿", "麦田"],
  ["橡树", "竹里", "梅岭", "兰舟", "荷塘", "雁栖", "燕山", "泰来", "安澜", "永昌", "盛景"],
].flat();

const partnerTrades = [
  ["信息技术", "云计算科技", "数字科技", "软件", "网络科技", "系统集成", "智能科技"],
  ["数据服务", "信息安全", "企业服务", "科技发展"],
].flat();

const customerTrades = [
  ["精密制造", "医疗器械", "教育咨询", "物流供应链", "食品", "农业科技", "服饰", "汽车零部件"],
  ["新能源", "建筑工程", "文化传媒", "电子商务", "环保科技", "生物医药", "家居", "旅游", "化工"],
  ["纺织", "电气设备"],
].flat();

type Trade = "partner" | "customer" | "seller";

/**
 * The name of the company with this index; names of one trade repeat only after
 * 24 cities × 59 brands × 11 trades (19 for customers), all pairwise prime strides through the lists.
 */
export function companyName(index: number, trade: Trade): string {
  const trades = trade === "customer" ? customerTrades : partnerTrades;
  const shift = trade === "seller" ? 17 : 0;
  const brand = brands[(index + shift) % brands.length];
  const city = cities[(index * 5 + shift) % cities.length];
  return `${city}${brand}${trades[index % trades.length]}有限公司`;
}

function cityOf(index: number): string {
  return cities[(index * 5) % cities.length] as string;
}

/** Invented banks: no payment file made from a rehearsal can reach a real one. */
export function bankName(index: number): string {
  const bank = ["启航银行", "江海银行", "远山银行", "星城银行"][index % 4];
  return `${bank}${cityOf(index)}${["科技园", "高新区", "滨江", "城东", "中心"][index % 5]}支行`;
}

const editions = ["基础版", "标准版", "专业版", "企业版", "旗舰版", "集团版"];
const areas = [
  "云港",
  "巧匠",
  "智汇",
  "轻舟",
  "磐石",
  "灵犀",
  "领航",
  "易捷",
  "鸿图",
  "青柠",
  "雨燕",
];

/** A product's name: a series, what it is, and its edition. */
export function productName(index: number, what: string): string {
  const edition = editions[Math.floor(index / 7) % editions.length];
  return `${areas[index % areas.length]}${what} ${edition}`;
}
