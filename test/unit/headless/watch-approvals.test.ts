import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { Context } from '../../../electron/headless/cli/context.js';
import { watchApprovals } from '../../../electron/headless/cli/watch-approvals.js';
import type { ApprovalView } from '../../../shared/model/views.js';
import { ok } from '../../../shared/result.js';
import { approval } from '../../renderer/support/data.js';

/** A watch over calls that are listed from `waiting`, with what it says. `listed`: what happens while a list is on its way back. */
function watch(waiting: ApprovalView[], listed: (tell: () => void) => void = () => undefined) {
  const input = new PassThrough();
  const output = new PassThrough();
  let said = '';
  let tell = (): void => undefined;
  let leave = (): void => undefined;
  let hear = (): void => undefined;
  output.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    hear();
  });
  const context = {
    options: { dataDir: '', json: false, unlock: undefined },
    remote: true,
    command: () => {
      const list = [...waiting];
      listed(tell);
      return Promise.resolve(ok(list));
    },
    subscribe: (_topics: unknown, listener: () => void) => {
      tell = listener;
      return Promise.resolve(ok({}));
    },
    gone: new Promise<void>((resolve) => (leave = resolve)),
    close: () => Promise.resolve(),
  } as unknown as Context;
  const ended = watchApprovals(context, input, output);
  return {
    input,
    ended,
    leave: () => leave(),
    says: (text: string) => new Promise<void>((resolve) => (hear = () => void (said.includes(text) && resolve()))),
  };
}

it('shows a call that begins to wait while the list without it is on its way', async () => {
  const waiting: ApprovalView[] = [];
  const { input, ended, says } = watch(waiting, (tell) => {
    if (waiting.length > 0) return;
    waiting.push(approval('appr_1', Date.now()));
    tell();
  });
  await says('[n]ext: ');
  input.end();
  await expect(ended).resolves.toBeUndefined();
});

it('ends in the middle of a question when the keyboard is gone', async () => {
  const { input, ended, says } = watch([approval('appr_1', Date.now())]);
  await says('[n]ext: ');
  input.end();
  await expect(ended).resolves.toBeUndefined();
});

it('ends in the middle of a question when Toolgate goes away', async () => {
  const { leave, ended, says } = watch([approval('appr_1', Date.now())]);
  await says('[n]ext: ');
  leave();
  await expect(ended).resolves.toBeUndefined();
});
