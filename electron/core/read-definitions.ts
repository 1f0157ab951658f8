import type { JsonObject } from '../../shared/json/json.js';
import type { Classification } from '../../shared/model/risk.js';
import type { ServerConfig } from '../../shared/model/views.js';
import { inSlices, type Slicing } from '../../shared/slices.js';
import { coreWords } from '../../shared/words/core/en.js';
import { fill } from '../../shared/words/say.js';
import type { ServerLists } from './ports/upstreams.js';
import { classifierOf } from './risk/classify.js';
import { labelsOf } from './risk/labels.js';
import { scanListSliced, type ToolScan } from './risk/scan-definition.js';
import type { ToolJudgement } from './tool-registry.js';

/** What a list says, by itself: nothing of pins or rules. The same for the same list, server, trust and corrections. */
export interface DefinitionReading {
  readonly scans: readonly ToolScan[];
  /** by name; of two tools of one name the first */
  readonly tools: ReadonlyMap<string, Pick<ToolJudgement, 'classification' | 'labels'>>;
}

export interface ReadingOptions {
  /** annotations of a trusted server may lower a class */
  readonly trusted: boolean;
  /** what a person said of single tools, by name */
  readonly corrections: ServerConfig['corrections'];
}

/** Findings, classes and labels of one list, in slices. */
export async function readDefinitions(lists: ServerLists, options: ReadingOptions, slicing: Slicing): Promise<DefinitionReading> {
  const scans = await scanListSliced(lists, slicing);
  const classify = classifierOf(lists.server, lists.tools, { trusted: options.trusted });
  const corrected = options.corrections ?? {};
  const tools = new Map<string, Pick<ToolJudgement, 'classification' | 'labels'>>();
  const classifying = function* (): Generator<void, void> {
    for (const definition of lists.tools) {
      yield;
      const name = definition['name'];
      if (typeof name !== 'string' || tools.has(name)) continue;
      const own = Object.hasOwn(corrected, name) ? corrected[name] : undefined;
      const classification = withClass(classify(definition), own?.class);
      tools.set(name, { classification, labels: own?.labels ?? labelsOf(classification, definition) });
    }
  };
  await inSlices(classifying(), slicing);
  return { scans, tools };
}

const sample: JsonObject = {
  name: 'read_file',
  description: 'Reads a file and returns its text. The path is relative to the working folder.',
  inputSchema: {
    type: 'object',
    properties: { path: { type: 'string', description: 'The path of the file to read.' } },
    required: ['path'],
  },
};

/** Reads a definition of no server, so that what definitions are read with is compiled while the first server starts. */
export async function readAhead(slicing: Slicing): Promise<void> {
  await scanListSliced({ server: '', tools: [sample] }, slicing);
  classifierOf('', [sample], { trusted: false })(sample);
}

const severityOf = {
  read: 'low',
  write: 'medium',
  execute: 'high',
  unclassified: 'high',
  destructive: 'critical',
  financial: 'critical',
} as const;

/** A person's word before the classifier's; the severity follows, and the evidence says whose word it is. */
function withClass(classification: Classification, own: Classification['class'] | undefined): Classification {
  if (own === undefined || own === classification.class) return classification;
  return {
    ...classification,
    class: own,
    severity: severityOf[own],
    confidence: 1,
    evidence: [
      { from: 'you', quote: own, says: fill(coreWords.evidence.yours, { class: classification.class }) },
      ...classification.evidence,
    ],
  };
}
