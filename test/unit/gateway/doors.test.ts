import { describe, expect, it } from 'vitest';
import type { DownstreamChannel } from '../../../electron/core/gateway/channel.js';
import { createDoors, type OpenSession } from '../../../electron/core/gateway/doors.js';
import type { Hub } from '../../../electron/core/gateway/hub.js';
import type { Session } from '../../../electron/core/gateway/session.js';
import { systemClock } from '../../../electron/core/ports/clock.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';

describe('what is kept for a session', () => {
  it('stays while anything of the same activity goes on: ending a part of it must not forget what was seen and counted', () => {
    const ended: string[] = [];
    const hub = {
      clock: systemClock,
      logger: silentLogger,
      clients: { seen() {} },
      sessionEnded: ({ session }: { session: string }) => void ended.push(session),
    } as unknown as Hub;
    const doors = createDoors(hub, new Map<Session, OpenSession>(), () => {});
    const channel: DownstreamChannel = { kind: 'http', push() {}, close() {} };
    const open = (route: string, client = 'anna') =>
      doors.openStateless({ client, name: 'ses_1', route, sender: { clientInfo: {}, capabilities: {}, wantsLogs: false }, channel });
    const [one, two, other] = [open('one'), open('two'), open('one', 'bert')];
    doors.close(one);
    expect(ended).toEqual([]);
    doors.close(two);
    expect(ended).toEqual(['ses_1']);
    doors.close(other);
    expect(ended).toHaveLength(2);
  });
});
