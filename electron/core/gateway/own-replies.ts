import type { OwnReply } from '../ports/messages.js';
import { INTERNAL_ERROR, INVALID_PARAMS, METHOD_NOT_FOUND } from './envelope.js';

/** of a mirror whose server does not offer it */
export const methodNotFound: OwnReply = { kind: 'error', code: METHOD_NOT_FOUND, message: 'Method not found' };
export const invalidCursor: OwnReply = { kind: 'error', code: INVALID_PARAMS, message: 'Invalid cursor' };
export const invalidParams = (message: string): OwnReply => ({
  kind: 'error',
  code: INVALID_PARAMS,
  message: `Invalid params: ${message}`,
});
export const unavailable = (message: string): OwnReply => ({ kind: 'error', code: INTERNAL_ERROR, message });
