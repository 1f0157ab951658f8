import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fail, type Result } from '../../../shared/result.js';

const MAX_LINE_MEGABYTES = 64;
const MAX_LINE_BYTES = MAX_LINE_MEGABYTES * 1024 * 1024;

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

const AT_ONCE = 1000;

/** The line of an answer, which says so where the other side would take it for too long. */
export async function answerLine(id: unknown, result: Result<unknown>): Promise<string> {
  const line = await resultLine(id, result).catch((fault: unknown) => {
    // longer than any text can be
    if (fault instanceof RangeError) return undefined;
    throw fault;
  });
  if (line !== undefined && Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;
  return resultLine(id, fail('TOO_LONG', `the answer is longer than ${MAX_LINE_MEGABYTES} MB`, 'ask for less'));
}

/** One line of JSON; a long list that stands at `result.value` is written down in pieces, between which other work goes on. */
export async function resultLine(id: unknown, result: Result<unknown>): Promise<string> {
  if (!result.ok || !Array.isArray(result.value) || result.value.length <= AT_ONCE) return `${JSON.stringify({ id, result })}\n`;
  const pieces: string[] = [];
  for (let at = 0; at < result.value.length; at += AT_ONCE) {
    if (at > 0) await setImmediate();
    pieces.push(JSON.stringify(result.value.slice(at, at + AT_ONCE)).slice(1, -1));
  }
  return `{"id":${JSON.stringify(id)},"result":{"ok":true,"value":[${pieces.join(',')}]}}\n`;
}

/** Whoever does not read what it asked for is lost before it fills the memory. */
export function writeLine(socket: Socket, line: string): void {
  if (socket.writableLength > MAX_LINE_BYTES) return void socket.destroy();
  if (socket.writable) socket.write(line);
}

export const writeJsonLine = (socket: Socket, value: unknown): void => writeLine(socket, `${JSON.stringify(value)}\n`);
