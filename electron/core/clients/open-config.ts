import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { FormatName } from './application.js';
import { codeOf, type ConfigFiles, type FileFacts } from './config-files.js';
import { badFile, type Doc, type OpenDoc } from './formats/format.js';
import { holdsTooMuch, isDeeperThan } from './too-much.js';
import { openJson, openJsonc } from './formats/json-format.js';
import { openToml } from './formats/toml-format.js';
import { openYaml } from './formats/yaml-format.js';

const formats: Readonly<Record<FormatName, OpenDoc>> = { json: openJson, jsonc: openJsonc, toml: openToml, yaml: openYaml };

/** A configuration file as it stands on disk. `bytes` undefined: there is none yet. */
export interface FileState {
  /** the path by which the application knows it */
  readonly path: string;
  /** where it really is, links followed */
  readonly target: string;
  readonly bytes: Uint8Array | undefined;
  /** of `bytes`, hex */
  readonly sha: string;
  readonly facts: FileFacts | undefined;
}

/** A text with its byte order mark set aside. */
export interface Text {
  readonly bom: boolean;
  readonly text: string;
}

const MAX_BYTES = 64 * 1024 * 1024;

export const shaOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? 'none' : createHash('sha256').update(bytes).digest('hex');

/** Reads a configuration file, following links. Refuses links that lead nowhere and whatever is no ordinary file. */
export function readConfig(fs: ConfigFiles, path: string): Result<FileState> {
  try {
    const own = fs.facts(path);
    if (own === undefined) return ok({ path, target: placeOf(fs, path), bytes: undefined, sha: shaOf(undefined), facts: undefined });
    const facts = own.kind === 'link' ? fs.target(path) : own;
    if (facts === undefined)
      return fail('BAD_FILE', `${path} is a link that leads nowhere`, 'Remove the link or bring back what it led to. Nothing was changed.');
    if (facts.kind !== 'file') return fail('BAD_FILE', `${path} is no ordinary file`, 'Nothing was changed.');
    if (facts.size > MAX_BYTES) return fail('BAD_FILE', `${path} has more than 64 MB`, 'Nothing was changed.');
    const target = fs.realpath(path);
    const bytes = fs.read(target);
    const sha = shaOf(bytes);
    return ok({ path, target, bytes, sha, facts });
  } catch (error) {
    return unreadable(path, error);
  }
}

/** A file that is not there yet would be made where its folder really is. */
function placeOf(fs: ConfigFiles, path: string): string {
  const folder = dirname(path);
  return fs.target(folder) === undefined ? path : `${fs.realpath(folder)}${path.slice(folder.length)}`;
}

const unreadable = (path: string, error: unknown): Result<never> =>
  fail(
    'BAD_FILE',
    `${path} cannot be read: ${codeOf(error) || String(error)}`,
    'Check its owner and its permissions. Nothing was changed.',
  );

/** Decodes UTF-8 strictly: a text that would not come out as it went in is refused. */
export function textOf(bytes: Uint8Array | undefined): Result<Text> {
  if (bytes === undefined) return ok({ bom: false, text: '' });
  try {
    const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return ok({ bom, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bom ? bytes.subarray(3) : bytes) });
  } catch {
    return fail('BAD_FILE', 'it is not UTF-8 text', 'Save it as UTF-8, then try again. Nothing was changed.');
  }
}

export const bytesOf = ({ bom, text }: Text): Uint8Array => Buffer.from(bom ? `\uFEFF${text}` : text, 'utf8');

/** no application nests its settings so deep; what goes through a value ends on the stack beyond that */
const MAX_DEPTH = 400;

/** Opens the text in its format; errors name the file. An application that reads YAML may have JSON files beside it. */
export function openText(path: string, format: FormatName, text: string): Result<Doc> {
  const opened = openBounded(format === 'yaml' && path.endsWith('.json') ? 'jsonc' : format, text);
  return opened.ok
    ? opened
    : fail(opened.error.code, `${path}, ${opened.error.message}`, opened.error.fix, { file: path, ...opened.error.details });
}

/** No text of an application, whatever is in it, holds up the gate for long or uses up its memory. */
function openBounded(format: FormatName, text: string): Result<Doc> {
  const start = { line: 1, column: 1 };
  if (holdsTooMuch(format, text)) return badFile('it holds more than can be read at once', start);
  try {
    const opened = formats[format](text);
    if (!opened.ok || !isDeeperThan(MAX_DEPTH, opened.value.value)) return opened;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return badFile('it is nested too deeply', start);
}
