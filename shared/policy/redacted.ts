/** Every redacted value in the log begins with this: the log writes it, replay recognises it. */
export const REDACTED_PREFIX = '⟦redacted:';

/** True for a value the log replaced by a keyed hash: what it was cannot be told any more. */
export const isRedacted = (value: unknown): boolean => typeof value === 'string' && value.includes(REDACTED_PREFIX);
