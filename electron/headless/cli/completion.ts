import type { Command } from 'commander';

/** What may follow the words of a command: subcommands, and options with what they are for. */
interface Place {
  readonly words: string;
  readonly next: readonly { readonly word: string; readonly about: string }[];
}

/** A script for the shell that completes commands and options, made from the very table of commands that reads them. */
export function completionScript(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  const places = placesOf(program, '');
  return shell === 'bash' ? bash(places) : shell === 'zsh' ? zsh(places) : fish(places);
}

function placesOf(command: Command, words: string, above: readonly Place['next'][number][] = []): Place[] {
  const options = [
    ...command.options.flatMap(({ long, description, hidden }) =>
      typeof long === 'string' && !hidden ? [{ word: long, about: description }] : [],
    ),
    { word: '--help', about: 'what it takes' },
  ];
  // What the program itself takes may stand behind every command.
  const everywhere = words === '' ? options.filter(({ word }) => word !== '--version' && word !== '--help') : above;
  const next = [
    ...command.commands.map((one) => ({ word: one.name(), about: one.description() })),
    ...options,
    ...(words === '' ? [] : everywhere),
  ];
  return [{ words, next }, ...command.commands.flatMap((one) => placesOf(one, `${words} ${one.name()}`.trim(), everywhere))];
}

/**
 * How a shell finds out which command it stands in, word by word: `after` is the command so far, a space and the next word. Commands have one or two
 * words; what stands after them, and is none, changes nothing.
 */
const steps = (places: readonly Place[], write: (step: { after: string; words: string }) => string): string =>
  places
    .filter(({ words }) => words !== '')
    .map(({ words }) => write({ after: words.includes(' ') ? words : ` ${words}`, words }))
    .join('\n');

const bash = (places: readonly Place[]): string => `# toolgate: source <(toolgate completion bash)
_toolgate() {
  local word words='' IFS=$' \\t\\n'
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$words $word" in
${steps(places, ({ after, words }) => `      '${after}') words='${words}' ;;`)}
    esac
  done
  case "$words" in
${places.map(({ words, next }) => `    '${words}') COMPREPLY=($(compgen -W '${next.map(({ word }) => word).join(' ')}' -- "\${COMP_WORDS[COMP_CWORD]}")) ;;`).join('\n')}
  esac
}
complete -o default -F _toolgate toolgate
`;

const zsh = (places: readonly Place[]): string => `#compdef toolgate
# toolgate: source <(toolgate completion zsh), or save it as _toolgate in a folder of $fpath
_toolgate() {
  local word place=''
  local -a next
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in
${steps(places, ({ after, words }) => `      '${after}') place='${words}' ;;`)}
    esac
  done
  case "$place" in
${places.map(({ words, next }) => `    '${words}') next=(${next.map(({ word, about }) => quoted(`${word}:${about}`)).join(' ')}) ;;`).join('\n')}
  esac
  _describe 'toolgate' next || _files
}
if [[ $funcstack[1] == _toolgate ]]; then _toolgate "$@"; else compdef _toolgate toolgate; fi
`;

const fish = (places: readonly Place[]): string => `# toolgate: toolgate completion fish | source
function __toolgate_at
  set -l place ''
  for word in (commandline -opc)[2..]
    switch "$place $word"
${steps(places, ({ after, words }) => `      case '${after}'\n        set place '${words}'`)}
    end
  end
  test "$place" = "$argv"
end
${places
  .flatMap(({ words, next }) =>
    next.map(
      ({ word, about }) =>
        `complete -c toolgate -n "__toolgate_at '${words}'" ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`} -d ${quoted(about)}`,
    ),
  )
  .join('\n')}
`;

/** In single quotes, which bash, zsh and fish read alike where neither they nor a backslash stand inside. */
const quoted = (text: string): string => `'${text.replaceAll("'", '’').replaceAll('\\', '/')}'`;
