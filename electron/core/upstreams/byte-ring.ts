/** Keeps the newest `maxBytes` bytes of a stream and counts what it dropped. Constant work per byte, memory bounded by twice the limit. */
export function createByteRing(maxBytes: number) {
  let chunks: Buffer[] = [];
  let size = 0;
  let dropped = 0;
  return {
    push(chunk: Buffer): void {
      const kept = chunk.length > maxBytes ? chunk.subarray(chunk.length - maxBytes) : chunk;
      dropped += chunk.length - kept.length;
      chunks.push(Buffer.from(kept));
      size += kept.length;
      if (chunks.length > 4096) chunks = [Buffer.concat(chunks)];
      while (size > maxBytes) {
        const oldest = chunks[0] as Buffer;
        const surplus = Math.min(size - maxBytes, oldest.length);
        if (surplus === oldest.length) chunks.shift();
        else chunks[0] = oldest.subarray(surplus);
        size -= surplus;
        dropped += surplus;
      }
    },
    /** what is kept, as text: bytes that are no UTF-8 become U+FFFD */
    text: (): string => Buffer.concat(chunks).toString('utf8'),
    droppedBytes: (): number => dropped,
  };
}
export type ByteRing = ReturnType<typeof createByteRing>;
