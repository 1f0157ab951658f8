import type { JsonObject } from '../../../shared/json/json.js';
import type { Finding } from '../../../shared/model/risk.js';
import { fold } from './folding.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { fill } from '../../../shared/words/say.js';

export interface AcrossFinding extends Finding {
  readonly server: string;
  readonly tool: string;
  /** the other tool that it can be taken for, or that it speaks about */
  readonly other: { readonly server: string; readonly tool: string };
}

interface Entry {
  readonly server: string;
  readonly tool: string;
  readonly folded: string;
  readonly bare: string;
  readonly text: string;
}

/** names that every second server has; the same name is no sign of anything */
const common = new Set(
  `search fetch query get list read write help status ping echo health info whoami version create update delete run execute login logout listtools health_check`.split(
    /\s+/,
  ),
);
const maxFindings = 500;

/**
 * Compares the tools of all servers: names that look alike although they differ (other letters, case, separators, digits for
 * letters), the same name on two servers, and definitions that give orders about another server's tool. Names are compared by
 * their look through maps, so that 10,000 tools cost no quadratic work. Yields once a tool and step.
 */
export function* scanAcross(
  servers: readonly { readonly server: string; readonly tools: readonly JsonObject[] }[],
): Generator<void, AcrossFinding[]> {
  const entries: Entry[] = [];
  for (const { server, tools } of servers)
    for (const { name, description } of tools) {
      yield;
      if (typeof name !== 'string' || name === '') continue;
      const text = typeof description === 'string' ? description.slice(0, 4000) : '';
      entries.push({ server, tool: name, folded: fold(name).text, bare: bareName(name), text });
    }
  return [...(yield* sameLook(entries)), ...(yield* ordersAbout(entries))].slice(0, maxFindings);
}

/** `Read-F1le` and `readFile` come out the same: what is left when case, separators and digit tricks are taken away. */
const bareName = (name: string): string =>
  fold(name)
    .text.replaceAll(/[\s_.\-/:]+/g, '')
    .replaceAll(/(?<=[a-z])[01345](?=[a-z])/g, (digit) => ({ 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's' })[digit] ?? digit);

function* sameLook(entries: readonly Entry[]): Generator<void, AcrossFinding[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    yield;
    const key = entry.bare === '' ? entry.folded : entry.bare;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const found: AcrossFinding[] = [];
  for (const group of groups.values()) {
    yield;
    const [first] = group;
    if (first === undefined || group.length < 2) continue;
    for (const entry of group.slice(1)) {
      if (found.length >= maxFindings) return found;
      const same = entry.tool === first.tool;
      if (same && entry.server === first.server) continue;
      const forged = !same && entry.folded === first.folded && entry.tool.toLowerCase() !== first.tool.toLowerCase();
      if (!forged && common.has(entry.folded)) continue;
      const other = { server: first.server, tool: first.tool };
      if (forged)
        found.push({
          id: 'look-alike-name',
          where: '/name',
          quote: entry.tool,
          says: fill(coreWords.evidence.lookAlike, { target: `${first.server} › ${first.tool}` }),
          severity: 'critical',
          server: entry.server,
          tool: entry.tool,
          other,
        });
      else if (same)
        found.push({
          id: 'shadowed-name',
          where: '/name',
          quote: entry.tool,
          says: fill(coreWords.evidence.sameName, { server: first.server }),
          severity: 'low',
          server: entry.server,
          tool: entry.tool,
          other,
        });
      else if (entry.server !== first.server || entry.bare !== entry.folded)
        found.push({
          id: 'look-alike-name',
          where: '/name',
          quote: entry.tool,
          says: fill(coreWords.evidence.mistakable, { target: `${first.server} › ${first.tool}` }),
          severity: 'medium',
          server: entry.server,
          tool: entry.tool,
          other,
        });
    }
  }
  return found;
}

const order =
  /\b(?:must|always|never|instead|before|after|when(?:ever)?|do not|don't|ignore|replace|prefer|deprecated|change|modify|redirect|first)\b/i;

/** A definition that names a telling tool of another server in an order: "when send_email is used, …". */
function* ordersAbout(entries: readonly Entry[]): Generator<void, AcrossFinding[]> {
  const telling = new Map<string, Entry[]>();
  for (const entry of entries) {
    yield;
    // names of one plain word stand in any text; only composed names are references
    if (!/[_\-.]|\p{Ll}\p{Lu}/u.test(entry.tool) || entry.tool.length < 6) continue;
    const list = telling.get(entry.tool.toLowerCase());
    if (list === undefined) telling.set(entry.tool.toLowerCase(), [entry]);
    else list.push(entry);
  }
  const own = new Map<string, Set<string>>();
  for (const entry of entries) {
    yield;
    const names = own.get(entry.server) ?? new Set<string>();
    names.add(entry.tool.toLowerCase());
    own.set(entry.server, names);
  }
  const found: AcrossFinding[] = [];
  for (const entry of entries) {
    yield;
    for (const match of entry.text.matchAll(/[A-Za-z][\w.-]{5,80}/g)) {
      const name = match[0].replace(/[.-]+$/, '').toLowerCase();
      const target = telling.get(name)?.find((other) => other.server !== entry.server);
      if (target === undefined || own.get(entry.server)?.has(name) === true) continue;
      const around = entry.text.slice(Math.max(0, match.index - 120), match.index + match[0].length + 120);
      if (!order.test(around)) continue;
      found.push({
        id: 'cross-server-order',
        where: '/description',
        quote: match[0].replace(/[.-]+$/, ''),
        says: fill(coreWords.evidence.speaksOf, { target: `${target.server} › ${target.tool}` }),
        severity: 'high',
        server: entry.server,
        tool: entry.tool,
        other: { server: target.server, tool: target.tool },
      });
      break;
    }
    if (found.length >= maxFindings) break;
  }
  return found;
}
