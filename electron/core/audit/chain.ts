import { createHash, createHmac, hash } from 'node:crypto';
import type { CallRecord } from '../../../shared/model/views.js';
import type { CallCircumstances, CallEnd } from '../ports/stores.js';

/** SHA-256 as lower-case hex. Node 20.12 has a call that needs no object for it; Electron 25 (Node 18) has not. */
const sha256: (text: string) => string =
  typeof hash === 'function' ? (text) => hash('sha256', text) : (text) => createHash('sha256').update(text).digest('hex');

/**
 * The log's hash chain. Every link's hash covers the link before it, its own number and kind, and what it stands for as one JSON array
 * in a fixed order. It shows that something was altered; who may rebuild the whole chain is held off by the signed checkpoints.
 */
export const linkHash = (previous: string, seq: number, kind: string, atMs: number, body: string): string =>
  sha256(`${previous}\n${seq}\n${kind}\n${atMs}\n${body}`);

/** What an `open` link covers (its seq is in every link): all of the record but its end. One line; the arguments come last, behind the only tab. */
export const openBody = (r: CallRecord): string => openHead(r) + r.argumentsText;

/** The same line without the arguments. `circumstances`: their text, where it is at hand. */
export const openHead = (r: CallRecord, circumstances = circumstancesText(r)): string =>
  `[${JSON.stringify(r.id)},${r.atMs},${circumstances},${r.argumentsBytes},${JSON.stringify(r.argumentsHash)}]\t`;

// prettier-ignore
/** The part of the line that many calls have in common. */
export const circumstancesText = (c: CallCircumstances): string =>
  JSON.stringify([
    c.client, c.session, c.server, c.method, c.tool, c.class, c.verdict, c.enforced, c.code, c.because, c.rule, c.mode, c.policyRevision,
    c.approvalId ?? null, c.approvedBy ?? null, c.grantId ?? null, c.waitMs ?? null,
  ]).slice(1, -1);

/** The record that such a line stands for, not ended; undefined where it is none. */
export function readOpenBody(line: string): CallRecord | undefined {
  const tab = line.indexOf('\t');
  if (tab === -1) return undefined;
  try {
    const values = JSON.parse(line.slice(0, tab)) as never[];
    JSON.parse(line.slice(tab + 1));
    if (!Array.isArray(values) || values.length !== 21) return undefined;
    const [id, atMs, client, session, server, method, tool, riskClass, verdict, enforced, code, because, rule, mode, policyRevision] =
      values;
    const [approvalId, approvedBy, grantId, waitMs, argumentsBytes, argumentsHash] = values.slice(15);
    const optional = Object.fromEntries(Object.entries({ approvalId, approvedBy, grantId, waitMs }).filter(([, value]) => value !== null));
    const described = {
      id,
      seq: 0,
      atMs,
      client,
      session,
      server,
      method,
      tool,
      class: riskClass,
      verdict,
      enforced,
      code,
      because,
      rule,
      mode,
      policyRevision,
    };
    return {
      ...described,
      ...optional,
      argumentsText: line.slice(tab + 1),
      argumentsBytes,
      argumentsHash,
      outcome: 'open',
    } as unknown as CallRecord;
  } catch {
    return undefined;
  }
}

/** What a `close` link covers, and stores. */
export const endBody = (end: CallEnd): string =>
  JSON.stringify([end.outcome, end.error ?? null, end.answerBytes ?? null, end.durationMs ?? null]);

/** What a `whole` link covers: a call opened and closed in one commit. */
export const wholeBody = (r: CallRecord): string => endBody(r) + openBody(r);

/** A text as UTF-8 bytes, from an even place on. Good until the next one is read. */
export interface TextBytes {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

export interface KeyedHash {
  read(text: string): TextBytes;
  hash(text: TextBytes): string;
  /** the same for a long text, which is not held as bytes for it */
  hashText(text: string): string;
}

/**
 * HMAC-SHA256 (RFC 2104) as lower-case hex, for a key of at most 64 bytes. `read` encodes a text, `hash` hashes it: what is encoded once can be
 * looked at in between. The two hashes are made directly where the runtime can: that is three times as fast for short texts, and it is done for
 * every call.
 */
export function keyedHash(key: Uint8Array): KeyedHash {
  const blockBytes = 64;
  const keptBytes = 64 * 1024;
  const inner = Buffer.alloc(blockBytes, 0x36);
  const outer = Buffer.alloc(blockBytes + 32, 0x5c);
  for (let i = 0; i < key.length; i++) {
    inner[i] = 0x36 ^ (key[i] as number);
    outer[i] = 0x5c ^ (key[i] as number);
  }
  let kept = Buffer.alloc(0);
  const room = (bytes: number): Buffer => {
    if (kept.length >= bytes) return kept;
    const made = Buffer.allocUnsafeSlow(Math.max(bytes, 4096));
    inner.copy(made);
    if (bytes <= keptBytes) kept = made;
    return made;
  };
  return {
    read(text) {
      const bytes = room(blockBytes + (text.length <= 1024 ? text.length * 3 : Buffer.byteLength(text)));
      return { bytes, from: blockBytes, to: blockBytes + bytes.write(text, blockBytes) };
    },
    hash({ bytes, from, to }) {
      if (typeof hash !== 'function') return createHmac('sha256', key).update(bytes.subarray(from, to)).digest('hex');
      outer.write(hash('sha256', bytes.subarray(0, to), 'binary'), blockBytes, 'latin1');
      return hash('sha256', outer, 'hex');
    },
    hashText: (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex'),
  };
}

/** A key of its own for each purpose, all from the log's one. */
export const subKey = (key: Uint8Array, purpose: string): Buffer => createHmac('sha256', key).update(`toolgate ${purpose}`).digest();
