import type { BridgeCommand } from '../ports/bridge-command.js';
import type { ServerConfig, TransportConfig } from '../../../shared/model/views.js';
import type { Result } from '../../../shared/result.js';
import type { SecretValue } from './launch.js';

/** A server to put behind the gate. The values go to the secret store. */
export interface ImportedServer {
  readonly name: string;
  readonly transport: TransportConfig;
  readonly values: readonly SecretValue[];
  /** added, but not to be started before a person switches it on */
  readonly off?: boolean | undefined;
}

/** `<command> <args> connect --client NAME … --data-dir DIR`, with this environment added */
export type BridgeInto = BridgeCommand & { readonly dataDir: string };

/** Words of a command line, or an address, with the passwords and keys in them covered by `•••`. */
export type Covered = (words: readonly string[]) => readonly string[];

/** What this room asks of the rest of the core. */
export interface Gate {
  /** port that applications reach it at */
  port(): number;
  servers(): readonly ServerConfig[];
  readonly covered: Covered;
  /** whether the stored value of a server's variable or header is exactly this one; undefined asks for any value or none */
  hasValue(server: string, kind: 'env' | 'header', name: string, value: string | undefined): boolean;
  addServer(server: ImportedServer): Result<ServerConfig>;
  /** takes a server away again, values and all, that came with a change which then could not be made */
  removeServer(name: string): void;
  /** the client's token; makes the client when there is none yet */
  tokenFor(client: string, application: { readonly id: string; readonly name: string }): Result<string>;
  removeClient(client: string): void;
  /** how an application starts the bridge: absolute paths, no token */
  bridgeCommand(): BridgeInto;
  /** names of a server's tools where they are known; absent or undefined: not known yet */
  toolNames?: ((server: string) => readonly string[] | undefined) | undefined;
  /** opens a link in the application that it is for; false where that cannot be done. Absent: there is nobody to see it */
  open?: ((url: URL) => Promise<boolean>) | undefined;
  /** asks the running gate for an answer in the client's name; absent while none runs */
  handshake?: ((client: string, server: string | undefined) => Promise<Result<void>>) | undefined;
}
