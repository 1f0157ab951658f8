import type { RealServer } from './servers.mjs';

export interface Gate {
  close(): Promise<void>;
}
export declare function openGate(servers: readonly RealServer[]): Promise<Gate>;
export declare function compareServer(
  gate: Gate,
  server: RealServer,
): Promise<{ compared: number; unstable: string[]; differences: string[] }>;
