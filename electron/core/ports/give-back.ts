const largeBytes = 4096;
let nobody: MessagePort | undefined;

/**
 * Gives the memory of large buffers back now, not when they are collected: the engine looks through its whole heap for every ten megabytes that
 * lie outside of it (docs/adr/0017). For who holds them alone; whoever holds one nevertheless finds it empty, never with bytes of another.
 */
export function giveBack(buffers: readonly Buffer[]): void {
  // only what fills its memory: something else may stand in the rest
  const whole = new Set<ArrayBuffer>();
  for (const { length, buffer } of buffers) if (length >= largeBytes && length === buffer.byteLength) whole.add(buffer as ArrayBuffer);
  if (whole.size === 0) return;
  nobody ??= closedPort();
  // what is transferred leaves its owner whether anybody listens or not (HTML, 9.4.4), and then nobody has it
  nobody.postMessage(undefined, [...whole]);
}

function closedPort(): MessagePort {
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
}
