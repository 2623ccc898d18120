import type { Language } from "./errors.js";
import type { ReasonCode } from "./reasons.js";

/** `after_period` is no reason of an outcome: the order counts, only later than the period (R-E5). */
export type ToldReason = ReasonCode | "after_period";

/** Why an order is not on a statement, and what would have to happen, for its partner to read. */
export interface ReasonSentence {
  /** A few words, for totals and lists. */
  readonly title: string;
  readonly why: string;
  readonly next: string;
}

type Sentences = Readonly<Record<Language, ReasonSentence>>;

const sentences: Readonly<Record<ToldReason, Sentences>> = {
  unpaid: {
    "zh-CN": {
      title: "未支付",
      why: "客户尚未支付该订单。",
      next: "客户完成支付后，订单进入其可结算当月的账期。",
    },
    en: {
      title: "Not paid",
      why: "The customer has not paid the order yet.",
      next: "Once it is paid, the order is settled in the month in which it comes to count.",
    },
  },
  not_repaid: {
    "zh-CN": {
      title: "未还款",
      why: "客户以信用额度或现金券下单，款项尚未还清。",
      next: "客户还清该笔款项后，订单方可结算。",
    },
    en: {
      title: "Not repaid",
      why: "The customer bought on credit or with cash coupons and has not repaid the amount.",
      next: "Once the customer has repaid it, the order can be settled.",
    },
  },
  supervision_in_progress: {
    "zh-CN": {
      title: "服务监管中",
      why: "订单处于服务监管中，客户尚未验收。",
      next: "客户验收、服务监管完成后，订单方可结算。",
    },
    en: {
      title: "Under supervision",
      why: "Delivery is under supervision and the customer has not accepted it yet.",
      next: "Once the customer has accepted it and supervision is completed, the order can be settled.",
    },
  },
  not_effective: {
    "zh-CN": {
      title: "未生效",
      why: "订单尚未开通或尚未生效。",
      next: "商品开通、订单生效后，订单方可结算。",
    },
    en: {
      title: "Not in effect",
      why: "The order has not been provisioned or has not taken effect yet.",
      next: "Once it is provisioned and in effect, the order can be settled.",
    },
  },
  refund_waits_for_original: {
    "zh-CN": {
      title: "退订等待原订单",
      why: "该退订对应的原订单尚不能结算，退订随原订单一同等待。",
      next: "原订单可以结算时，退订与其一并结算。",
    },
    en: {
      title: "Refund waits for its original",
      why: "The order that this refund belongs to cannot be settled yet, so the refund waits with it.",
      next: "When the original order can be settled, the refund is settled with it.",
    },
  },
  no_partner: {
    "zh-CN": {
      title: "未绑定客户服务商",
      why: "订单没有绑定客户服务商，不参与分成结算。",
      next: "如应归属某客户服务商，请联系云商店运营更正订单的绑定关系。",
    },
    en: {
      title: "No partner bound",
      why: "No partner is bound to the order, so nobody earns a share of it.",
      next: "If it belongs to a partner, ask marketplace operations to correct the binding.",
    },
  },
  reseller_incentive: {
    "zh-CN": {
      title: "按经销商激励",
      why: "客户关联的经销商与订单的客户服务商属于同一结算对象，该订单享受经销商激励，不再分成。",
      next: "无需处理；如客户的关联经销商有误，请联系云商店运营更正。",
    },
    en: {
      title: "Earns reseller incentives",
      why: "The customer's reseller and the order's partner are paid as one, so the order earns reseller incentives instead of a share.",
      next: "Nothing is to be done; if the customer's reseller is wrong, ask marketplace operations to correct it.",
    },
  },
  operations_base: {
    "zh-CN": {
      title: "伙伴运营基地",
      why: "该订单属于伙伴运营基地业务，不参与分成结算。",
      next: "无需处理；如标记有误，请联系云商店运营更正。",
    },
    en: {
      title: "Operations base",
      why: "The order belongs to a partner operations base, and such orders earn no share.",
      next: "Nothing is to be done; if the mark is wrong, ask marketplace operations to correct it.",
    },
  },
  stored_value_card: {
    "zh-CN": {
      title: "购买储值卡",
      why: "购买储值卡不计入消费，不参与分成结算。",
      next: "无需处理；客户使用储值卡支付的订单照常结算。",
    },
    en: {
      title: "Stored value card",
      why: "Buying a stored value card is no consumption and earns no share.",
      next: "Nothing is to be done; orders that the customer pays with the card are settled as usual.",
    },
  },
  general_product: {
    "zh-CN": {
      title: "通用商品",
      why: "该商品是通用商品，不与客户服务商分成结算。",
      next: "无需处理；如商品类型有误，请联系云商店运营更正。",
    },
    en: {
      title: "General product",
      why: "The product is a general product, and those are not settled with partners.",
      next: "Nothing is to be done; if the product's type is wrong, ask marketplace operations to correct it.",
    },
  },
  partner_not_certified: {
    "zh-CN": {
      title: "商业信息未认证",
      why: "结算对象尚未完成商业信息认证，暂不能出账。",
      next: "请完成商业信息认证；认证后的下一次出账将一并结算，订单不会遗漏。",
    },
    en: {
      title: "Business info missing",
      why: "The settled partner's business info is not certified yet, so no statement can be made.",
      next: "Have the business info certified; the next run then settles the order, nothing is lost.",
    },
  },
  partner_info_changing: {
    "zh-CN": {
      title: "商业信息变更中",
      why: "结算对象的商业信息正在变更，认证完成前暂不能出账。",
      next: "变更通过认证后，下一次出账将一并结算，订单不会遗漏。",
    },
    en: {
      title: "Business info changing",
      why: "The settled partner's business info is being changed, so no statement can be made until it is certified.",
      next: "Once the change is certified, the next run settles the order, nothing is lost.",
    },
  },
  quarterly_cycle: {
    "zh-CN": {
      title: "按季度结算",
      why: "结算对象的结算周期为季度，本月不出账。",
      next: "订单将在本季度最后一个月的出账中结算。",
    },
    en: {
      title: "Settled by quarter",
      why: "The settled partner is settled by quarter, so this month makes no statement.",
      next: "The order is settled in the run of the quarter's last month.",
    },
  },
  no_terms: {
    "zh-CN": {
      title: "无分成比例",
      why: "下单时商品没有生效的分成比例，订单上也没有注明。",
      next: "云商店运营补录商品的分成比例后，订单方可结算。",
    },
    en: {
      title: "No share ratio",
      why: "The product had no share ratio in force when the order was placed, and the order names none.",
      next: "Once marketplace operations has entered the product's share ratio, the order can be settled.",
    },
  },
  partly_settled: {
    "zh-CN": {
      title: "已部分结算",
      why: "订单目前只有一部分可以结算，这一部分已在其他账期结算。",
      next: "可结算比例提高后，增加的部分将继续结算。",
    },
    en: {
      title: "Settled in part",
      why: "Only a part of the order counts so far, and that part was settled in another period.",
      next: "When the settleable ratio rises, what it adds is settled.",
    },
  },
  parked: {
    "zh-CN": {
      title: "暂缓出账",
      why: "该结算对象的数据处理出错，其订单本次暂缓出账。",
      next: "云商店运营修正数据并重新出账后结算，伙伴无需处理。",
    },
    en: {
      title: "Parked",
      why: "The settled partner's data could not be processed, so its orders were left out of this run.",
      next: "Marketplace operations corrects the data and runs the period again; the partner has nothing to do.",
    },
  },
  after_period: {
    "zh-CN": {
      title: "本账期之后",
      why: "订单在本账期结束之后才可结算。",
      next: "订单将在其可结算时间所在的账期结算。",
    },
    en: {
      title: "After the period",
      why: "The order comes to count only after the end of this period.",
      next: "It is settled in the period in which it comes to count.",
    },
  },
};

/** A reason as a partner understands it: one sentence why, one what would have to happen (spec §3). */
export function reasonSentence(code: ToldReason, language: Language): ReasonSentence {
  return sentences[code][language];
}
