import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import type { AuditFault } from "../../lifecycle/audit.js";
import type { Bilingual } from "../language.js";
import { sentenceOf } from "../sentence.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface AuditTexts {
  readonly summary: string;
  readonly verify: string;
  readonly seal: string;
  readonly proven: (entries: number, statements: number, seals: number) => string;
  readonly sealed: (heads: number) => string;
  readonly sealedBefore: string;
  readonly columns: Readonly<Record<"statementNo" | "entryNo" | "sealNo" | "fault", string>>;
  readonly faults: Readonly<Record<AuditFault["fault"], string>>;
}

const texts: Bilingual<AuditTexts> = {
  "zh-CN": {
    summary: "记录的验证与封存",
    verify: "验证记录：逐条核对哈希、编号、状态与每日封存；有任何异常则退出码为 1",
    seal: "封存今日的记录（每天自动进行一次）",
    proven: (entries, statements, seals) =>
      `记录完好：${entries} 条，${statements} 张结算单，${seals} 次封存。`,
    sealed: (heads) => `已封存 ${heads} 条链的末端。`,
    sealedBefore: "今日已封存。",
    columns: { statementNo: "结算单号", entryNo: "条目", sealNo: "封存", fault: "异常" },
    faults: {
      hash_differs: "内容与哈希不符",
      chain_broken: "与前一条不相连",
      number_missing: "编号不连续",
      state_skipped: "状态与前一条不相接",
      standing_differs: "结算单的状态与最后一条不符",
      seal_differs: "封存与其内容或前一次封存不符",
      sealed_entry_gone: "已封存的条目不见了",
      sealed_entry_differs: "已封存的条目被改动",
    },
  },
  en: {
    summary: "prove the record, and seal it",
    verify: "prove the record: hashes, numbers, states and daily seals; exit code 1 on any fault",
    seal: "seal today's record; it is done by itself once a day",
    proven: (entries, statements, seals) =>
      `The record is sound: ${entries} entries, ${statements} statements, ${seals} seals.`,
    sealed: (heads) => `The heads of ${heads} chains are sealed.`,
    sealedBefore: "Today is sealed.",
    columns: { statementNo: "Statement", entryNo: "Entry", sealNo: "Seal", fault: "Fault" },
    faults: {
      hash_differs: "does not hash to what it says",
      chain_broken: "does not go on from the entry before",
      number_missing: "numbers have a gap",
      state_skipped: "does not begin where the entry before ended",
      standing_differs: "the statement is not what its last entry says",
      seal_differs: "the seal does not go with what it seals, or with the seal before",
      sealed_entry_gone: "an entry that was sealed is gone",
      sealed_entry_differs: "an entry that was sealed is another",
    },
  },
};

export function addAuditCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const audit = program.command("audit").description(text.summary);
  audit
    .command("verify")
    .description(text.verify)
    .action(() =>
      cli.perform("audit verify", async ({ features, output, answer, language }) => {
        const result = await features.lifecycle.verifyRecord();
        const { entries, statements, seals, faults } = result;
        await answer(result, async () => {
          if (faults.length === 0) {
            return output.write(`${text.proven(entries, statements, seals)}\n`);
          }
          const { columns } = text;
          await writeTable(
            output,
            [
              { title: columns.statementNo, of: (it) => it.statementNo ?? "" },
              { title: columns.entryNo, align: "right", of: (it) => String(it.entryNo ?? "") },
              { title: columns.sealNo, align: "right", of: (it) => String(it.sealNo ?? "") },
              { title: columns.fault, of: ({ fault }) => text.faults[fault] },
            ],
            faults,
          );
        });
        const [first] = faults;
        if (first === undefined) return 0;
        const where = first.statementNo ?? `seal ${first.sealNo}`;
        const broken = new YuejieError("record_broken", { count: faults.length, where });
        output.note(sentenceOf(broken, language));
        return 1;
      }),
    );
  audit
    .command("seal")
    .description(text.seal)
    .action(() =>
      cli.perform("audit seal", async ({ features, output, actor, answer }) => {
        const heads = await features.lifecycle.sealRecord(actor);
        return answer({ sealed: heads !== null, heads }, () =>
          output.write(`${heads === null ? text.sealedBefore : text.sealed(heads)}\n`),
        );
      }),
    );
}
