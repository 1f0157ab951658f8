import { expect, it } from 'vitest';
import { contract } from '../../../shared/commands/contract.js';
import { ok } from '../../../shared/result.js';
import { createDispatch, type Handlers } from '../../../electron/core/dispatch.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';

function dispatching(handlers: Partial<Handlers>) {
  const errors: unknown[] = [];
  const carriedOut: string[] = [];
  const all = Object.fromEntries(Object.keys(contract).map((name) => [name, () => ok({})])) as unknown as Handlers;
  const dispatch = createDispatch({
    handlers: { ...all, ...handlers },
    loosening: () => undefined,
    mayLoosen: () => ok(undefined),
    logger: { ...silentLogger, error: (event, fields) => void errors.push([event, fields]) },
    done: ({ name }) => void carriedOut.push(name),
    prepare: () => undefined,
    foresee: () => ok(undefined),
  });
  return { errors, carriedOut, send: (name: string, input: unknown = {}) => dispatch(name, input, { door: 'cli' }) };
}

it('a command whose code faults is a failure that names it, is logged with its cause, and counts as not carried out', async () => {
  const { send, errors, carriedOut } = dispatching({
    'gate.status': () => {
      throw new Error('the disk is on fire');
    },
  });
  expect(await send('gate.status')).toMatchObject({
    ok: false,
    error: {
      code: 'INTERNAL',
      message: 'gate.status failed: the disk is on fire',
      fix: 'it may have been done in part; see the log of Toolgate',
    },
  });
  expect(errors).toEqual([
    ['command.failed', { command: 'gate.status', error: expect.stringMatching(/disk is on fire\n.*dispatch\.test/s) as string }],
  ]);
  expect(carriedOut).toEqual([]);
  expect(await send('server.list')).toEqual(ok({}));
  expect(carriedOut).toEqual(['server.list']);
});

it.each(['toString', '__proto__', 'gate', 'gate.status '])('%j is no command', async (name) => {
  expect(await dispatching({}).send(name)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_COMMAND' } });
});

it('what does not fit a command never reaches its code, and the failure says where', async () => {
  const { send, carriedOut } = dispatching({});
  expect(await send('client.block', { name: 7 })).toMatchObject({
    ok: false,
    error: { code: 'BAD_INPUT', message: expect.stringMatching(/^name: /) as string },
  });
  expect(carriedOut).toEqual([]);
});
