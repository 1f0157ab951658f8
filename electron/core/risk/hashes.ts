/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Where a hash stands among those given, which ascend and are four bytes each in base64; -1 where it is none of them. */
export function placesOf(base64: string): (hash: number) => number {
  // copied, so that numbers of four bytes stand where four bytes begin
  const hashes = new Uint32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
  /** where hashes begin whose upper 12 bits are at least so much */
  const begins = new Uint32Array(4097).fill(hashes.length);
  for (let at = hashes.length - 1; at >= 0; at -= 1) begins[(hashes[at] ?? 0) >>> 20] = at;
  for (let at = 4095; at >= 0; at -= 1) begins[at] = Math.min(begins[at] ?? 0, begins[at + 1] ?? 0);
  return (hash) => {
    let at = begins[hash >>> 20] ?? 0;
    const end = begins[(hash >>> 20) + 1] ?? 0;
    while (at < end && (hashes[at] ?? 0) < hash) at += 1;
    return at < end && hashes[at] === hash ? at : -1;
  };
}
