import { giveBack } from './give-back.js';

/** from here on a piece is kept as it came */
const largeBytes = 4096;
const mostSmall = 256;

/**
 * Bytes that come in pieces and are wanted whole. Whoever sends them may cut them as small as they like: small pieces are joined on the way, so that
 * what is held is no more than a few times what was sent. Each byte is copied at most twice, and not at all where one piece is everything.
 */
export class Pieces {
  bytes = 0;
  private kept: Buffer[] = [];
  private small: Buffer[] = [];

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.bytes += piece.length;
    if (piece.length < largeBytes) {
      this.small.push(piece);
      if (this.small.length === mostSmall) this.fold();
      return;
    }
    this.fold();
    this.kept.push(piece);
  }

  /** everything, and nothing is left */
  take(): Buffer {
    if (this.kept.length + this.small.length === 1) {
      this.bytes = 0;
      return (this.kept.pop() ?? this.small.pop()) as Buffer;
    }
    this.fold();
    const whole = Buffer.concat(this.kept, this.bytes);
    this.clear();
    return whole;
  }

  /** As `take`, for who holds the pieces alone: what was joined is given back. */
  takeOwn(): Buffer {
    const { kept } = this;
    const whole = this.take();
    giveBack(kept);
    return whole;
  }

  clear(): void {
    this.bytes = 0;
    this.kept = [];
    this.small = [];
  }

  private fold(): void {
    const [first] = this.small;
    if (first === undefined) return;
    this.kept.push(this.small.length === 1 ? first : Buffer.concat(this.small));
    this.small = [];
  }
}
