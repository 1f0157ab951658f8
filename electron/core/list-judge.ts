import type { JsonObject } from '../../shared/json/json.js';
import type { Finding, ScanVerdict } from '../../shared/model/risk.js';
import type { Pins } from './pins/create-pins.js';
import { instructionsName } from './pins/pin-book.js';
import type { ServerConfig } from '../../shared/model/views.js';
import { inSlices, type Slicing } from '../../shared/slices.js';
import type { Clock } from './ports/clock.js';
import type { ServerLists } from './ports/upstreams.js';
import type { DefinitionReader } from './definition-reader.js';
import type { ToolScan } from './risk/scan-definition.js';
import type { JudgedLists, ToolJudgement } from './tool-registry.js';

export interface ListJudgeDeps {
  readonly reader: Pick<DefinitionReader, 'read'>;
  readonly pins: Pick<Pins, 'prepare' | 'observing'>;
  /** annotations of a trusted server may lower a class */
  readonly trusted: (server: string) => boolean;
  /** what a person said of single tools, by name */
  readonly corrections: (server: string) => ServerConfig['corrections'];
  readonly clock: Clock;
  readonly pause: () => Promise<void>;
  /** something poisoned was held back */
  readonly quarantined: (server: string, tool: string, findings: readonly Finding[]) => void;
}

/**
 * Classes, findings and pins of one listing, taken together. Long lists are scanned in slices so that calls go on meanwhile. What is
 * poisoned or changed does not reach a client: tools by their state, prompts, resources and instructions by leaving them out.
 */
export function createListJudge({
  reader,
  pins,
  trusted,
  corrections,
  clock,
  pause,
  quarantined,
}: ListJudgeDeps): (lists: ServerLists) => Promise<JudgedLists> {
  /** INVARIANT: two listings of one server are never compared with its pins at the same time */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(server: string, work: () => Promise<T>): Promise<T> => {
    const before = turns.get(server) ?? Promise.resolve();
    const mine = before.then(work, work);
    turns.set(server, mine);
    return mine.finally(() => turns.get(server) === mine && turns.delete(server));
  };

  const slicing: Slicing = { nowMs: () => clock.monotonicMs(), pause };

  return async (lists) => {
    const { server } = lists;
    const { scans, tools: read } = await reader.read(lists, { trusted: trusted(server), corrections: corrections(server) });
    const of = (kind: ToolScan['kind']): Map<string, ToolScan> =>
      new Map(scans.filter((scan) => scan.kind === kind).map((scan) => [scan.tool, scan]));
    const poisoned = (found: ReadonlyMap<string, ToolScan>): Set<string> =>
      new Set([...found].filter(([, scan]) => scan.verdict === 'poisoned').map(([name]) => name));
    const toolScans = of('tool');
    const instructions = of('instructions').get('');
    const held = poisoned(toolScans);
    if (instructions?.verdict === 'poisoned') held.add(instructionsName);

    await inSlices(pins.prepare(lists.tools), slicing);
    const report = await inTurn(server, () => inSlices(pins.observing(server, lists, held), slicing));
    const tools = new Map<string, ToolJudgement>();
    const judging = function* (): Generator<void, void> {
      for (const [name, reading] of read) {
        yield;
        const pin = report.get(name);
        if (pin === undefined) continue;
        const scan: { verdict: ScanVerdict; findings: readonly Finding[] } = toolScans.get(name) ?? { verdict: 'poisoned', findings: [] };
        if (pin.state === 'quarantined') quarantined(server, name, scan.findings);
        tools.set(name, { ...reading, scan: scan.verdict, findings: scan.findings, definitionHash: pin.hash, pin: pin.state });
      }
    };
    await inSlices(judging(), slicing);

    return {
      tools,
      prompts: without(lists.prompts, 'name', poisoned(of('prompt'))),
      resources: without(lists.resources, 'uri', poisoned(of('resource'))),
      resourceTemplates: without(lists.resourceTemplates, 'uriTemplate', poisoned(of('resource-template'))),
      initializeResult: report.instructions.state === 'pinned' ? lists.initializeResult : withoutInstructions(lists.initializeResult),
    };
  };
}

function without(entries: readonly JsonObject[], field: string, names: ReadonlySet<unknown>): readonly JsonObject[] {
  return names.size === 0 ? entries : entries.filter((entry) => !names.has(entry[field]));
}

function withoutInstructions(result: JsonObject): JsonObject {
  const { instructions: _instructions, ...rest } = result;
  return rest;
}
