import { fail, ok } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

type GateCommands = Extract<
  keyof Handlers,
  `gate.${string}` | `mode.${string}` | `change.${string}` | `settings.${string}` | `notice.${string}` | `app.${string}`
>;

/** The gate as a whole: state, mode, settings, what waits for a word from a person. */
export function gateCommands(house: House): Pick<Handlers, GateCommands> {
  return {
    'gate.status': () => ok(house.gateView()),
    'gate.snapshot': () => ok(house.board.snapshot()),

    'mode.set'({ mode, forMs }) {
      const set = house.modes.set(mode, forMs);
      return set.ok ? ok(house.gateView()) : set;
    },

    'change.list': () => ok(house.changes.list()),
    async 'change.confirm'({ id }) {
      const done = await house.changes.confirm(id);
      return done.ok ? ok({}) : done;
    },
    'change.reject'({ id }) {
      const done = house.changes.reject(id);
      return done.ok ? ok({}) : done;
    },
    'change.wait': ({ id, timeoutMs }) => house.changes.wait(id, timeoutMs),

    'settings.get': () => ok(house.settings.get()),
    'settings.set'(input) {
      const before = house.settings.get();
      const changed = house.settings.update(input);
      if (changed.ok && changed.value.port !== before.port) house.portChanged();
      return changed;
    },

    'notice.read': ({ id }) => (house.notices.read(id) ? ok({}) : fail('NO_SUCH_NOTICE', `there is no notice ${id}`)),
    async 'notice.act'({ id, action }, from) {
      const done = await house.actOnNotice(id, action, from);
      if (done.ok) house.notices.read(id);
      return done;
    },

    'app.open'({ page }) {
      if (!/^[\w./%-]*$/.test(page)) return fail('BAD_INPUT', `${JSON.stringify(page)} is no page`);
      return house.openPage(page);
    },
    'app.quit': () => house.quit(),
  };
}
