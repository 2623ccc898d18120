import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../src/cli/program.js";
import type { Cli } from "../../src/cli/session.js";
import { readConfig } from "../../src/config.js";
import {
  type ComposeService,
  interpolate,
  mappingOf,
  readComposeFile,
} from "../support/compose-file.js";
import { readText } from "../support/repository-files.js";

const { text, services, environment } = readComposeFile();
const ours = services.filter(({ keys }) => keys.has("build"));
const others = services.filter(({ keys }) => !keys.has("build"));
const namesOf = (list: readonly ComposeService[]): string[] => list.map(({ name }) => name);
const value = ({ keys }: ComposeService, key: string): string | undefined => keys.get(key)?.trim();

/** The command line, which runs nothing here. */
const program = buildProgram({
  language: "en",
  text: (texts) => texts.en,
  exitCode: () => 0,
  perform: async () => undefined,
} satisfies Cli);

describe("docker-compose.yml", () => {
  it("has the services that the documentation speaks of", () => {
    expect(namesOf(ours)).toEqual(["migrate", "scheduler", "worker-1", "worker-2", "yuejie"]);
    expect(namesOf(others)).toEqual(["postgres", "redis", "mail"]);
  });

  it("starts commands that the program has", () => {
    const known = program.commands.map((command: Command) => command.name());
    const started = ours.flatMap((service) => JSON.parse(value(service, "command") ?? "[]"));
    const usual = JSON.parse(/^CMD (\[.*\])$/m.exec(readText("Dockerfile"))?.[1] ?? "null");
    const told = [...text.matchAll(/^# +docker compose run .* yuejie (\w\S*)/gm)].map(
      ([, it]) => it,
    );
    expect(started).toEqual(["migrate", "schedule", "worker", "worker"]);
    expect(told).toEqual(["doctor", "import"]);
    expect([...started, ...usual, ...told].filter((name) => !known.includes(name))).toEqual([]);
  });

  it("pins every image, to its patch", () => {
    const images = services.map((service) => value(service, "image") ?? "");
    const { version } = JSON.parse(readText("package.json"));
    for (const image of images) expect(image).toMatch(/^[\w/.-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
    expect(images.filter((image) => image === `yuejie:${version}`)).toHaveLength(ours.length);
    const bases = [...readText("Dockerfile").matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    for (const base of bases) expect(base).toMatch(/^node:\d+\.\d+\.\d+-[\w-]+$/);
    expect(bases.length).toBeGreaterThan(0);
  });

  it("opens ports to this machine only, each once", () => {
    const ports = services.flatMap((service) =>
      [...(service.keys.get("ports") ?? "").matchAll(/^\s*- (.*)$/gm)].map(([, port = ""]) => port),
    );
    expect(ports.length).toBeGreaterThan(5);
    for (const port of ports) expect(port).toMatch(/^"127\.0\.0\.1:\d+:\d+"$/);
    const published = ports.map((port) => port.split(":")[1]);
    expect(published).toEqual([...new Set(published)]);
  });

  it("looks after the health of whatever goes on", () => {
    const once = services.filter(({ keys }) => !keys.has("healthcheck"));
    expect(namesOf(once)).toEqual(["migrate", "yuejie"]);
    for (const service of services) {
      const goesOn = !once.includes(service);
      expect(value(service, "restart")).toBe(goesOn ? "unless-stopped" : undefined);
    }
  });

  it("waits for what there is", () => {
    for (const { keys } of services) {
      const awaited = mappingOf(keys.get("depends_on") ?? "");
      for (const [name, body] of awaited) {
        const service = services.find((each) => each.name === name);
        const condition = /condition: (\w+)/.exec(body)?.[1];
        const checks = service?.keys.has("healthcheck") === true;
        expect(condition).toBe(checks ? "service_healthy" : "service_completed_successfully");
        expect(service, name).toBeDefined();
      }
    }
  });
});

describe("what docker-compose.yml tells our processes", () => {
  const secrets = { POSTGRES_PASSWORD: "pass", YUEJIE_KEYS: `k:${"A".repeat(43)}=` };
  const configOf = (variables: Readonly<Record<string, string>>) =>
    readConfig(
      Object.fromEntries(
        [...environment].map(([name, word]) => [
          name,
          interpolate(word.trim(), { ...secrets, ...variables }),
        ]),
      ),
    );

  it("is understood where nothing is set, and means the mail catcher and what is usual", () => {
    const config = configOf({});
    expect(config.mail?.server).toMatchObject({ host: "mail", port: 1025, tls: "off", user: null });
    expect(config.mail?.from.address).toMatch(/\.invalid$/);
    const bare = readConfig({});
    expect(config.worker).toEqual({ ...bare.worker, graceMs: 40_000 });
    expect(config.queuePrefix).toBe(bare.queuePrefix);
    expect(config.sms).toBeNull();
    expect(configOf({ SMTP_URL: "" }).mail).toBeNull();
  });

  it("is what was set, whatever it is", () => {
    const config = configOf({
      SMTP_URL: "smtps://u:p@mail.example",
      MAIL_FROM: "a@b.cn",
      SMS_URL: "https://K:S@sms.example/",
      YUEJIE_CONCURRENCY: "3",
      YUEJIE_SHARD_SIZE: "7000",
      YUEJIE_LOCK_SECONDS: "9",
      YUEJIE_QUEUE_PREFIX: "east",
    });
    expect(config.mail?.server).toMatchObject({ host: "mail.example", tls: "start", user: "u" });
    expect(config.mail?.from.address).toBe("a@b.cn");
    expect(config.sms).toMatchObject({ kind: "signed", key: "K" });
    expect(config.worker).toMatchObject({ concurrency: 3, shardSize: 7_000, lockMs: 9_000 });
    expect(config.queuePrefix).toBe("east");
  });

  it("leaves out no variable of the command line but those that have no meaning there", () => {
    const table = /## Environment\n([\s\S]*?)\n## /.exec(readText("docs/cli.md"))?.[1] ?? "";
    const documented = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names = ""]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ""),
    );
    const left = documented.filter((name) => !environment.has(name));
    expect(left).toEqual([
      // Of the image.
      "YUEJIE_HOME",
      // The port that is published.
      "YUEJIE_OPS_PORT",
      // Rehearsals and looking for defects.
      "YUEJIE_CLOCK",
      "YUEJIE_CLOCK_RUNS",
      "YUEJIE_DEBUG",
      // `docker compose run -e LANG=…`
      "LC_ALL",
      "LC_MESSAGES",
      "LANG",
    ]);
    expect([...environment.keys()].filter((name) => !documented.includes(name))).toEqual([]);
  });

  it("is stopped with a word, while there is time for it", () => {
    const graceMs = configOf({}).worker.graceMs;
    for (const service of ours.filter(({ keys }) => keys.has("healthcheck"))) {
      expect(value(service, "stop_grace_period")).toBe("1m");
      expect(graceMs).toBeLessThan(60_000);
    }
  });
});
