import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";

const texts: Bilingual<{ summary: string; applied: string; current: string }> = {
  "zh-CN": {
    summary: "把数据库结构升级到当前版本",
    applied: "已执行",
    current: "数据库结构已是最新。",
  },
  en: {
    summary: "bring the database's schema up to date",
    applied: "applied",
    current: "The schema is up to date.",
  },
};

export function addMigrateCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("migrate")
    .description(text.summary)
    .action(() =>
      cli.perform("migrate", async ({ features, output, answer }) => {
        const applied = await features.migrate();
        return answer({ applied }, async () => {
          for (const name of applied) await output.write(`${text.applied} ${name}\n`);
          if (applied.length === 0) await output.write(`${text.current}\n`);
        });
      }),
    );
}
