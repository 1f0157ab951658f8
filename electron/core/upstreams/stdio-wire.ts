import spawn from 'cross-spawn';
import type { Clock } from '../ports/clock.js';
import type { Passage } from '../ports/corridor.js';
import { inTurns } from '../ports/in-turns.js';
import { NeverSent } from '../ports/upstreams.js';
import type { ByteRing } from './byte-ring.js';
import { createLineFramer } from './frame-lines.js';
import { paced } from './paced.js';
import { signalTree, type Watchdog } from './process-tree.js';
import { idInTail, readHead, withoutLineEnds } from './scan-envelope.js';
import type { Wire, WireEnd, WireSink } from './wire.js';

export interface StdioLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface StdioDeps {
  readonly clock: Clock;
  readonly stderr: ByteRing;
  readonly watchdog: Watchdog;
  readonly maxAnswerBytes: () => number;
}

interface Gathered {
  readonly text: string;
  readonly id: number | undefined;
  readonly passage: Passage | undefined;
}

/** unread bytes towards a server that does not read; beyond this, requests are not sent */
const maxQueuedBytes = 256 * 1024 * 1024;
/** the same for what nobody waits for, such as answers to its own questions: each may be small, and costs many times its size */
const maxUnawaitedBytes = 4 * 1024 * 1024;
const graceMs = 2000;

/**
 * Starts a server's program (no shell, the exact arguments) in a process group of its own and speaks newline-framed JSON-RPC with it
 * (2025-11-25, transports, stdio). Its end in any form (exit, signal, closed stdout, never started) is told once, by `closed`.
 */
export function openStdioWire(launch: StdioLaunch, sink: WireSink, deps: StdioDeps): Wire {
  const posix = process.platform !== 'win32';
  const child = spawn(launch.command, [...launch.args], {
    cwd: launch.cwd,
    env: { ...launch.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: posix,
    windowsHide: true,
    shell: false,
  });
  const { stdin, stdout, stderr } = child;
  let over = false;
  let stopping = false;
  let gone: () => void = () => {};
  const exited = new Promise<void>((resolve) => (gone = resolve));
  if (child.pid !== undefined) deps.watchdog.watch(child.pid);

  const end = (reason: WireEnd): void => {
    if (over) return;
    over = true;
    sink.closed(stopping ? { kind: 'stopped', problem: 'it was stopped' } : reason);
  };
  const killTree = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    if (child.pid !== undefined) signalTree(child.pid, signal);
  };

  const framer = createLineFramer(
    {
      line: (bytes) => sink.message(withoutLineEnds(bytes), undefined),
      tooLong(part) {
        if ('head' in part) {
          const said = readHead(part.head);
          if (typeof said === 'number') sink.tooLarge(said, 'known');
          headTold = said !== undefined;
        } else if (!headTold) sink.tooLarge(idInTail(part.tail), 'guess');
      },
      endless() {
        end({ kind: 'crash', problem: 'it wrote a line without end' });
        void close();
      },
    },
    () => ({ maxLineBytes: deps.maxAnswerBytes(), maxDiscardBytes: 15 * deps.maxAnswerBytes() }),
  );
  let headTold = false;

  stdout?.on(
    'data',
    inTurns(stdout, (chunk) => {
      if (!over) framer.push(chunk);
    }),
  );
  stdout?.on('end', () => {
    const lost = framer.end();
    if (lost > 0) sink.noise(Buffer.from(`(${lost} bytes without a line end when it stopped)`));
    // A server that closed its output can answer nothing more; give an exit code the chance to say why.
    deps.clock.after(500, () => {
      end({ kind: 'crash', problem: 'it closed its output' });
      void close();
    });
  });
  stderr?.on(
    'data',
    paced(stderr, (chunk) => deps.stderr.push(chunk), deps.clock),
  );
  stdin?.on('error', () => {
    // EPIPE: it reads no more. What was written may have been read, so calls in flight end with the process, as unknown.
    deps.clock.after(500, () => {
      end({ kind: 'crash', problem: 'it closed its input' });
      void close();
    });
  });
  stdout?.on('error', () => {});
  stderr?.on('error', () => {});
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (child.pid !== undefined) return;
    gone();
    end({ kind: 'unstartable', problem: `it could not be started: ${error.code ?? error.message}` });
  });
  child.on('exit', (code, signal) => {
    if (child.pid !== undefined) deps.watchdog.unwatch(child.pid);
    killTree('SIGKILL');
    gone();
    // let what it wrote last be read first
    const finish = (): void =>
      end({ kind: 'crash', problem: signal === null ? `it ended with exit code ${String(code)}` : `it was ended by ${signal}` });
    if (stdout === null || stdout.readableEnded || stdout.destroyed) finish();
    else {
      stdout.once('close', finish);
      deps.clock.after(500, finish);
    }
  });

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      if (turn.length > 0) write();
      stopping = true;
      stdin?.end();
      const leftWithin = (ms: number) =>
        Promise.race([exited.then(() => true), new Promise<boolean>((resolve) => deps.clock.after(ms, () => resolve(false)))]);
      if (!(await leftWithin(graceMs))) {
        killTree('SIGTERM');
        if (!(await leftWithin(graceMs))) {
          killTree('SIGKILL');
          await leftWithin(graceMs);
        }
      }
      stdout?.destroy();
      stderr?.destroy();
      end({ kind: 'stopped', problem: 'it was stopped' });
    })());

  /** messages of this turn of the event loop: written together, because each write wakes the server's process */
  let turn: Gathered[] = [];
  const write = (): void => {
    const messages = turn;
    turn = [];
    if (over || stopping || stdin === null) return;
    let text = '';
    for (const message of messages) if (mayLeave(message)) text += `${message.text}\n`;
    if (text !== '') stdin.write(text);
  };
  const mayLeave = ({ id, passage }: Gathered): boolean => {
    try {
      passage?.leave();
      return true;
    } catch (fault) {
      if (id !== undefined) sink.requestFailed(id, fault instanceof Error ? fault : new Error(String(fault)));
      return false;
    }
  };

  return {
    gathers: true,
    send(text, id, _headers, passage) {
      if (over || stopping || stdin === null || !stdin.writable) throw new NeverSent('the server is not running');
      if (stdin.writableLength > (id === undefined ? maxUnawaitedBytes : maxQueuedBytes))
        throw new NeverSent('the server does not read what it is sent');
      // by itself it would wait for nobody
      if (turn.length === 0 && !sink.others(id)) {
        passage?.leave();
        return void stdin.write(`${text}\n`);
      }
      if (turn.length === 0) setImmediate(write);
      turn.push({ text, id, passage });
    },
    ready: () => Promise.resolve(),
    forget: () => {},
    close,
    get processes() {
      return child.pid !== undefined && child.exitCode === null && child.signalCode === null ? 1 : 0;
    },
  };
}
