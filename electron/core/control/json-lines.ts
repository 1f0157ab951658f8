import type { Socket } from 'node:net';

const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** Calls `onValue` for each JSON line that arrives; a line that is no JSON or too long ends the connection. */
export function readJsonLines(socket: Socket, onValue: (value: unknown) => void): void {
  let parts: Buffer[] = [];
  let held = 0;
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8');
      parts = [];
      held = 0;
      rest = rest.subarray(end + 1);
      if (line.trim() === '') continue;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        socket.destroy();
        return;
      }
      onValue(value);
    }
    if (rest.length > 0) parts.push(rest);
    held += rest.length;
    if (held > MAX_LINE_BYTES) socket.destroy();
  });
}

/** Whoever does not read what it asked for is lost before it fills the memory. */
export function writeJsonLine(socket: Socket, value: unknown): void {
  if (socket.writableLength > MAX_LINE_BYTES) return void socket.destroy();
  if (socket.writable) socket.write(`${JSON.stringify(value)}\n`);
}
