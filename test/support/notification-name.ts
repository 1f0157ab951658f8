import { readFileSync } from 'node:fs';
import dbus from 'dbus-next';
import { until } from './until.js';

const NAME = 'org.freedesktop.Notifications';

/**
 * Makes the bus forget a notification daemon that nobody of the running test started: the bus starts dunst by itself as soon as any
 * application notifies. Resolves when nobody owns the name.
 */
export async function freeNotificationName(bus: dbus.MessageBus): Promise<void> {
  const ask = async (member: string): Promise<unknown> => {
    try {
      const reply = await bus.call(
        new dbus.Message({
          destination: 'org.freedesktop.DBus',
          path: '/org/freedesktop/DBus',
          interface: 'org.freedesktop.DBus',
          member,
          signature: 's',
          body: [NAME],
        }),
      );
      return reply?.body[0];
    } catch {
      return undefined; // nobody owns it
    }
  };
  await until('nobody owns the name of the notification daemon', async () => {
    const pid = await ask('GetConnectionUnixProcessID');
    if (typeof pid !== 'number') return true;
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dunst') process.kill(pid);
    return false;
  });
}
