import { parseArgs } from 'node:util';

export interface ServeFlags {
  readonly port: number | undefined;
  readonly ui: boolean;
  readonly json: boolean;
  readonly dataDir: string | undefined;
}

/** What `toolgate serve …` was given, where it is just that; undefined for anything else, wrong flags too: the whole command line reads it, and answers. */
export function serveFlags(argv: readonly string[]): ServeFlags | undefined {
  if (!argv.includes('serve')) return undefined;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        ui: { type: 'boolean' },
        json: { type: 'boolean' },
        'data-dir': { type: 'string' },
        unlock: { type: 'string' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (positionals.length !== 1 || positionals[0] !== 'serve') return undefined;
    if (port !== undefined && (!/^\d+$/.test(values.port ?? '') || port > 65535)) return undefined;
    return { port, ui: values.ui ?? false, json: values.json ?? false, dataDir: values['data-dir'] };
  } catch {
    return undefined;
  }
}
