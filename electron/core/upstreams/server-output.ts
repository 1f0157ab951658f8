import { createByteRing, type ByteRing } from './byte-ring.js';

/** What one server wrote beside the protocol, across its restarts. */
export interface ServerOutput {
  /** the newest of its error output, with its noise among it */
  readonly stderr: ByteRing;
  /** lines of its output that were no protocol */
  readonly noise: number;
  /** a line of its output that is no protocol */
  strayed(bytes: Buffer): void;
}

const stderrBytes = 1024 * 1024;
/** of a line that is no protocol */
const shownBytes = 4096;

export function createServerOutput(): ServerOutput {
  const stderr = createByteRing(stderrBytes);
  let noise = 0;
  return {
    stderr,
    get noise() {
      return noise;
    },
    strayed(bytes) {
      noise += 1;
      stderr.push(Buffer.concat([Buffer.from('[stdout] '), bytes.subarray(0, shownBytes), Buffer.from('\n')]));
    },
  };
}
