import type { ExchangeSink, HttpClient, HttpHead } from '../http-client.js';
import type { Bearer } from './bearer.js';

const maxRefusalBytes = 8192;

/**
 * Puts a server's own token on every request to it. A request refused for its credentials (401, RFC 9110 15.5.2: not carried out) leaves once
 * more when there are newer ones, and only once; every other answer passes untouched. Without a bearer the client is given back as it is.
 */
export function withBearer(client: HttpClient, bearer: Bearer | undefined): HttpClient {
  return bearer === undefined ? client : repeating(client, bearer);
}

function repeating(client: HttpClient, bearer: Bearer): HttpClient {
  return {
    exchange(method, path, headers, body, sink) {
      /** of the exchange under way; undefined while credentials are awaited */
      let stop: (() => void) | undefined;
      let over = false;
      const broke = (error: unknown): void => {
        if (over) return;
        over = true;
        sink.broke(error instanceof Error ? error : new Error(String(error)));
      };

      const leave = (sent: string | undefined, mayRepeat: boolean): void => {
        const sending = sent === undefined ? headers : { ...headers, authorization: sent };
        stop = client.exchange(method, path, sending, body, mayRepeat ? watching(sent) : sink);
      };
      const start = (mayRepeat: boolean): void => {
        const header = bearer.header();
        if (typeof header !== 'object') return leave(header, mayRepeat);
        header.then((sent) => (over ? undefined : leave(sent, mayRepeat))).catch(broke);
      };

      /** holds a refusal back until it is known whether the request leaves again */
      function watching(sent: string | undefined): ExchangeSink {
        let refusal: HttpHead | undefined;
        const said: Buffer[] = [];
        let bytes = 0;
        const tell = (head: HttpHead, say: string | undefined): void => {
          sink.head(head);
          // the server's own words are replaced where Toolgate knows what a person can do
          if (say !== undefined) sink.data(Buffer.from(JSON.stringify({ message: say })));
          else for (const chunk of said) sink.data(chunk);
          sink.end();
        };
        return {
          leaving: () => sink.leaving(),
          head(head) {
            if (isRefusal(head)) refusal = head;
            else sink.head(head);
          },
          data(chunk) {
            if (refusal === undefined) return sink.data(chunk);
            bytes += chunk.length;
            if (bytes <= maxRefusalBytes) said.push(chunk);
          },
          end() {
            const head = refusal;
            if (head === undefined) return sink.end();
            stop = undefined;
            bearer
              .refused(head.status, head.header('www-authenticate'), sent)
              .then((next) => (over ? undefined : next === 'again' ? start(false) : tell(head, next.say)))
              .catch(broke);
          },
          broke: (error) => sink.broke(error),
        };
      }

      start(true);
      return () => (stop === undefined ? broke(new Error('no longer wanted')) : stop());
    },
    destroy: () => client.destroy(),
  };
}

/** RFC 6750 3.1: 401 asks for other credentials, 403 `insufficient_scope` for wider ones; any other 403 is the server's own affair */
const isRefusal = (head: HttpHead): boolean =>
  head.status === 401 || (head.status === 403 && /\binsufficient_scope\b/.test(head.header('www-authenticate') ?? ''));
