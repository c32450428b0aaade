import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** What a shell may complete after one command. */
interface Completions {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly { readonly long: string; readonly description: string }[];
}

/** A script for a shell's start-up file, made from the commands there are. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map(completionsOf);
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return zshScript(commands);
    case 'fish':
      return fishScript(commands);
  }
}

function completionsOf(command: Command): Completions {
  const flags = command.options.flatMap(({ long, description }) =>
    long === null || long === undefined ? [] : [{ long, description }],
  );
  return { name: command.name(), description: command.description(), flags };
}

/** Flags where a word begins with a dash, else the commands or the shell's own file names. */
function bashScript(commands: readonly Completions[]): string {
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) flags='${flags.map(({ long }) => long).join(' ')}' ;;`,
  );
  return `_fulcrum() {
  local word=\${COMP_WORDS[COMP_CWORD]} flags=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$flags --help" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _fulcrum fulcrum
`;
}

function zshScript(commands: readonly Completions[]): string {
  const describe = ({ name, description }: Completions): string => `    ${quoted(`${name}:${description}`)}`;
  const flagCase = ({ name, flags }: Completions): string => {
    const words = flags.map(({ long, description }) => quoted(`${long}[${plain(description)}]`));
    return `    ${name}) _arguments ${[...words, "'*:file:_files'"].join(' ')} ;;`;
  };
  return `#compdef fulcrum
_fulcrum() {
  local -a commands=(
${commands.map(describe).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(flagCase).join('\n')}
  esac
}
compdef _fulcrum fulcrum
`;
}

function fishScript(commands: readonly Completions[]): string {
  const lines = commands.flatMap(({ name, description, flags }) => [
    `complete -c fulcrum -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
    ...flags.map(
      (flag) =>
        `complete -c fulcrum -n '__fish_seen_subcommand_from ${name}' -l ${flag.long.slice(2)} -d ${quoted(flag.description)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

/** One word of a shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Without the signs that end a description in zsh. */
function plain(text: string): string {
  return text.replaceAll(/[[\]:]/g, '');
}
