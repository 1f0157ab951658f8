import type { AuditEntry } from '../ports/rooms.js';
import type { CallCircumstances } from '../ports/stores.js';
import { circumstancesText } from './chain.js';
import { plain } from './plain.js';
import type { Redactor } from './redactor.js';

/** for as many of the newest as may turn up again */
const mostSessions = 128;
const mostOfSession = 16;

export interface Circumstances {
  readonly kept: CallCircumstances;
  /** as the journal and the chain hold them */
  readonly text: string;
}

interface Known extends Circumstances {
  readonly entry: AuditEntry;
}

/**
 * Everything of a record but the call's name, its moment, its arguments and its end is the same for many calls of a session. It is made
 * fit to be written once, and is one object for all of them: the store keeps it once too.
 */
export function createCircumstances(): (entry: AuditEntry, redactor: Redactor) => Circumstances {
  const sessions = new Map<string, Known[]>();
  let redactedBy: Redactor | undefined;
  return (entry, redactor) => {
    if (redactedBy !== redactor) sessions.clear();
    redactedBy = redactor;
    let known = sessions.get(entry.session);
    if (known === undefined) {
      if (sessions.size >= mostSessions) sessions.clear();
      known = [];
      sessions.set(entry.session, known);
    }
    const found = known.findIndex((one) => isSame(one.entry, entry));
    if (found === 0) return known[0] as Known;
    const one = found === -1 ? learn(entry, redactor) : (known.splice(found, 1)[0] as Known);
    known.unshift(one);
    if (known.length > mostOfSession) known.pop();
    return one;
  };
}

function learn(entry: AuditEntry, redactor: Redactor): Known {
  const kept = build(entry, redactor);
  return { entry: lasting(entry), kept, text: circumstancesText(kept) };
}

/** nothing of a call's arguments is held for longer than the call */
const lasting = (entry: AuditEntry): AuditEntry => ({ ...entry, arguments: {}, argumentsJson: undefined });

// prettier-ignore
const isSame = (a: AuditEntry, b: AuditEntry): boolean =>
  a.tool === b.tool && a.client === b.client && a.session === b.session && a.server === b.server && a.method === b.method &&
  a.class === b.class && a.verdict === b.verdict && a.enforced === b.enforced && a.code === b.code && a.rule === b.rule && a.mode === b.mode &&
  a.policyRevision === b.policyRevision && a.approvalId === b.approvalId && a.approvedBy === b.approvedBy && a.grantId === b.grantId &&
  a.waitMs === b.waitMs && a.because.length === b.because.length &&
  a.because.every(({ pointer, text }, i) => pointer === b.because[i]?.pointer && text === b.because[i].text);

const build = (entry: AuditEntry, redactor: Redactor): CallCircumstances => ({
  client: plain(entry.client),
  session: plain(entry.session),
  server: plain(entry.server),
  method: plain(entry.method),
  tool: plain(redactor.label(entry.tool)),
  class: entry.class,
  verdict: entry.verdict,
  enforced: entry.enforced,
  code: plain(entry.code),
  because: entry.because.map(({ pointer, text }) => ({ pointer: plain(pointer), text: plain(redactor.label(text)) })),
  rule: plain(redactor.label(entry.rule)),
  mode: entry.mode,
  policyRevision: entry.policyRevision,
  approvalId: maybePlain(entry.approvalId),
  approvedBy: maybePlain(entry.approvedBy),
  grantId: maybePlain(entry.grantId),
  waitMs: entry.waitMs,
});

const maybePlain = (text: string | undefined): string | undefined => (text === undefined ? undefined : plain(text));
