import type { ClientView, GateView, ServerView, ToolView, TransportConfig } from '../../shared/model/views.js';
import type { Result } from '../../shared/result.js';
import type { ApprovalsRoom } from './approvals/create-approvals.js';
import type { AuditRoom } from './audit/create-audit.js';
import type { Board } from './board.js';
import type { Changes } from './changes.js';
import type { Catalogue } from './catalogue/create-catalogue.js';
import type { ApplicationFiles } from './clients/application-files.js';
import type { ClientsRoom } from './clients/create-clients.js';
import type { Origin } from './core.js';
import type { LimitsRoom } from './limits/limits.js';
import type { Modes } from './modes.js';
import type { Notices } from './notices.js';
import type { Pins } from './pins/create-pins.js';
import type { PolicyRoom } from './policy/policy-room.js';
import type { BridgeCommand } from './ports/bridge-command.js';
import type { Ids } from './ports/ids.js';
import type { Paths } from './ports/paths.js';
import type { SecretStore } from './ports/secret-store.js';
import type { ServerLists } from './ports/upstreams.js';
import type { ClientRoom } from './settings/client-directory.js';
import type { SettingsRoom } from './settings/create-settings.js';
import type { ToolRegistry } from './tool-registry.js';
import type { UpstreamsRoom } from './upstreams/create-upstreams.js';

/** The rooms, assembled, and the few things that need more than one of them. Commands work on this and nothing else. */
export interface House {
  readonly settings: SettingsRoom;
  readonly clients: ClientRoom;
  /** the AI applications of this machine */
  readonly applications: () => Promise<ClientsRoom>;
  /** what is known of them without what reads their files */
  readonly applicationFiles: () => Promise<ApplicationFiles>;
  /** how applications start the bridge */
  readonly bridge: () => BridgeCommand;
  /** resolves when no application's file that was replaced is looked after any more */
  readonly applicationsSettled: () => Promise<void>;
  /** servers to add; loaded when somebody looks */
  readonly catalogue: () => Promise<Catalogue>;
  readonly version: string;
  nowMs(): number;
  readonly secrets: SecretStore;
  readonly upstreams: UpstreamsRoom;
  readonly registry: ToolRegistry;
  readonly policy: PolicyRoom;
  readonly limits: LimitsRoom;
  readonly approvals: ApprovalsRoom;
  readonly audit: AuditRoom;
  readonly pins: Pins;
  readonly modes: Modes;
  readonly notices: Notices;
  readonly changes: Changes;
  readonly board: Board;
  readonly ids: Ids;
  readonly paths: Paths;

  gateView(): GateView;
  serverViews(): ServerView[];
  clientViews(): ClientView[];
  /** With `client`: the positions as they are for that client. Gives way to other work between tools. */
  toolViews(server: string, client?: string): Promise<ToolView[]>;
  toolView(server: string, tool: string): ToolView | undefined;
  /** does long work in pieces, between which other work goes on */
  inTurn<T>(work: Iterator<unknown, T>): Promise<T>;

  /** whether this could be started at all: the command exists, the address is well-formed */
  checkLaunch(name: string, transport: TransportConfig): Promise<Result<void>>;
  /** lists it in the background, in a face that serves */
  serverAdded(name: string): void;
  /** sets up a server that was just added as the catalogue knows it: one that keeps a browser is started for each client */
  asCatalogued(name: string): Promise<void>;
  serverRemoved(name: string): Promise<void>;
  serverStopped(name: string): Promise<void>;
  /** takes a server's lists and judges them */
  refresh(name: string): Promise<Result<ServerLists>>;
  judgeAgain(name: string): Promise<void>;
  /** resolves when the person has signed in and the server was listed with it, or with one line why not */
  signIn(name: string): Promise<Result<void>>;
  /** the client that a person registered at a remote server's authorization server; an empty value takes it back */
  setSignInClient(name: string, key: 'client_id' | 'client_secret', value: string): void;
  /** ends what runs and waits for it */
  endClient(name: string): void;
  /** What ran for it, the answers remembered for it and its tasks end with it: a later client of its name is another. */
  clientRemoved(name: string): void;
  portChanged(): void;
  openPage(page: string): Result<Record<string, never>>;
  quit(): Result<Record<string, never>>;
  actOnNotice(id: string, action: string, from: Origin): Promise<Result<Record<string, never>>>;
}
