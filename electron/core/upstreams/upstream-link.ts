import type { JsonObject } from '../../../shared/json/json.js';
import { fail, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Answer } from '../ports/messages.js';
import { NeverSent, type RequestOptions, type UpstreamLink } from '../ports/upstreams.js';
import type { RpcPeer } from './rpc-peer.js';
import { answerInputs } from './answer-inputs.js';
import { relayedCapabilities } from './handshake.js';
import { envelopeFor, enveloped, statelessVersion } from './stateless.js';
import { rememberSaid, type Hold, type Slot } from './server-slot.js';

export interface LinkDeps {
  readonly clock: Clock;
  /** the running connection, or one that is started now or soon */
  readonly connect: (slot: Slot) => Promise<Result<RpcPeer<Hold>>>;
  readonly used: (slot: Slot) => void;
  readonly released: (slot: Slot) => void;
}

/** One session's way to a server. Outlives restarts of the server: a request on a server that is down starts it, or was never sent. */
export function createLink(server: string, slot: Slot, hold: Hold, deps: LinkDeps): UpstreamLink {
  const later = async (method: string, params: JsonObject | undefined, options: RequestOptions): Promise<Answer> => {
    const connected = await within(server, deps.connect(slot), options, deps.clock);
    if (!connected.ok) throw new NeverSent(connected.error.message);
    return over(connected.value, method, params, options);
  };
  const over = (peer: RpcPeer<Hold>, method: string, params: JsonObject | undefined, options: RequestOptions): Promise<Answer> => {
    const { resources } = slot;
    if (resources === undefined || typeof params?.uri !== 'string') return peer.request(method, params, options, hold);
    if (method === 'resources/subscribe') return resources.subscribe(params.uri, options);
    if (method === 'resources/unsubscribe') return resources.unsubscribe(params.uri);
    return peer.request(method, params, options, hold);
  };
  return {
    server,
    get initializeResult() {
      return slot.initializeResult ?? {};
    },
    request(method, params, options) {
      deps.used(slot);
      const { peer } = slot;
      const send = (sent: JsonObject | undefined): Promise<Answer> => {
        // INVARIANT: a text that was written of other params is not sent
        const own = sent === params ? options : { ...options, paramsText: undefined };
        return slot.phase === 'ready' && peer !== undefined ? over(peer, method, sent, own) : later(method, sent, own);
      };
      const { owner } = hold;
      const answer =
        peer?.isStateless === true && owner.protocolVersion !== statelessVersion
          ? answerInputs(
              server,
              owner,
              send,
              enveloped(params, envelopeFor(owner.clientInfo, relayedCapabilities(owner.capabilities))),
              options,
            )
          : send(params);
      if (method !== 'resources/subscribe' && method !== 'resources/unsubscribe' && method !== 'logging/setLevel') return answer;
      return answer.then((got) => {
        if (got.kind === 'result') rememberSaid(slot, method, params);
        return got;
      });
    },
    notify(method, params) {
      if (slot.phase === 'ready') slot.peer?.notify(method, params);
    },
    tells: (uri) => slot.subscriptions.has(uri),
    release() {
      if (slot.holds.delete(hold)) deps.released(slot);
    },
  };
}

/** waits for a connection no longer than the call may take */
function within(
  server: string,
  connecting: Promise<Result<RpcPeer<Hold>>>,
  options: RequestOptions,
  clock: Clock,
): Promise<Result<RpcPeer<Hold>>> {
  return new Promise((resolve) => {
    const done = (result: Result<RpcPeer<Hold>>): void => {
      cancel();
      options.signal.removeEventListener('abort', abort);
      resolve(result);
    };
    const late = (why: string) => (): void => done(fail('server.start', `${server} is not running yet: ${why}`));
    const cancel = clock.after(options.timeoutMs, late('it takes too long to start'));
    const abort = late('the caller cancelled');
    options.signal.addEventListener('abort', abort, { once: true });
    void connecting.then(done);
  });
}
