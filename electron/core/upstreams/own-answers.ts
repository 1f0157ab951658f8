import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { Answer } from '../ports/messages.js';

/** Answers that are made here in a server's place. */
export const resultAnswer = (result: JsonObject): Answer => answer('result', result);
export const errorAnswer = (code: number, message: string): Answer => answer('error', { code, message });

const answer = (kind: Answer['kind'], value: JsonObject): Answer => ({
  bytes: Buffer.from(`{"jsonrpc":"2.0","id":0,"${kind}":${stringify(value)}}`),
  idStart: 22,
  idEnd: 23,
  kind,
});
