import { createHash, createHmac } from 'node:crypto';
import type { CallRecord } from '../../../shared/model/views.js';
import type { CallEnd } from '../ports/stores.js';

/**
 * The log's hash chain. Every link's hash covers the link before it, its own number and kind, and what it stands for as one JSON array
 * in a fixed order. It shows that something was altered; who may rebuild the whole chain is held off by the signed checkpoints.
 */
export const linkHash = (previous: string, seq: number, kind: string, atMs: number, body: string): string =>
  createHash('sha256').update(`${previous}\n${seq}\n${kind}\n${atMs}\n${body}`).digest('hex');

// prettier-ignore
/** What an `open` link covers. The arguments come last and as they are: only they may be long. */
export const openBody = (r: CallRecord): string =>
  JSON.stringify([
    r.seq, r.id, r.atMs, r.client, r.session, r.server, r.method, r.tool, r.class, r.verdict, r.enforced, r.code, r.because, r.rule, r.mode,
    r.policyRevision, r.approvalId ?? null, r.approvedBy ?? null, r.grantId ?? null, r.waitMs ?? null, r.argumentsBytes, r.argumentsHash,
  ]) + r.argumentsText;

/** What a `close` link covers, and stores. */
export const endBody = (end: CallEnd): string => JSON.stringify([end.outcome, end.error ?? null, end.answerBytes ?? null, end.durationMs ?? null]);

/** What a `whole` link covers: a call opened and closed in one commit. */
export const wholeBody = (r: CallRecord): string => endBody(r) + openBody(r);

/** A key of its own for each purpose, all from the one in the secret store. */
export const subKey = (key: Uint8Array, purpose: string): Buffer => createHmac('sha256', key).update(`toolgate ${purpose}`).digest();
