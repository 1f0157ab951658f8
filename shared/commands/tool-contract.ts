import { z } from 'zod';
import { publishedTool } from '../model/catalogue.js';
import { classification, finding, riskClass } from '../model/risk.js';
import { toolView } from '../model/views.js';
import { flowLabel, reportFormat, stackView } from '../report/report.js';
import { done, entry, json, nothing, revised } from './entry.js';

const oneTool = z.strictObject({ server: z.string(), tool: z.string() });
const switchAction = z.enum(['allow', 'ask', 'deny', 'hide', 'inherit']);

/** A definition that a person has looked at, by its whole hash: a part of it could be met by another definition. */
const reviewed = oneTool.extend({
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'the whole hash that `toolgate pins diff` shows: 64 hex digits'),
});

/** Tools: their switches, what is known and found of them, their pins, and what they make possible together. */
export const toolContract = {
  /** with `client`: the positions of the switches as they are for that client */
  'tool.list': entry(z.strictObject({ server: z.string().optional(), client: z.string().optional() }), z.array(toolView)),
  'tool.get': entry(
    oneTool,
    z.object({
      view: toolView,
      definition: json,
      pinned: json.optional(),
      published: z.enum(['same', 'differs', 'unknown']).optional(),
      /** what the catalogue holds of this tool, where it holds the very package and version */
      publishedAs: publishedTool.optional(),
      /** it changed since it was pinned, and what was pinned is what was published */
      pinnedAsPublished: z.boolean().optional(),
      /** the documented attacks that it is open to, most telling first */
      patterns: z.array(z.object({ id: z.string(), title: z.string(), text: z.string(), reference: z.string(), answer: z.string() })),
      /** what it brings in or can send out; `quote` is text of the definition, `you` where a person said so */
      labels: z.array(z.object({ label: flowLabel, quote: z.string(), says: z.string() })),
      /** a person said something else than the classifier */
      corrected: z.boolean(),
      rules: z.array(z.object({ pointer: z.string(), text: z.string() })),
    }),
  ),
  /** the switch: exactly one of `tool`, `class`, neither (the whole server) */
  'tool.set': entry(
    z.strictObject({
      server: z.string(),
      tool: z.string().optional(),
      class: riskClass.optional(),
      client: z.string().optional(),
      action: switchAction,
    }),
    revised,
  ),
  /** one undo step for many switches */
  'tool.setMany': entry(
    z.strictObject({
      tools: z.array(oneTool).min(1),
      client: z.string().optional(),
      action: switchAction,
    }),
    revised,
  ),
  'tool.classify': entry(
    z.strictObject({ list: json, server: z.string().optional(), ignoreAnnotations: z.boolean().default(false) }),
    z.array(classification.extend({ server: z.string(), tool: z.string() })),
  ),
  /** corrects the labels or the class of one tool; `reset` goes back to what the classifier says */
  'tool.label': entry(
    z.strictObject({
      server: z.string(),
      tool: z.string(),
      labels: z.array(flowLabel).optional(),
      class: riskClass.optional(),
      reset: z.boolean().optional(),
    }),
    z.object({ server: z.string(), tool: z.string(), class: riskClass, labels: z.array(flowLabel) }),
  ),

  'pin.list': entry(nothing, z.array(z.object({ server: z.string(), subject: z.string(), state: z.string(), atMs: z.number() }))),
  /** `hash`: of the definition last seen, the one that the changes lead to; absent where nothing was seen yet */
  'pin.diff': entry(
    oneTool,
    z.object({
      server: z.string(),
      tool: z.string(),
      hash: z.string().optional(),
      changes: z.array(z.object({ pointer: z.string(), kind: z.string(), before: json, after: json })),
    }),
  ),
  /** `hash`: of the definition that was reviewed; when another one has been seen since, nothing is accepted */
  'pin.accept': entry(reviewed, done),
  'pin.reject': entry(oneTool, done),

  'finding.list': entry(
    nothing,
    z.array(z.object({ server: z.string(), tool: z.string(), verdict: z.string(), hash: z.string(), findings: z.array(finding) })),
  ),
  /** lets a quarantined tool out, for exactly the definition that was reviewed */
  'finding.release': entry(reviewed, done),

  /** which combinations the servers make possible together */
  'stack.show': entry(nothing, stackView),

  /** of one server or of all: a text to save under `name` */
  'report.make': entry(
    z.strictObject({ server: z.string().optional(), format: reportFormat }),
    z.object({ name: z.string(), type: z.string(), text: z.string() }),
  ),
};
