import type { Command } from "commander";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { CommonOptions } from "../session.js";

const SHELLS = ["bash", "zsh", "fish"];

/** `clairevoie completion bash`: a script for the shell, made from the commands themselves. */
export function addCompletion(program: Command, builder: Builder): void {
  const { texts } = builder;
  const command = program
    .command("completion")
    .description(texts.completion.description)
    .argument("<shell>", SHELLS.join(", "));
  builder.onCall<CommonOptions>(command, async (session, [shell]) => {
    const words = wordsOf(program);
    if (shell === "bash") session.terminal.out(bash(words));
    else if (shell === "zsh") session.terminal.out(`autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`);
    else if (shell === "fish") session.terminal.out(fish(words));
    else throw new InputError("shell", "not-one-of", { options: SHELLS.join(", ") });
  });
}

/** What may follow each chain of commands: its subcommands and options. */
function wordsOf(command: Command, path: readonly string[] = []): Map<string, string[]> {
  const global = ["--json", "--lang", "--home", "--help"];
  const own = command.options.map(({ long }) => long ?? "").filter(Boolean);
  const inner = command.commands.map((one) => one.name());
  const words = new Map([[path.join(" "), [...inner, ...new Set([...own, ...global])]]]);
  for (const one of command.commands)
    for (const [key, value] of wordsOf(one, [...path, one.name()])) words.set(key, value);
  return words;
}

function bash(words: Map<string, string[]>): string {
  const cases = [...words]
    .map(([path, follow]) => `    "${path}") words="${follow.join(" ")}"${isGroup(follow) ? " group=1" : ""} ;;`)
    .join("\n");
  return `_clairevoie() {
  local path="" word words group
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  while :; do
    words="" group=""
    case "$path" in
${cases}
    esac
    [ -n "$words" ] || [ -z "$path" ] && break
    case "$path" in *" "*) path="\${path% *}" ;; *) path="" ;; esac
  done
  case "\${COMP_WORDS[COMP_CWORD]}" in
    -*) ;;
    *) [ -n "$group" ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")) ;;
  esac
  COMPREPLY+=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o filenames -F _clairevoie clairevoie
`;
}

/** Whether a subcommand, and no file, comes next. */
function isGroup(follow: readonly string[]): boolean {
  return follow[0]?.startsWith("-") === false;
}

function fish(words: Map<string, string[]>): string {
  const lines = [...words].flatMap(([path, follow]) => {
    const last = path.split(" ").at(-1);
    const when = last ? `__fish_seen_subcommand_from ${last}` : "__fish_use_subcommand";
    return follow.map((word) =>
      word.startsWith("--")
        ? `complete -c clairevoie -n "${when}" -l ${word.slice(2)}`
        : `complete -c clairevoie -n "${when}" -a ${word}`,
    );
  });
  return `${lines.join("\n")}\n`;
}
