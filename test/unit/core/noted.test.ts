import { describe, expect, it } from 'vitest';
import { showApplicationNews } from '../../../electron/core/application-news.js';
import type { ClientsRoom } from '../../../electron/core/clients/create-clients.js';
import { applicationCommands } from '../../../electron/core/commands/application-commands.js';
import type { House } from '../../../electron/core/house.js';
import { createNotices } from '../../../electron/core/notices.js';
import { randomIds } from '../../../electron/core/ports/ids.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { tellChange } from '../../../electron/core/tell-change.js';
import type { JsonObject } from '../../../shared/json/json.js';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import { ok } from '../../../shared/result.js';
import { fakeClock } from '../../support/fake-clock.js';

function desk() {
  const noted: JsonObject[] = [];
  return { noted, note: (body: JsonObject) => void noted.push(body), notices: createNotices(fakeClock(), randomIds, () => undefined) };
}

describe('what goes into the log beside the calls', () => {
  it('is every application that loses the gate, goes past it or comes back, each also shown', () => {
    const { noted, note, notices } = desk();
    showApplicationNews(
      notices,
      { kind: 'state', id: 'cursor', name: 'Cursor', state: 'bypassed', problem: 'Cursor starts evil past the gate' },
      note,
    );
    expect(notices.list()).toHaveLength(1);
    showApplicationNews(notices, { kind: 'well', id: 'cursor', name: 'Cursor' }, note);
    expect(notices.list()).toHaveLength(0);
    showApplicationNews(notices, { kind: 'offer', id: 'kiro', name: 'Kiro', servers: ['k'] }, note);
    expect(noted).toEqual([
      { event: 'application', id: 'cursor', state: 'bypassed', text: 'Cursor starts evil past the gate' },
      { event: 'application', id: 'cursor', state: 'connected', text: 'Cursor goes through the gate again' },
      { event: 'application', id: 'kiro', state: 'direct', text: 'Kiro is there without the gate', servers: ['k'] },
    ]);
  });

  it('offers what is new to a person until the gate is put before it', async () => {
    const { note, notices } = desk();
    showApplicationNews(notices, { kind: 'offer', id: 'kiro', name: 'Kiro', servers: ['k'] }, note);
    const change = (dryRun: boolean) => Promise.resolve(ok({ dryRun } as ApplicationChange));
    const room = { connect: (_id: string, { dryRun }: { dryRun: boolean }) => change(dryRun) } as unknown as ClientsRoom;
    const commands = applicationCommands({ applications: () => Promise.resolve(room), notices } as unknown as House);
    await commands['client.connect']({ id: 'kiro', mode: 'mirror', dryRun: true }, { door: 'window' });
    expect(notices.list()).toHaveLength(1);
    await commands['client.connect']({ id: 'kiro', mode: 'mirror', dryRun: false }, { door: 'window' });
    expect(notices.list()).toHaveLength(0);
  });

  it('is every loosening, from the window as well, and nothing that only tightens', () => {
    const { noted, note, notices } = desk();
    tellChange({ name: 'mode.set', from: { door: 'window' }, loosened: 'calls are only observed', value: {} }, notices, silentLogger, note);
    tellChange({ name: 'mode.set', from: { door: 'cli' }, loosened: 'calls are only observed', value: {} }, notices, silentLogger, note);
    tellChange({ name: 'mode.set', from: { door: 'cli' }, loosened: undefined, value: {} }, notices, silentLogger, note);
    expect(noted).toEqual(
      ['window', 'cli'].map((from) => ({ event: 'loosened', command: 'mode.set', from, text: 'calls are only observed' })),
    );
    expect(notices.list()).toHaveLength(1);
  });
});
