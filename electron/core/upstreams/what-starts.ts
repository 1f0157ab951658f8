import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { isJsonObject, type JsonValue } from '../../../shared/json/json.js';
import type { TransportConfig } from '../../../shared/model/views.js';
import { fetchers, programOf, type ResolvedLaunch } from '../ports/launched.js';
import { findCommand } from './search-path.js';

type Command = Extract<TransportConfig, { kind: 'stdio' }>;

/** programs that run a file they are given: that file is what starts */
const runtimes =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|python[\d.]*|pypy[\d.]*|ruby|perl|php|java|dotnet|bash|sh|dash|zsh|pwsh|powershell)$/;
/** programs that choose what runs by the words behind them; those and the words of `fetchers` are compared as they are */
const choosers = /^(?:env|cmd)$/;
const code = /^\.(?:[cm]?[jt]sx?|pyz?|rb|pl|php|jar|dll|sh|ps1)$/i;

/**
 * Which file a command would start in this moment: its hash, and its npm package with the version where it belongs to one. Only the file itself is
 * read, not what it loads. Empty where nothing can be told.
 */
export async function whatStarts({ command, args }: Command, searched: string, cwd: string): Promise<ResolvedLaunch> {
  const program = programOf(command);
  if (fetchers.test(program) || choosers.test(program)) return {};
  const named = runtimes.test(program) ? scriptOf(args, cwd) : findCommand(command, searched, cwd, process.platform, process.env.PATHEXT);
  if (named === undefined) return {};
  try {
    const file = realpathSync(named);
    return { binaryHash: await hashOf(file), ...(await packageOf(file)) };
  } catch {
    return {};
  }
}

/** The first file of code that does not stand behind an option, whose value it may be; else the first one. */
function scriptOf(args: readonly string[], cwd: string): string | undefined {
  const at = args.map((_, index) => index).filter((index) => isScript(args[index] ?? '', cwd));
  const first = at.find((index) => !/^-[^=]*$/.test(args[index - 1] ?? '')) ?? at[0];
  return first === undefined ? undefined : resolve(cwd, args[first] ?? '');
}

const isScript = (word: string, cwd: string): boolean =>
  !word.startsWith('-') && code.test(extname(word)) && statSync(resolve(cwd, word), { throwIfNoEntry: false })?.isFile() === true;

/** a script is read at once: going to the threads that read files, for the first time in a process, takes longer than all else of its start */
const readAtOnce = 256 * 1024;

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  if (statSync(file).size <= readAtOnce) return hash.update(readFileSync(file)).digest('hex');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

async function packageOf(file: string): Promise<ResolvedLaunch> {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return {};
  const length = parts[at + 1]?.startsWith('@') === true ? 3 : 2;
  const read = await readFile(join(parts.slice(0, at + length).join(sep), 'package.json'), 'utf8')
    .then((text) => JSON.parse(text) as JsonValue)
    .catch(() => undefined);
  const { name, version } = isJsonObject(read) ? read : {};
  return typeof name === 'string' && typeof version === 'string' ? { package: name, version } : {};
}
