/** What a payment file says: everything that the bank is told, and nothing else. */
export interface PaymentOrder {
  readonly batchNo: string;
  /** ISO instant, Shanghai. */
  readonly createdAt: string;
  /** `YYYY-MM-DD`. */
  readonly executionDate: string;
  /** CNY, 2 places; the sum of the payments. */
  readonly controlSum: string;
  readonly debtor: {
    readonly name: string;
    readonly account: string;
    readonly bankCode: string;
  };
  /** In order of their places. */
  readonly payments: readonly Payment[];
}

export interface Payment {
  readonly endToEndId: string;
  readonly statementNo: string;
  readonly period: string;
  /** CNY, 2 places. */
  readonly amount: string;
  readonly creditorName: string;
  readonly creditorAccount: string;
  readonly creditorBankCode: string;
  readonly creditorBankName: string | null;
}

/** What the settlee sees beside the money. */
export function remittanceOf({ statementNo, period }: Payment): string {
  return `结算单 ${statementNo} 账期 ${period}`;
}
