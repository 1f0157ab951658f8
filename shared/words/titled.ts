import type { Say } from './say.js';

/** Says the same, with every client called what `titleOf` calls it. */
export const titled =
  (say: Say, titleOf: (client: string) => string): Say =>
  (path, values) =>
    say(path, typeof values?.['client'] === 'string' ? { ...values, client: titleOf(values['client']) } : values);
