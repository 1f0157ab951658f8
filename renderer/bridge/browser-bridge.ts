import type { Signal, Snapshot, Topic } from '../../shared/model/views.js';
import { fail, type Result } from '../../shared/result.js';
import type { Bridge } from './bridge.js';

const KEY = 'toolgate-key';
const AGAIN_MS = 1000;

/**
 * Commands by POST `./command`, news by the event stream `./signal`, both same-origin. The one-time token of the address becomes a key
 * that is kept for this origin, port included, and sent by hand: other pages of the machine never get it.
 */
export function browserBridge(): Bridge {
  const listeners = new Set<(signal: Signal) => void>();
  const signedIn = signIn();
  let ended = new AbortController();
  let standing: Promise<void> = Promise.resolve();

  const post = async <T>(name: string, input: unknown): Promise<Result<T>> => {
    try {
      const response = await fetch('./command', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await signedIn}` },
        body: JSON.stringify({ name, input }),
      });
      if (response.status === 401 || response.status === 403)
        return fail('signed-out', 'This page is no longer signed in.', 'Open the address that toolgate serve --ui printed again.');
      return (await response.json()) as Result<T>;
    } catch {
      return fail('unreachable', 'The gate does not answer.', 'See whether toolgate serve is still running.');
    }
  };
  const tell = (signal: Signal): void => listeners.forEach((listener) => listener(signal));

  /**
   * Follows the news until nobody listens. What was missed while the stream was down is caught up from a snapshot, which is asked for once the
   * stream stands again: nothing falls between. `stands`: the stream was tried for the first time.
   */
  const follow = async (end: AbortSignal, stands: () => void): Promise<void> => {
    for (let again = false; !end.aborted; again = true) {
      if (again) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      try {
        const response = await fetch('./signal', { headers: { authorization: `Bearer ${await signedIn}` }, signal: end });
        if (response.status === 401) return;
        stands();
        const snapshot = again ? await post<Snapshot>('gate.snapshot', {}) : undefined;
        if (snapshot?.ok) for (const signal of signalsOf(snapshot.value)) tell(signal);
        if (snapshot?.ok === false) await response.body?.cancel();
        else if (response.body) await tellAfter(snapshot?.value.revision ?? 0, response.body);
      } catch {
        // the gate went away: tried again
      } finally {
        stands();
      }
    }
  };
  const tellAfter = async (revision: number, body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
    for await (const signal of eventsOf(body)) if (signal.revision > revision) tell(signal);
  };

  return {
    invoke: async (name, input) => {
      await standing;
      return post(name, input);
    },
    onSignal: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) standing = new Promise((stands) => void follow((ended = new AbortController()).signal, stands));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) ended.abort();
      };
    },
  };
}

/** @returns the key of this browser; empty when it has none */
async function signIn(): Promise<string> {
  const token = /^#token=([\w-]+)$/.exec(window.location.hash)?.[1];
  if (token !== undefined) {
    window.history.replaceState(null, '', window.location.pathname);
    const answer = await fetch('./session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    }).catch(() => undefined);
    if (answer?.ok) window.localStorage.setItem(KEY, ((await answer.json()) as { key: string }).key);
  }
  return window.localStorage.getItem(KEY) ?? '';
}

/** The `data:` lines of an event stream, each one signal. */
async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Signal> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as Signal;
  }
}

/** A snapshot as news, one signal for each topic. */
function signalsOf({ revision, tools, ...topics }: Snapshot): Signal[] {
  return [
    ...Object.entries(tools).map(([key, value]): Signal => ({ topic: 'tools', revision, key, value })),
    ...Object.entries(topics).map(([topic, value]) => ({ topic: topic as Exclude<Topic, 'tools'>, revision, value }) as Signal),
  ];
}
