import type { ConnectedFile } from './connections.js';
import type { Gate } from './gate-port.js';

export interface Handshake {
  readonly verified: boolean;
  /** the server that did not answer, and why */
  readonly silent?: string | undefined;
  readonly problem?: string;
}

/** Calls each server that the files lead to, as the application would; ends at the first that does not answer. */
export async function shakeHands(gate: Gate, client: string, files: readonly ConnectedFile[]): Promise<Handshake> {
  if (gate.handshake === undefined) return { verified: false };
  const servers = [
    ...new Set(files.flatMap((file) => file.changes.filter((change) => change.kind !== 'removed').map((change) => change.server))),
  ];
  for (const server of servers) {
    const answered = await gate.handshake(client, server);
    if (answered.ok) continue;
    const { message } = answered.error;
    return {
      verified: false,
      silent: server,
      problem: server === undefined || message.startsWith(`${server} `) ? message : `${server}: ${message}`,
    };
  }
  return { verified: true };
}
