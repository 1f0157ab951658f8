/** One HTTP request as far as this gateway looks at it: what node:http's and the door's own have in common. Header names are lower case. */
export interface HttpAsk {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: HttpHeaders;
  /** names and values in turn, as they came */
  readonly rawHeaders: readonly string[];
}

export type HttpHeaders = Readonly<Record<string, string | string[] | undefined>> & {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly accept?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly 'content-length'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
};

/** The answer to one HTTP request: the part of node:http's `ServerResponse` that is used here, so that one of those will do as well. */
export interface HttpReply {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  /** bytes that wait for a reader who is behind */
  readonly writableLength: number;
  writeHead(status: number, headers?: Record<string, string | number>): this;
  /** `written`: the system has the bytes */
  write(chunk: string | Buffer, written?: () => void): boolean;
  end(chunk?: string | Buffer, encoding?: BufferEncoding): this;
  cork(): void;
  uncork(): void;
  destroy(): this;
  /** told once, when the answer is finished or the connection is lost */
  on(event: 'close', listener: () => void): this;
}

/** A whole answer of JSON. */
export function sendJson(response: HttpReply, status: number, body: Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, ...headers }).end(body);
}

export const acceptsStream = ({ headers }: HttpAsk): boolean => /text\/event-stream|\*\/\*/.test(headers.accept ?? '');
