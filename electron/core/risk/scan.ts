import type { Finding, ScanVerdict, Severity } from '../../../shared/model/risk.js';
import { argumentRules } from './argument-rules.js';
import { atFullSpeed } from './full-speed.js';
import { fold, unfold, type Folded } from './folding.js';
import { findHidden, reveal } from './invisible.js';
import { readLikeness, type Likeness } from './likeness.js';
import { readLikenessAbroad } from './likeness-abroad.js';
import { disguised } from './scan-disguises.js';
import { readPreference, readPreferenceAbroad } from './scan-preference.js';
import { readLanguages } from './scan-languages.js';
import { excused } from './scan-excuses.js';
import { withoutTalkAbroad } from './excuse-abroad.js';
import { hasOtherWords, isEnglish } from './tongues.js';
import { readProse, readProseToModel } from './prose-grammar.js';
import { scanRules, type ScanRule } from './scan-rules.js';
import { finderOf } from './occurring.js';
import { highest, readSequence } from './sequence.js';
import { sentencesOf, type Sentence } from './wording.js';

/** Where a text comes from. `definition` is everything a server says of itself but its `instructions`; `name` texts are not prose. */
export type Surface = 'definition' | 'instructions' | 'name' | 'result' | 'arguments';

const isOwnWords = (surface: Surface): boolean => surface === 'definition' || surface === 'instructions';

export interface TextScan {
  readonly verdict: ScanVerdict;
  readonly findings: readonly Finding[];
}

const windowLength = 3000;
const overlap = 600;
const maxFindings = 30;
const poisonAt = 10;
const suspectAt = 4;
/** Log-odds from which the wording of a definition is taken for an attack's, and what a rule that found one, and each of another kind, adds to them. */
const attackAt = 2.3;
/** instructions speak to the model and order it about, as honest definitions seldom do */
const attackInInstructionsAt = 4.2;
const ofRule = 3.65;
const ofOtherRule = 2.5;
/** the same of texts in other languages, of which another judge knows, and where a rule found an attack */
const attackAbroadAt = 0.9;
const attackAbroadByRuleAt = -1;

/** A finding with what it weighs in the verdict. */
export interface Weighed extends Finding {
  readonly weight: number;
}

/**
 * Scans one text that a model can see. Deterministic, linear in its length, any Unicode. `where` in the findings is the JSON
 * pointer given (default `""`).
 */
export function scanText(text: string, surface: Surface = 'definition', where = ''): TextScan {
  const found: Weighed[] = [];
  for (const step of textSteps(text, surface, where, found)) void step;
  return conclude(found);
}

/** The same in steps of about 3,000 characters, for callers that must not stall: each step yields once. */
export function* textSteps(text: string, surface: Surface, where: string, found: Weighed[]): Generator<void> {
  if (text === '') return;
  for (let start = 0; start < text.length; start += windowLength) {
    // hidden text is looked for in pieces, a little wider so that nothing is cut at the seam
    const from = safeStart(text, Math.max(0, start - 64));
    const piece = text.slice(from, start + windowLength + 64);
    for (const place of findHidden(piece)) {
      if (found.length >= maxFindings) break;
      if (surface === 'name' && place.id === 'off-screen-padding') continue;
      const quote = piece.slice(place.start, Math.min(place.end, place.start + 200));
      if (found.some((other) => other.id === place.id && other.where === where && start > 0)) continue;
      found.push({
        id: place.id,
        where,
        quote,
        says: `${place.says}: ${reveal(quote).slice(0, 300)}`,
        severity: place.severity,
        weight: weightOfHidden(place.severity, surface),
      });
    }
    yield;
  }
  if (surface === 'name') return;
  if (surface === 'result' || surface === 'arguments') secretsIn(text, where, found);
  const first = found.length;
  const sentencesOfAll: Sentence[][] = [];
  let most: WholeText | undefined;
  let mostAbroad: WholeTextAbroad | undefined;
  let isAbroad = false;
  let isAllAbroad = true;
  for (let start = 0; start < text.length; start += windowLength) {
    const piece = text.slice(safeStart(text, Math.max(0, start - overlap)), start + windowLength);
    const said = isEnglish(piece) ? piece : withoutTalkAbroad(piece);
    const folded = withoutPublicKeys(fold(said));
    yield* readWindow(piece, folded, where, surface, found);
    isAbroad = readAbroad(piece, said, where, surface, found) || isAbroad;
    yield* readMeaning(piece, folded, where, surface, found);
    if (isOwnWords(surface)) {
      yield* readPraise(piece, said, folded, where, found);
      const sentences = readable(said, folded);
      sentencesOfAll.push(sentences);
      const abroad = hasOtherWords(said) ? readLikenessAbroad(said.toLowerCase()) : undefined;
      isAllAbroad &&= abroad?.isAll === true;
      if (abroad?.odds !== undefined && abroad.odds > (mostAbroad?.odds ?? -Infinity))
        mostAbroad = { odds: abroad.odds, quote: piece.slice(abroad.start, Math.min(abroad.end, abroad.start + 240)) };
      const here = yield* readLikeness(sentences);
      if (here !== undefined) {
        const oddsAlone = Math.max(here.oddsAlone, most?.oddsAlone ?? -Infinity);
        most =
          most !== undefined && most.odds >= here.odds
            ? { ...most, oddsAlone }
            : { odds: here.odds, oddsAlone, quote: unfold(piece, folded, here.start, Math.min(here.end, here.start + 240)) };
      }
    }
    if (surface === 'arguments') readArguments(piece, folded, where, found);
    yield;
    if (found.length >= maxFindings) return;
  }
  const rules = summedUp(found.slice(first));
  const attackFrom = surface === 'instructions' ? attackInInstructionsAt : attackAt;
  const isBad = most !== undefined && !isAllAbroad && (yield* isLikeAttack({ ...most, said: sentencesOfAll }, rules, attackFrom));
  const isBadAbroad = mostAbroad !== undefined && mostAbroad.odds >= (rules.isAttack ? attackAbroadByRuleAt : attackAbroadAt);
  if ((isBad || isBadAbroad) && !rules.isAttack)
    found.push({
      id: 'model-order',
      where,
      quote: (isBad ? most : mostAbroad)?.quote ?? '',
      says: 'reads like orders that are made to mislead a model',
      severity: 'critical',
      weight: poisonAt,
    });
  // words that no judge knows stay with the rules
  const isRead = mostAbroad !== undefined || (most !== undefined && !isAbroad && !isAllAbroad && isLatin(text));
  if (isRead && !isBad && !isBadAbroad) onlyPointOut(found, first);
  for (const hidden of [...decoded(text), ...disguised(text)]) {
    const inner: Weighed[] = [];
    for (let start = 0; start < hidden.text.length; start += windowLength) {
      const piece = hidden.text.slice(safeStart(hidden.text, Math.max(0, start - overlap)), start + windowLength);
      const folded = fold(piece);
      yield* readWindow(piece, folded, where, surface, inner);
      readAbroad(piece, piece, where, surface, inner);
      yield* readMeaning(piece, folded, where, surface, inner);
      if (surface === 'arguments') readArguments(piece, folded, where, inner);
      yield;
    }
    // what it says undisguised as well is counted already
    if (inner.some((finding) => !found.some((other) => other.where === where && other.id === finding.id && other.says === finding.says)))
      found.push({
        id: 'encoded-instruction',
        where,
        quote: hidden.quote.slice(0, 200),
        says: `hides in ${hidden.how}: ${hidden.text.slice(0, 120)}`,
        severity: 'critical',
        weight: poisonAt,
      });
  }
}

/** A public key is no secret wherever it lies: its path is blanked, so that places stay what they were. */
const withoutPublicKeys = (folded: Folded): Folded =>
  folded.text.includes('.pub')
    ? { ...folded, text: folded.text.replaceAll(/[\w~./\\-]{1,200}\.pub\b/g, (path) => ' '.repeat(path.length)) }
    : folded;

const safeStart = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
};

const weightOfHidden = (severity: Severity, surface: Surface): number =>
  severity === 'critical' ? poisonAt : severity === 'high' ? (isOwnWords(surface) || surface === 'name' ? poisonAt : 6) : 4;

let finder: ReturnType<typeof finderOf> | undefined;
/** Which of the words that rules need occur in a text. */
const needed = (): ReturnType<typeof finderOf> => (finder ??= finderOf(scanRules().flatMap((rule) => rule.needs)));

function* readWindow(original: string, folded: Folded, where: string, surface: Surface, found: Weighed[]): Generator<void> {
  const piece = folded.text;
  const occurs = needed()(piece);
  for (const [at, rule] of scanRules().entries()) {
    // patterns are compiled at first use: even that must not hold the loop
    if (at % 8 === 7) yield;
    if (found.length >= maxFindings) return;
    if (!isOwnWords(surface) && rule.id === 'preference-manipulation') continue;
    if (found.some((other) => other.where === where && other.id === rule.id && other.says === rule.says)) continue;
    if (!rule.needs.some(occurs)) continue;
    const pattern = atFullSpeed(rule.pattern);
    for (let match = pattern.exec(piece), tries = 0; match !== null && tries < 8; match = pattern.exec(piece), tries += 1) {
      if (match[0] === '') break;
      if (excused(rule, piece, match.index, match[0].length)) continue;
      const start = match.index;
      const quote = unfold(original, folded, start, Math.min(start + match[0].length, start + 240));
      found.push({ id: rule.id, where, quote, says: rule.says, severity: rule.severity, weight: weightOf(rule, surface, match[0]) });
      break;
    }
  }
}

/** What a tool answers reports what others do and say all day: there a mark or a report alone is only pointed out. */
const weightOf = (rule: ScanRule, surface: Surface, match: string): number =>
  surface === 'result' &&
  (/^(?:silent-action|forged-frame|persona)$/.test(rule.id) ||
    /^(?:\w+(?:s|ing|ed))\b/.test(match) ||
    (rule.id === 'credential-phishing' && /^(?:enter|provide|type)\b/.test(match)) ||
    (rule.id === 'secret-request' && /^cop(?:y|ies)\b/.test(match))) &&
  rule.id !== 'remote-code'
    ? Math.min(rule.weight, 6)
    : rule.weight;

function readArguments(original: string, folded: Folded, where: string, found: Weighed[]): void {
  for (const { pattern, ...rule } of argumentRules) {
    const match = pattern.exec(folded.text);
    if (match === null || found.length >= maxFindings || found.some((other) => other.where === where && other.says === rule.says)) continue;
    const start = match.index;
    found.push({ ...rule, where, quote: unfold(original, folded, start, Math.min(start + match[0].length, start + 200)) });
  }
}

/** Orders in other languages; tells whether there were any. `said` is the text without what it only tells of, as long as `original`. */
function readAbroad(original: string, said: string, where: string, surface: Surface, found: Weighed[]): boolean {
  const readings = readLanguages(said, isOwnWords(surface));
  for (const { start, end, ...rest } of readings) {
    if (found.length < maxFindings)
      found.push({ ...rest, where, quote: original.slice(start, Math.min(end, start + 240)), severity: 'critical', weight: poisonAt });
  }
  return readings.length > 0;
}

function* readMeaning(original: string, folded: Folded, where: string, surface: Surface, found: Weighed[]): Generator<void> {
  const prose = isOwnWords(surface) ? readProse(folded.text) : readProseToModel(folded.text);
  for (const { start, end, ...rest } of yield* prose) {
    if (found.length >= maxFindings) return;
    if (found.some((other) => other.where === where && other.id === rest.id && other.says === rest.says)) continue;
    found.push({ ...rest, where, quote: unfold(original, folded, start, Math.min(end, start + 240)) });
  }
}

/** A tool that pushes itself before others. */
function* readPraise(original: string, said: string, folded: Folded, where: string, found: Weighed[]): Generator<void> {
  if (found.length >= maxFindings || found.some((other) => other.where === where && other.id === 'preference-manipulation')) return;
  const english = yield* readPreference(folded.text);
  const abroad = english === undefined && hasOtherWords(said) ? readPreferenceAbroad(said.toLowerCase()) : undefined;
  const add = (says: string, quote: string): void =>
    void found.push({ id: 'preference-manipulation', where, quote, says, severity: 'medium', weight: suspectAt });
  if (english !== undefined) add(english.says, unfold(original, folded, english.start, Math.min(english.end, english.start + 240)));
  else if (abroad !== undefined) add(abroad.says, original.slice(abroad.start, abroad.end));
}

interface WholeText extends Pick<Likeness, 'odds' | 'oddsAlone'> {
  readonly quote: string;
}
type WholeTextAbroad = Pick<WholeText, 'odds' | 'quote'>;

/** What rules found in a text, beside which its wording is judged. Praise of itself is no attack. */
interface ByRules {
  readonly isAttack: boolean;
  readonly kinds: number;
}
function summedUp(found: readonly Weighed[]): ByRules {
  const others = found.filter((other) => other.id !== 'preference-manipulation' && other.weight >= suspectAt);
  return {
    isAttack: conclude(others).verdict === 'poisoned',
    kinds: new Set(others.filter((other) => other.weight >= poisonAt).map((other) => other.id)).size,
  };
}

/** Whether a text is worded like an attack, rules that fired counted in. */
function* isLikeAttack(
  whole: WholeText & { readonly said: readonly (readonly Sentence[])[] },
  rules: ByRules,
  attackFrom: number,
): Generator<void, boolean> {
  const likeness = Math.max(rules.isAttack ? Math.max(whole.odds, whole.oddsAlone) : whole.odds, -highest);
  const added = rules.isAttack ? ofRule + ofOtherRule * Math.max(0, rules.kinds - 1) : 0;
  // words in their order are read only where that can decide
  if ((likeness + highest) / 2 + added < attackFrom) return false;
  let inOrder = -highest;
  for (const sentences of whole.said) inOrder = Math.max(inOrder, yield* readSequence(sentences));
  return (likeness + inOrder) / 2 + added >= attackFrom;
}

/** Rules that fired in what otherwise reads honest only point it out. Code to be fetched and run stays. */
function onlyPointOut(found: Weighed[], first: number): void {
  for (const [at, finding] of found.entries())
    if (at >= first && finding.weight > suspectAt && finding.id !== 'remote-code')
      found[at] = { ...finding, severity: 'medium', weight: suspectAt };
}

/** The sentences that the judges of wording know anything of: letters of other scripts only look like English when they are folded. */
const readable = (original: string, folded: Folded): Sentence[] =>
  [...sentencesOf(folded.text)].filter(({ start, end }) => {
    if (folded.origin === undefined) return true;
    const letters = unfold(original, folded, start, end).replaceAll(/\P{L}/gu, '');
    return letters.replaceAll(/\P{Script=Latin}/gu, '').length * 2 >= letters.length;
  });

const isLatin = (text: string): boolean => text.replaceAll(/[^a-z]/gi, '').length * 2 > text.length;

// what issuers print on their keys; documentation examples end in EXAMPLE
const printedSecrets =
  /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{12,}|(?:AKIA|ASIA)(?![A-Z0-9]{0,16}EXAMPLE)[A-Z0-9]{16}|sk-(?:proj-|ant-|live_)?[A-Za-z0-9_-]{24,}|sk_live_[A-Za-z0-9]{16,}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36})\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;

function secretsIn(text: string, where: string, found: Weighed[]): void {
  const match = printedSecrets.exec(text);
  if (match === null || found.length >= maxFindings) return;
  // shown by its beginning only: a finding must not carry the secret on
  found.push({
    id: 'secret-in-text',
    where,
    quote: text.slice(match.index, match.index + 8),
    says: 'what looks like a live key or token',
    severity: 'high',
    weight: 6,
  });
}

/** Base64 and hex runs that hold readable text (at most five, each of at most 2,000 characters), and percent encoding of plain letters. */
function decoded(text: string): { text: string; quote: string; how: string }[] {
  const results: { text: string; quote: string; how: string }[] = [];
  let tries = 0;
  for (const match of text.matchAll(/[A-Za-z0-9+/_-]{24,2000}={0,2}/g)) {
    tries += 1;
    if (tries > 40 || results.length >= 5) break;
    const hex = /^(?:[0-9a-fA-F]{2}){16,}$/.test(match[0]);
    const plain = Buffer.from(match[0], hex ? 'hex' : 'base64').toString('latin1');
    const letters = plain.replaceAll(/[^\x20-\x7e\n]/g, '').length;
    if (letters >= 16 && letters > plain.length * 0.95 && /[ =:/]/.test(plain))
      results.push({ text: plain, quote: match[0], how: hex ? 'hexadecimal' : 'base64' });
  }
  if (/(?:%[2-7][0-9a-f]){8}/i.test(text))
    results.push({
      text: text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      quote: /(?:%[2-7][0-9a-f]){8,}/i.exec(text)?.[0] ?? '',
      how: 'percent encoding',
    });
  return results;
}

/** Adds findings up: one heavy finding or several families poison, less is suspicious. */
export function conclude(found: readonly Weighed[]): TextScan {
  const heaviest = new Map<string, number>();
  for (const finding of found) heaviest.set(finding.id, Math.max(heaviest.get(finding.id) ?? 0, finding.weight));
  let total = 0;
  let most = 0;
  // praise never poisons, however often it is repeated and whatever stands beside it
  for (const [id, weight] of heaviest) {
    if (id === 'preference-manipulation') continue;
    total += weight;
    most = Math.max(most, weight);
  }
  const poisoned = total >= poisonAt && most >= 6;
  const verdict: ScanVerdict = poisoned
    ? 'poisoned'
    : most >= suspectAt || total >= 7 || heaviest.has('preference-manipulation')
      ? 'suspicious'
      : 'clean';
  return { verdict, findings: verdict === 'clean' ? [] : found.map(({ weight: _, ...finding }) => finding) };
}
