import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ExactNumber, type JsonValue } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { createRedactor, unbounded } from '../../../electron/core/audit/redactor.js';
import { benignArguments } from '../../fixtures/benign-arguments.js';
import { canaries, storedSecrets } from '../../fixtures/secret-canaries.js';
import { auditBench, entry, type Bench } from '../../support/audit-bench.js';

const key = Buffer.alloc(32, 1);
const redact = (value: unknown, secrets: readonly string[] = []): string =>
  stringify(createRedactor(secrets, key).json(value as JsonValue, unbounded));

let bench: Bench | undefined;
afterEach(() => bench?.end());

describe('redaction', () => {
  it.each(canaries().map(({ canary, plant }, i) => [i, canary, plant] as const))('takes out canary %i (%s)', (_, canary, plant) => {
    const text = redact({ arguments: plant }, storedSecrets);
    expect(text).not.toContain(canary);
    expect(text).toMatch(/⟦redacted:[0-9a-f]{12}⟧/);
  });

  it('takes out a value too short to be looked for in other text where it stands alone', () => {
    expect(JSON.parse(redact({ answer: 'k3y!', said: 'the k3y! of it' }, ['k3y!']))).toEqual({
      answer: expect.stringMatching(/^⟦redacted:[0-9a-f]{12}⟧$/) as string,
      said: 'the k3y! of it',
    });
  });

  it('leaves ordinary arguments alone, in more than 99 of 100 cases', () => {
    const wrong = benignArguments.filter((value) => redact(value) !== JSON.stringify(value));
    expect(benignArguments.length).toBeGreaterThanOrEqual(100);
    // one of them shows what a bearer token looks like, and is taken for one
    expect(wrong.length / benignArguments.length, JSON.stringify(wrong)).toBeLessThan(0.01);
  });

  it('writes no byte of 40 planted canaries anywhere in the data folder, not even in the running write-ahead log', async () => {
    bench = auditBench({ secrets: () => storedSecrets });
    const planted = canaries();
    expect(planted.length).toBeGreaterThanOrEqual(40);
    for (const [i, { canary, plant }] of planted.entries()) {
      await bench.audit.open(
        entry(`call-${i}`, { arguments: { plant } as never, tool: i % 9 === 0 ? `db://u:${storedSecrets[2]}@h/` : 'run' }),
        i % 2 === 0,
      );
      bench.audit.close(`call-${i}`, {
        outcome: 'error',
        error: `Error: cannot use ${storedSecrets[i % 3]} (${i % 5 === 0 ? '' : JSON.stringify({ password: canary })})`,
      });
    }
    bench.audit.flush();
    bench.clock.advance(20_000);
    const names = readdirSync(bench.dir);
    expect(names).toEqual(expect.arrayContaining(['toolgate.db', 'toolgate.db-wal', 'audit.checkpoints']));
    const found: string[] = [];
    for (const name of names) {
      const bytes = readFileSync(join(bench.dir, name));
      for (const { canary } of planted) if (bytes.includes(canary)) found.push(`${canary} in ${name}`);
      for (const secret of storedSecrets) if (secret.length >= 6 && bytes.includes(secret)) found.push(`${secret} in ${name}`);
    }
    expect(found).toEqual([]);
    expect(bench.store.calls.total()).toBe(planted.length);
  });

  it('keeps the structure, names the same secret the same, and tells nothing without the key', () => {
    const value = {
      a: [{ password: 'hunter22', n: 1, ok: true, nothing: null }],
      b: { token: 'hunter22', other: new ExactNumber('12345678901234567890') },
    };
    const text = redact(value);
    const marks = text.match(/⟦redacted:[0-9a-f]{12}⟧/g) ?? [];
    expect(marks).toHaveLength(2);
    expect(marks[0]).toBe(marks[1]);
    expect(text).toBe(
      `{"a":[{"password":"${marks[0]}","n":1,"ok":true,"nothing":null}],"b":{"token":"${marks[0]}","other":12345678901234567890}}`,
    );
    expect(stringify(createRedactor([], Buffer.alloc(32, 2)).json(value as never, unbounded))).not.toContain(marks[0]);
  });

  it('takes the tokens of clients out wherever they stand as they are', () => {
    const token = 'ozlfs49eXaQ7-b_kPz0Wm3uTrYc81VdNnLh52GfJiE0';
    const redactor = createRedactor(['another-secret-1'], key, [token]);
    const text = stringify(redactor.json({ x: token, url: `https://x.example/?t=${token}&a=1`, y: 'another-secret-1' }, unbounded));
    expect(text).not.toContain(token);
    expect(text.match(/⟦redacted:[0-9a-f]{12}⟧/g)).toHaveLength(3);
  });

  it.each([
    ['--password', 'hunter22'],
    ['--pin', '1234'],
    ['-token', 'short-one'],
  ])('takes out what follows %s in the items of a command line, and nothing else', (flag, secret) => {
    const kept = JSON.parse(redact({ args: ['run', flag, secret, '--name', 'plain'] })) as { args: string[] };
    expect(kept.args).toEqual(['run', flag, expect.stringMatching(/^⟦redacted:/) as string, '--name', 'plain']);
  });

  it('covers in a command line what the log would take out, for somebody else to read', () => {
    bench = auditBench({ secrets: () => storedSecrets });
    const words = [
      'npx',
      '-y',
      'server-postgres',
      'postgresql://me:geheim@localhost/db',
      '--api-key',
      'hunter22',
      `--k=${storedSecrets[0]}`,
    ];
    expect(bench.audit.covered(words).join(' ')).toBe('npx -y server-postgres postgresql://me:•••@localhost/db --api-key ••• --k=•••');
    expect(bench.audit.covered(['https://mcp.example/mcp?api_key=abcdef123456&v=1'])).toEqual(['https://mcp.example/mcp?api_key=•••&v=1']);
  });

  it.each([
    ['basic dXNlcjpwYXNzd29yZA', 'basic ⟦…⟧'],
    ['basic dXNlcjpwYXNzdw==', 'basic ⟦…⟧'],
    ['Basic Authentication', 'Basic Authentication'],
    ['basic LICENCE2026PRO', 'basic LICENCE2026PRO'],
    ['basic licence2026pro', 'basic licence2026pro'],
  ])('takes base64 behind the word basic for a password, and words for words: %s', (text, kept) => {
    expect(redact(text).replaceAll(/redacted:[0-9a-f]{12}/g, '…')).toBe(JSON.stringify(kept));
  });

  it('finds a stored secret wherever it stands in whatever text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 60, unit: 'grapheme' }),
        fc.string(),
        fc.string(),
        fc.constantFrom('utf8', 'base64', 'hex', 'json', 'url'),
        (secret, before, after, how) => {
          // folders and the words of every configuration are no secrets
          fc.pre(secret.trim().length >= 8 && !/^\s*[/~A-Za-z]:?[\\/]/.test(secret));
          const form =
            how === 'json'
              ? JSON.stringify(secret).slice(1, -1)
              : how === 'url'
                ? encodeURIComponent(secret)
                : Buffer.from(secret).toString(how as 'base64');
          const text = createRedactor([secret], key).text(before + form + after);
          return !text.includes(form);
        },
      ),
      { numRuns: 500, seed: 42 },
    );
  });

  it('does not take what every configuration holds for a secret', () => {
    const common = [
      'true',
      'production',
      'debug',
      '8080',
      '/home/ann/project',
      'http://localhost:3000',
      '/usr/bin:/bin'.split(':')[0] ?? '',
    ];
    const value = {
      path: '/home/ann/project/src/a.ts',
      mode: 'production',
      port: 8080,
      url: 'http://localhost:3000/x',
      exe: '/usr/bin/git',
    };
    expect(redact(value, common)).toBe(JSON.stringify(value));
  });

  it('cuts no secret in half where a long text is shortened', () => {
    const secret = `stored-${'k3y'.repeat(20)}`;
    for (const offset of [16_384 - secret.length, 16_384 - 30, 16_384 - 1]) {
      const value = createRedactor([secret], key).json(
        { text: 'x'.repeat(offset) + secret + 'y'.repeat(100_000) },
        { text: 16_384, items: 10, depth: 5 },
      );
      expect(stringify(value)).not.toContain(secret.slice(0, 12));
    }
  });
});
