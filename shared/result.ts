/** An expected failure, as a value. `message` says what happened, `fix` what to do next; both are shown to people as they stand. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** Extra facts for programs (for example `{ changeId }`); never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (code: string, message: string, fix?: string, details?: Failure['details']): Result<never> => ({
  ok: false,
  error: { code, message, ...(fix === undefined ? {} : { fix }), ...(details === undefined ? {} : { details }) },
});

/** Closes a `switch` over a union: a forgotten member is a compile error, and at run time a fault that fails closed. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
