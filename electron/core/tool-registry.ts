import { isJsonObject, type JsonObject } from '../../shared/json/json.js';
import type { Classification, Finding, ScanVerdict } from '../../shared/model/risk.js';
import type { PinState } from '../../shared/model/views.js';
import type { Logger } from './ports/logger.js';
import type { ToolFacts, ToolSource } from './ports/rooms.js';
import type { ServerLists } from './ports/upstreams.js';

/** What the rooms beside it say of one tool. */
export interface ToolJudgement {
  readonly classification: Classification;
  readonly scan: ScanVerdict;
  readonly findings: readonly Finding[];
  readonly definitionHash: string;
  readonly pin: PinState;
  readonly labels: ToolFacts['labels'];
}

/** One listing, judged: only what is in here is ever shown to a client. */
export interface JudgedLists extends Pick<ServerLists, 'prompts' | 'resources' | 'resourceTemplates' | 'initializeResult'> {
  readonly tools: ReadonlyMap<string, ToolJudgement>;
}

export interface KnownTool extends ToolFacts {
  readonly classification: Classification;
  readonly definition: JsonObject;
}

export interface ToolRegistry extends ToolSource {
  get(server: string, tool: string): KnownTool | undefined;
  of(server: string): readonly KnownTool[];
  /** the lists as last judged: what clients are shown; never lists that were not judged yet */
  lists(server: string): ServerLists | undefined;
  /** Judges lists anew and makes them the ones in force. Resolves when that is done; later lists win over earlier ones. Rejects, and the server has no lists, when judging fails. */
  take(lists: ServerLists): Promise<void>;
  /** judges the present lists again (a pin was accepted, a quarantine released) */
  again(server: string): Promise<void>;
  forget(server: string): void;
}

/** tools taken in one stretch */
const piece = 500;

/**
 * The map from (server, tool) to facts. Definitions become visible only after they were classified, scanned and compared with
 * their pins. Names are looked up, never split.
 */
export function createToolRegistry(deps: {
  judge: (lists: ServerLists) => Promise<JudgedLists>;
  place: (server: string) => { readonly remote: boolean; readonly cwd: string | undefined };
  changed: (server: string) => void;
  logger: Logger;
  /** gives way to other work, between pieces of a long list */
  pause: () => Promise<void>;
}): ToolRegistry {
  const servers = new Map<string, { raw: ServerLists; lists: ServerLists; tools: Map<string, KnownTool> }>();
  const turns = new Map<string, number>();

  const judge = async (lists: ServerLists): Promise<void> => {
    const turn = (turns.get(lists.server) ?? 0) + 1;
    turns.set(lists.server, turn);
    const { tools: judgements, ...judged } = await deps.judge(lists).catch((fault: unknown) => {
      // INVARIANT: what was judged before is not what the server offers now; with no judgement of that, it has no tools
      if (turns.get(lists.server) === turn && servers.delete(lists.server)) deps.changed(lists.server);
      throw fault;
    });
    const place = deps.place(lists.server);
    const tools = new Map<string, KnownTool>();
    for (const [at, definition] of lists.tools.entries()) {
      if (at % piece === piece - 1) await deps.pause();
      const name = definition['name'];
      if (typeof name !== 'string') {
        deps.logger.warn('tools.nameless', { server: lists.server });
        continue;
      }
      const judgement = judgements.get(name);
      // A name listed twice could mean two things: the first stands for both, and a tool nobody judged is not shown.
      if (judgement === undefined || tools.has(name)) continue;
      const { classification, ...rest } = judgement;
      tools.set(name, {
        ...rest,
        ...place,
        server: lists.server,
        tool: name,
        class: classification.class,
        severity: classification.severity,
        evidence: classification.evidence,
        inputSchema: isJsonObject(definition['inputSchema']) ? definition['inputSchema'] : undefined,
        classification,
        definition,
      });
    }
    // later lists win over earlier ones
    if (turns.get(lists.server) !== turn) return;
    servers.set(lists.server, {
      raw: lists,
      lists: { ...lists, ...judged, tools: [...tools.values()].map((tool) => tool.definition) },
      tools,
    });
    deps.changed(lists.server);
  };
  /** the newest listing of each server, judged or being judged: it comes in by the news of a listing and by whoever asked for it */
  const newest = new Map<string, { readonly lists: ServerLists; readonly done: Promise<void> }>();
  const take = (lists: ServerLists): Promise<void> => {
    const known = newest.get(lists.server);
    if (known?.lists === lists) return known.done;
    const taken = { lists, done: judge(lists) };
    newest.set(lists.server, taken);
    // a listing that could not be judged may be tried again
    void taken.done.catch(() => newest.get(lists.server) === taken && newest.delete(lists.server));
    return taken.done;
  };

  return {
    get: (server, tool) => servers.get(server)?.tools.get(tool),
    of: (server) => [...(servers.get(server)?.tools.values() ?? [])],
    lists: (server) => servers.get(server)?.lists,
    take,
    async again(server) {
      const known = servers.get(server);
      if (known !== undefined) await judge(known.raw);
    },
    forget(server) {
      turns.set(server, (turns.get(server) ?? 0) + 1);
      servers.delete(server);
      newest.delete(server);
    },
  };
}
