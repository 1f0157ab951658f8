import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { Classification } from '../../../shared/model/risk.js';
import { atFullSpeed } from './full-speed.js';
import { parametersOf, type Parameter } from './schema-reading.js';
import type { ToolFacts } from '../ports/rooms.js';
import { coreWords } from '../../../shared/words/core/en.js';

/** One leg of the lethal trifecta: reads private data, takes in untrusted content, can send outward. */
export type FlowLabel = ToolFacts['labels'][number];

const spaced = (text: string): string =>
  text
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[_./-]+/g, ' ')
    .toLowerCase();

const privateThings =
  /\b(?:files?|director(?:y|ies)|folders?|e?mails?|inbox|messages?|channels?|threads?|calendars?|events?|contacts?|customers?|patients?|users?|members?|profiles?|databases?|tables?|collections?|records?|rows|documents?|notes?|repositor(?:y|ies)|repos?|commits?|branches|pull requests?|merge requests?|issues?|tickets?|tasks?|projects?|invoices?|payments?|orders?|accounts?|balances?|secrets?|credentials?|passwords?|keys?|tokens?|logs?|memory|memories|clipboard|screens?|screenshots?|history|attachments?|recordings?|transcripts?|drive|wiki|queries|query|sql|knowledge graph|graph|environment|config(?:uration)?)\b/;
const publicThings =
  /\b(?:documentation|docs|weather|stock|quotes?|news|web search|search the web|web pages?|websites?|the web|internet|wikipedia|maps?|places|geocod\w*|directions|time ?zones?|current time|examples?|best practices|schemas? of|public|marketplace|registry|registries|package|packages|library|libraries)\b/;
const strangersWrite =
  /\b(?:web|websites?|urls?|pages?|internet|html|browser|crawl\w*|scrap\w*|feeds?|rss|e?mails?|inbox|messages?|channels?|threads?|chats?|slack|discord|comments?|replies|issues?|tickets?|pull requests?|merge requests?|discussions?|reviews?|posts?|tweets?|forums?|attachments?|transcripts?|downloads?|search results?|videos?|news|screens?|screenshots?|network requests?|console|events?|session recordings?|documents?|wiki|files?)\b/;
const reachesOthers =
  /\b(?:send|post|publish|upload|push|share|forward|reply|e?mails?|sms|tweet|notify|invite|comment|webhooks?|http|requests?|issues?|pull requests?|merge requests?|messages?|gists?|releases?|repositor(?:y|ies)|deploy\w*)\b/;

/** Why a tool has a label: `quote` is text of its definition, or of the classification where nothing can be quoted. */
export interface LabelReason {
  readonly label: FlowLabel;
  readonly quote: string;
  readonly says: string;
}

export const labelsOf = (...given: Parameters<typeof labelReasons>): FlowLabel[] => labelReasons(...given).map(({ label }) => label);

/**
 * The flow labels of a tool with one reason each, from its class, its signals and its words. Rather one too many than one too few: a label only makes
 * a later question more likely, and a person can correct it.
 */
export function labelReasons(
  classification: Pick<Classification, 'class' | 'signals'>,
  definition: JsonObject,
  known?: readonly Parameter[],
): LabelReason[] {
  const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value.slice(0, 400) : '');
  const about = `${spaced(text(definition['name']))} ${text(definition['title'])} ${text(definition['description'])}`.toLowerCase();
  const parameters = (known ?? parametersOf(definition['inputSchema'])).slice(0, 60);
  const found = (words: RegExp): string | undefined => atFullSpeed(words).exec(about)?.[0];
  const names = (words: RegExp): boolean => found(words) !== undefined;
  const has = (signal: string): boolean => classification.signals.includes(signal);
  const looks = classification.class === 'read' || classification.class === 'execute' || classification.class === 'unclassified';
  const labels: LabelReason[] = [];
  const because = (label: FlowLabel, ...reasons: readonly (readonly [quote: string | undefined, says: string])[]): void => {
    const [quote, says] = reasons.find(([found]) => found !== undefined) ?? [classification.class, coreWords.evidence.byClass];
    labels.push({ label, quote: quote ?? '', says });
  };
  const signal = (name: string): string | undefined => (has(name) ? name : undefined);
  const isPublic = names(publicThings) && !has('credentials') && !has('personal-data');
  if (
    looks &&
    (has('credentials') || has('personal-data') || has('file-system') || (names(privateThings) && !isPublic) || has('free-form-code'))
  )
    because(
      'private-data',
      [signal('credentials'), coreWords.evidence.readsSecrets],
      [signal('personal-data'), coreWords.evidence.readsPeople],
      [signal('file-system'), coreWords.evidence.readsFiles],
      [found(privateThings), coreWords.evidence.namesPrivate],
      [signal('free-form-code'), coreWords.evidence.canReadAll],
    );
  const address = parameters.find((parameter) => /^(?:url|urls|uri|href|link)$/i.test(parameter.name))?.name ?? signal('url-input');
  const takesAddress = address !== undefined;
  if (looks && (takesAddress || names(strangersWrite)))
    because('untrusted-content', [found(strangersWrite), coreWords.evidence.strangersWrite], [address, coreWords.evidence.fetches]);
  const sends =
    classification.class === 'write' && (has('external-communication') || has('public-exposure') || takesAddress || names(reachesOthers));
  const runs =
    classification.class === 'execute' &&
    (has('free-form-code') ||
      takesAddress ||
      /\b(?:navigate|browser|shell|bash|terminal|command|request|fill|type|submit|click)\b/.test(about));
  const fetches =
    classification.class === 'read' &&
    takesAddress &&
    parameters.some((parameter) => /^(?:url|urls|uri|href|link|endpoint)$/i.test(parameter.name));
  if (sends || runs || fetches || classification.class === 'financial')
    because(
      'outward',
      [signal('external-communication'), coreWords.evidence.talks],
      [signal('public-exposure'), coreWords.evidence.publishes],
      [address, coreWords.evidence.sendsTo],
      [sends ? found(reachesOthers) : undefined, coreWords.evidence.wayOut],
      [runs ? signal('free-form-code') : undefined, coreWords.evidence.canSendAll],
      [runs ? classification.class : undefined, coreWords.evidence.drives],
    );
  return labels;
}
