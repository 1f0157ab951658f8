import type { OwnReply } from '../ports/messages.js';
import { INTERNAL_ERROR, INVALID_PARAMS } from './envelope.js';

export const invalidCursor: OwnReply = { kind: 'error', code: INVALID_PARAMS, message: 'Invalid cursor' };
export const invalidParams = (message: string): OwnReply => ({
  kind: 'error',
  code: INVALID_PARAMS,
  message: `Invalid params: ${message}`,
});
export const unavailable = (message: string): OwnReply => ({ kind: 'error', code: INTERNAL_ERROR, message });
