import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import type { Bilingual } from "../language.js";
import { sentenceOf } from "../sentence.js";
import type { Cli } from "../session.js";

interface RotateTexts {
  readonly summary: string;
  readonly done: (keyId: string, accounts: number, mobiles: number) => string;
  readonly over: string;
}

const texts: Bilingual<RotateTexts> = {
  "zh-CN": {
    summary: "更换密钥：用 YUEJIE_KEYS 的第一个密钥重新加密银行账号和手机号，期间照常工作",
    done: (keyId, accounts, mobiles) =>
      `已用密钥 ${keyId} 重新加密 ${accounts} 个银行账号、${mobiles} 个手机号。`,
    over: "其他密钥已不再使用，可以移除。",
  },
  en: {
    summary:
      "rotate keys: encrypt bank accounts and mobile numbers anew with the first of YUEJIE_KEYS, while work goes on",
    done: (keyId, accounts, mobiles) =>
      `${accounts} bank accounts and ${mobiles} mobile numbers are encrypted anew with key ${keyId}.`,
    over: "The other keys are no longer used and can be dropped.",
  },
};

export function addRotateKeysCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("rotate-keys")
    .description(text.summary)
    .action(() =>
      cli.perform("rotate-keys", async ({ features, actor, output, answer, language }) => {
        const result = await features.payments.rotateKeys({ actor });
        const { keyId, left: count, renewed } = result;
        const { mobiles, partnerAccounts, paymentAccounts, debtorAccounts } = renewed;
        const accounts = partnerAccounts + paymentAccounts + debtorAccounts;
        const stillUsed = new YuejieError("keys_still_used", { keyId, count });
        if (count > 0) output.note(sentenceOf(stillUsed, language));
        await answer(result, async () => {
          const lines = [text.done(keyId, accounts, mobiles), ...(count > 0 ? [] : [text.over])];
          await output.write(`${lines.join("\n")}\n`);
        });
        return count > 0 ? 3 : 0;
      }),
    );
}
