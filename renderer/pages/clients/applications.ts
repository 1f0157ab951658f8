import type { ApplicationView, ConnectionState } from '../../../shared/model/applications.js';
import type { Tone } from '../../elements/badge.js';

export interface FileDiff {
  readonly path: string;
  /** lines that begin with +, - or a space; parts of a file are divided by a line with an ellipsis */
  readonly text: string;
}

/** A unified diff of several files, one text each. */
export function diffFiles(diff: string): readonly FileDiff[] {
  const files: { path: string; lines: string[] }[] = [];
  const lines = diff.replace(/\n$/, '').split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ') && /^[@(]/.test(lines[at + 2] ?? '')) {
      files.push({ path: line.slice(4).replace(/\t.*$/, ''), lines: [] });
      at++;
    } else if (line.startsWith('@@')) {
      if ((files.at(-1)?.lines.length ?? 0) > 0) files.at(-1)?.lines.push(' …');
    } else if (!line.startsWith('\\')) files.at(-1)?.lines.push(line);
  }
  return files.map(({ path, lines: text }) => ({ path, text: text.join('\n') }));
}

export interface Step {
  readonly text: string;
  /** what of it a person copies, as it is pasted */
  readonly copies: readonly string[];
}

/** One step of an application without a file, with the client's name and, where it is known, its token filled in. */
export function readStep(step: string, name: string, token: string | undefined): Step {
  const filled = step
    .replace('"--client","NAME"', `"--client",${JSON.stringify(name)}`)
    .replace(/TOKEN \(toolgate client add NAME shows it\)/, token ?? 'TOKEN');
  const config = /\{".*\}/.exec(filled)?.[0];
  if (config === undefined)
    return {
      text: filled,
      copies: [/https?:\/\/\S+\/mcp\b/.exec(filled)?.[0], /Authorization: Bearer [\w-]+/.exec(filled)?.[0]].filter(
        (part) => part !== undefined,
      ),
    };
  return { text: filled.replace(config, '').trim(), copies: [pretty(config)] };
}

/** What a link asks an application to add, as JSON to read; undefined where the link has another form. */
export function linkContents(url: string): string | undefined {
  const query = url.slice(url.indexOf('?') + 1);
  const config = new URLSearchParams(query).get('config');
  try {
    return pretty(
      config === null
        ? decodeURIComponent(query)
        : new TextDecoder().decode(Uint8Array.from(atob(config), (letter) => letter.charCodeAt(0))),
    );
  } catch {
    return undefined;
  }
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

export const STATE_TONE: Record<ConnectionState, Tone> = {
  connected: 'ok',
  edited: 'caution',
  dropped: 'danger',
  bypassed: 'danger',
  gone: 'danger',
};

/** Those that are here, what needs a person first, then what is not connected yet. */
export function inOrder(applications: readonly ApplicationView[]): readonly ApplicationView[] {
  const rank = ({ connected, state, servers, kind }: ApplicationView): number =>
    connected && state !== 'connected' ? 0 : !connected && servers.length > 0 ? 1 : connected ? 2 : kind === 'file' ? 3 : 4;
  return applications.filter(({ present, connected }) => present || connected).sort((a, b) => rank(a) - rank(b));
}
