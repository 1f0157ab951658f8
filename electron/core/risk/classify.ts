import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import type { Classification, Evidence, RiskClass } from '../../../shared/model/risk.js';
import { labelsOf } from './labels.js';
import { readName, sharedPrefix, type Candidate } from './name-reading.js';
import { patternsOf } from './patterns.js';
import { recommend } from './recommend.js';
import { freeFormCode, namesSubCommand, parametersOf, readSchema, type Parameter } from './schema-reading.js';
import { severityOf, signalsOf } from './signals.js';
import { readDescription } from './text-reading.js';
import { dangerOrder } from './verbs.js';
import { wordsOfName } from './words.js';
import { coreWords } from '../../../shared/words/core/en.js';

export interface ClassifyInput {
  readonly server: string;
  /** the tool's whole definition, as it stands in a `tools/list` answer */
  readonly tool: JsonObject;
  /** names of the server's tools; used to tell a family name from a verb */
  readonly siblings?: readonly string[];
  /** annotations of a trusted server may lower a class; of any other they may only raise it */
  readonly trusted?: boolean;
  readonly ignoreAnnotations?: boolean;
}

const stringOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

/**
 * Says what a tool can do and why, from its definition alone: deterministic, no network, never throws on any JSON.
 * Each quote of the evidence is a literal piece of the definition.
 */
export function classifyTool(input: ClassifyInput): Classification {
  return classifyWith(input, sharedPrefix(input.siblings ?? []));
}

/** Classifies all tools of one server; the siblings are read once. */
export function classifyList(
  server: string,
  tools: readonly JsonObject[],
  options: Pick<ClassifyInput, 'trusted' | 'ignoreAnnotations'> = {},
): Classification[] {
  const classify = classifierOf(server, tools, options);
  return tools.map(classify);
}

/** The same one tool at a time, for callers that must not stall: the siblings are read now, each tool when it is asked for. */
export function classifierOf(
  server: string,
  tools: readonly JsonObject[],
  options: Pick<ClassifyInput, 'trusted' | 'ignoreAnnotations'> = {},
): (tool: JsonObject) => Classification {
  const prefix = sharedPrefix(tools.map((tool) => stringOf(tool['name'])));
  return (tool) => classifyWith({ server, tool, ...options }, prefix);
}

function classifyWith(input: ClassifyInput, prefixOf: (name: string) => number): Classification {
  const { tool } = input;
  const name = stringOf(tool['name']);
  const title = stringOf(tool['title']);
  const description = stringOf(tool['description']);
  const parameters = parametersOf(tool['inputSchema']);
  const judged = judge(tool, parameters, prefixOf(name));
  const annotations = input.ignoreAnnotations === true ? undefined : tool['annotations'];
  const claimed = withAnnotations(judged, isJsonObject(annotations) ? annotations : undefined, input.trusted === true);
  const found = signalsOf({ name, title, description, parameters, class: claimed.class });
  const evidence: Evidence[] = [...claimed.evidence, ...found.evidence];
  const severity = severityOf(claimed.class, found, claimed.saysDestructive);
  const facts = { class: claimed.class, severity, signals: found.signals };
  const labels = labelsOf({ class: claimed.class, signals: [...found.signals] }, tool, parameters);
  return {
    class: claimed.class,
    severity,
    confidence: confidenceOf(claimed, description),
    evidence,
    signals: [...found.signals],
    patterns: patternsOf({ ...facts, labels }),
    recommended: recommend(facts),
  };
}

interface Judged {
  readonly class: RiskClass;
  readonly strength: number;
  readonly agreement: boolean;
  readonly evidence: readonly Evidence[];
  readonly saysDestructive: boolean;
}

/** "Download" that must be told where to write is not only a look. */
function savesFiles(fromName: readonly Candidate[], parameters: readonly Parameter[]): Candidate[] {
  if (!fromName.some((candidate) => /^(?:download|export|capture|screenshot|record|dump)$/i.test(candidate.quote))) return [];
  const place = parameters.find(
    (parameter) =>
      parameter.required &&
      parameter.depth <= 1 &&
      /^(?:output|dest|target|save|local).*(?:dir|path|file|folder)|^(?:destination|outfile)$/i.test(parameter.name),
  );
  return place === undefined
    ? []
    : [{ class: 'write', strength: 0.85, from: 'schema', quote: place.name, says: coreWords.evidence.savesFile }];
}

/** A tool that takes the name of one of its own commands without listing them: what it does depends on the call. */
function routes(parameters: readonly Parameter[]): Candidate[] {
  const command = parameters.find((parameter) => parameter.depth === 0 && parameter.name === 'command' && parameter.choices.length === 0);
  if (command === undefined || !namesSubCommand(command, parameters)) return [];
  return [{ class: 'execute', strength: 0.5, from: 'schema', quote: 'command', says: coreWords.evidence.routes }];
}

const evidenceOf = (candidate: Candidate): Evidence => ({ from: candidate.from, quote: candidate.quote, says: candidate.says });

function judge(tool: JsonObject, parameters: readonly Parameter[], prefix: number): Judged {
  const name = stringOf(tool['name']);
  const title = stringOf(tool['title']);
  const description = stringOf(tool['description']);
  const fromName = readName(name, prefix);
  const nameIsSure = fromName.some((candidate) => candidate.strength >= 0.8);
  const fromTitle: Candidate[] =
    nameIsSure || title === ''
      ? []
      : readName(title, 0).map((candidate) => ({ ...candidate, from: 'title', strength: candidate.strength * 0.8 }));
  const fromText = readDescription(description, fromName.length === 0 || !nameIsSure);
  // a query that takes SQL is no look by name alone
  const looking = fromName.some(
    (candidate) => candidate.class === 'read' && candidate.strength >= 0.8 && candidate.quote.toLowerCase() !== 'query',
  );
  const fromSchema = [...readSchema(parameters, looking), ...savesFiles(fromName, parameters), ...routes(parameters)];
  const nameWords = wordsOfName(name).map((word) => word.text);
  const code = freeFormCode(parameters, description, nameWords);
  // "storage", "search": the one-word name of a tool that routes to commands of its own is a noun
  const named =
    routes(parameters).length > 0 && nameWords.length === 1
      ? fromName.map((candidate) => ({ ...candidate, strength: candidate.strength * 0.6 }))
      : fromName;
  // "Manage teams", whose actions are all listed and all look: the list says it better
  const listsLooks = fromSchema.some((candidate) => candidate.class === 'read' && candidate.says.includes(' picks among '));
  const said = listsLooks ? fromText.filter((candidate) => !/^(?:manag|handl|administer|work)/i.test(candidate.quote)) : fromText;
  const candidates = [...named, ...fromTitle, ...said, ...fromSchema];
  // a bare process noun ("coverage_map", "release_plan") without a word of explanation may keep something: taken as a change
  if (
    description.trim() === '' &&
    candidates.length > 0 &&
    candidates.every(
      (candidate) =>
        candidate.class === 'read' &&
        candidate.strength < 0.7 &&
        !/^(?:status|info|information|details|stats|statistics|history|logs|schema|metadata|overview|summary|usage|metrics|docs|documentation|reference|examples?|extract|whoami|weather|forecast|query|audit|run|execute|perform|generate)$/i.test(
          candidate.quote,
        ),
    )
  ) {
    return decide(
      candidates.map((candidate) => ({ ...candidate, class: 'write', strength: 0.45, says: coreWords.evidence.nothingSaysReads })),
      false,
    );
  }
  const readOnlyText = fromText.some((candidate) => candidate.says === coreWords.evidence.saysReads);
  const selects = readOnlyText || /\bSELECT (?:quer|statement)/.test(description) || (nameWords.includes('read') && code?.sql === true);
  if (code !== undefined && !selects && !looking) {
    candidates.push({
      class: 'execute',
      strength: 0.95,
      from: 'schema',
      quote: code.quote,
      says: coreWords.evidence.freeForm,
    });
  }
  const sureDanger = fromName.some((candidate) => candidate.strength >= 0.8 && candidate.class !== 'read');
  // "read-only" decides only where the name does not say otherwise: it is a claim of the server
  const heard =
    readOnlyText && !sureDanger ? candidates.filter((candidate) => candidate.class === 'read' || candidate.from === 'schema') : candidates;
  return decide(heard.length > 0 ? heard : candidates, code !== undefined && !selects && !looking);
}

function decide(candidates: readonly Candidate[], freeForm: boolean): Judged {
  const top = Math.max(0, ...candidates.map((candidate) => candidate.strength));
  if (top < 0.4)
    return { class: 'unclassified', strength: top, agreement: false, evidence: candidates.map(evidenceOf), saysDestructive: false };
  const weighty = candidates.filter((candidate) => candidate.strength >= Math.max(0.4, top - 0.2));
  let worst = weighty.reduce((a, b) => (dangerOrder[b.class] > dangerOrder[a.class] ? b : a));
  if (freeForm && worst.class === 'destructive' && worst.from !== 'name')
    worst = weighty.find((candidate) => candidate.class === 'execute') ?? worst;
  const ordered = [...candidates].sort(
    (a, b) => Number(b.class === worst.class) - Number(a.class === worst.class) || b.strength - a.strength,
  );
  const sources = new Set(weighty.filter((candidate) => candidate.class === worst.class).map((candidate) => candidate.from));
  return {
    class: worst.class,
    strength: worst.strength,
    agreement: sources.size > 1,
    evidence: unique(ordered.filter((candidate) => candidate.class === worst.class || candidate.strength >= 0.5))
      .slice(0, 6)
      .map(evidenceOf),
    saysDestructive: false,
  };
}

const unique = (candidates: readonly Candidate[]): Candidate[] => {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const key = `${candidate.from}|${candidate.quote}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
};

/** Annotations are claims: they raise a class for anyone, and lower it only where the user trusts the server. */
function withAnnotations(judged: Judged, annotations: JsonObject | undefined, trusted: boolean): Judged {
  if (annotations === undefined) return judged;
  const readOnly = annotations['readOnlyHint'];
  const destructive = annotations['destructiveHint'];
  const claim = (riskClass: RiskClass, quote: string, says: string): Judged => ({
    ...judged,
    class: riskClass,
    strength: Math.max(judged.strength, 0.7),
    evidence: [{ from: 'annotations', quote, says }, ...judged.evidence],
  });
  if (destructive === true && readOnly !== true) {
    const raised = claim('destructive', 'destructiveHint', coreWords.evidence.authorDestructive);
    return { ...raised, class: dangerOrder[judged.class] < dangerOrder.execute ? 'destructive' : judged.class, saysDestructive: true };
  }
  if (readOnly === false && (judged.class === 'read' || judged.class === 'unclassified'))
    return claim('write', 'readOnlyHint', coreWords.evidence.authorChanges);
  if (trusted && readOnly === true && judged.class !== 'financial') return claim('read', 'readOnlyHint', coreWords.evidence.authorReads);
  if (trusted && destructive === false && judged.class === 'destructive')
    return claim('write', 'destructiveHint', coreWords.evidence.authorHarmless);
  return judged;
}

function confidenceOf(judged: Judged, description: string): number {
  if (judged.class === 'unclassified') return 0.2;
  const base = Math.min(0.95, judged.strength + (judged.agreement ? 0.06 : -0.08));
  const words = description.trim() === '' ? -0.2 : description.trim().length < 12 ? -0.1 : 0;
  return Math.round(Math.max(0.2, base + words) * 100) / 100;
}
