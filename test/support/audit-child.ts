import { randomIds } from '../../electron/core/ports/ids.js';
import { silentLogger } from '../../electron/core/ports/logger.js';
import { systemClock } from '../../electron/core/ports/clock.js';
import { createAudit } from '../../electron/core/audit/create-audit.js';
import { lockDataDir } from '../../electron/core/store/lock.js';
import { openStore } from '../../electron/core/store/open-store.js';
import { entry } from './audit-bench.js';
import { writeSync } from 'node:fs';

/** Writes records until it is killed; prints the id of each durable one once it is acknowledged, and of each reserved stamp. */
const dir = process.argv[2] ?? '';
const lock = lockDataDir(dir);
if (!lock.ok) throw new Error(lock.error.message);
const opened = openStore(dir, silentLogger);
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
const audit = createAudit({
  store,
  secrets: () => [],
  key: Buffer.alloc(32, 7),
  clock: systemClock,
  logger: silentLogger,
  retention: () => ({ days: 90, megabytes: 500 }),
  changed: () => {},
});
const say = (line: string): void => void writeSync(1, `${line}\n`);

async function caller(): Promise<void> {
  for (;;) {
    const id = randomIds.next('call');
    store.stamps.add([{ key: 'k', callId: id, atMs: Date.now(), amount: 1 }]);
    say(`stamp ${id}`);
    await audit.open(entry(id, { class: 'write' }), true);
    say(`open ${id}`);
    audit.open(entry(`${id}-read`), false);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    audit.close(id, { outcome: 'ok' });
    audit.close(`${id}-read`, { outcome: 'ok' });
  }
}
for (let i = 0; i < 4; i++) void caller();
