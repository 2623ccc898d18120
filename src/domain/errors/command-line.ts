import type { ErrorEntry } from "./entry.js";

/** The command line, and the data sets it generates. */
export const commandLineErrors = {
  // command line
  command_unknown: {
    kind: "usage",
    en: "There is no command '{value}'; yuejie --help lists them.",
    zh: "没有命令“{value}”；yuejie --help 可列出全部命令。",
  },
  command_unknown_similar: {
    kind: "usage",
    en: "There is no command '{value}'; did you mean {similar}?",
    zh: "没有命令“{value}”；您是否想用 {similar}？",
  },
  command_missing: {
    kind: "usage",
    en: "A command is missing; yuejie --help lists them.",
    zh: "缺少命令；yuejie --help 可列出全部命令。",
  },
  option_unknown: {
    kind: "usage",
    en: "{command} has no option {value}; {command} --help lists them.",
    zh: "{command} 没有选项 {value}；{command} --help 可列出全部选项。",
  },
  option_unknown_similar: {
    kind: "usage",
    en: "{command} has no option {value}; did you mean {similar}?",
    zh: "{command} 没有选项 {value}；您是否想用 {similar}？",
  },
  option_missing: {
    kind: "usage",
    en: "{command} needs {option}; {command} --help shows how.",
    zh: "{command} 需要 {option}；用法见 {command} --help。",
  },
  option_value_missing: {
    kind: "usage",
    en: "The option {option} needs a value.",
    zh: "选项 {option} 需要一个值。",
  },
  option_value_refused: {
    kind: "usage",
    en: "'{value}' is no value for {option}; it takes {allowed}.",
    zh: "“{value}”不能用于 {option}；可用的值：{allowed}。",
  },
  options_exclude: {
    kind: "usage",
    en: "{one} and {other} cannot be used together; give one of them.",
    zh: "{one} 与 {other} 不能同时使用；请只给其一。",
  },
  argument_missing: {
    kind: "usage",
    en: "{command} needs <{argument}>; {command} --help shows how.",
    zh: "{command} 需要 <{argument}>；用法见 {command} --help。",
  },
  argument_excess: {
    kind: "usage",
    en: "{command} takes no further argument; {command} --help shows how.",
    zh: "{command} 的参数过多；用法见 {command} --help。",
  },

  // rehearsal data
  generate_folder_in_use: {
    kind: "input",
    en: "The folder {path} holds other files (such as '{entry}'); name an empty folder, or one that generate filled before.",
    zh: "文件夹 {path} 中有其他文件（如“{entry}”）；请指定空文件夹，或之前由 generate 生成的文件夹。",
  },
} as const satisfies Record<string, ErrorEntry>;
