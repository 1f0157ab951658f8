/** One event of a session's streams, for a client that comes back with `Last-Event-ID` (MCP streamable HTTP, resumability). */
export interface LoggedEvent {
  readonly serial: number;
  readonly stream: string;
  readonly bytes: Buffer;
}

/** The newest events of one session: at most 500, at most 4 MB. Ids are `<stream>-<serial>`, serials grow over all streams. */
export interface EventLog {
  append(stream: string, bytes: Buffer): LoggedEvent;
  /** the events of a stream after a serial, oldest first */
  after(stream: string, serial: number): LoggedEvent[];
}

const maxEvents = 500;
const maxBytes = 4 * 1024 * 1024;

export function createEventLog(): EventLog {
  let events: LoggedEvent[] = [];
  let size = 0;
  let last = 0;
  return {
    append(stream, bytes) {
      const event = { serial: ++last, stream, bytes };
      events.push(event);
      size += bytes.length;
      if (events.length > maxEvents || size > maxBytes) {
        // in one cut to three quarters, so that the cost per event stays constant
        while (events.length > 1 && (events.length > maxEvents * 0.75 || size > maxBytes * 0.75)) size -= events.shift()?.bytes.length ?? 0;
        events = [...events];
      }
      return event;
    },
    after: (stream, serial) => events.filter((event) => event.stream === stream && event.serial > serial),
  };
}

export const eventId = ({ stream, serial }: LoggedEvent): string => `${stream}-${serial}`;

export function readEventId(id: string): { stream: string; serial: number } | undefined {
  const [, stream, serial] = /^([a-z0-9]{1,20})-(\d{1,12})$/.exec(id) ?? [];
  return stream === undefined ? undefined : { stream, serial: Number(serial) };
}
