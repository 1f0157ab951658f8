import type { Signal } from '../../shared/model/views.js';
import { fail } from '../../shared/result.js';
import type { Bridge } from './bridge.js';

/** Commands by POST `./command`, news by the event stream `./signal`; both same-origin, with the cookie of the one-time token. */
export function browserBridge(): Bridge {
  const listeners = new Set<(signal: Signal) => void>();
  let stream: EventSource | undefined;
  const open = () => {
    stream = new EventSource('./signal');
    stream.onmessage = (event: MessageEvent<string>) => {
      const signal = JSON.parse(event.data) as Signal;
      for (const listener of listeners) listener(signal);
    };
  };
  return {
    invoke: async (name, input) => {
      try {
        const response = await fetch('./command', {
          method: 'POST',
          credentials: 'same-origin',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name, input }),
        });
        if (response.status === 401 || response.status === 403)
          return fail('signed-out', 'This page is no longer signed in.', 'Open the address that toolgate serve --ui printed again.');
        return await response.json();
      } catch {
        return fail('unreachable', 'The gate does not answer.', 'See whether toolgate serve is still running.');
      }
    },
    onSignal: (listener) => {
      listeners.add(listener);
      if (!stream) open();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stream?.close();
        stream = undefined;
      };
    },
  };
}
