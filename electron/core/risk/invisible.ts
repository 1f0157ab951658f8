import type { Finding } from '../../../shared/model/risk.js';
import { lookalikeOf } from './folding.js';

/** A place in a text where something cannot be seen, or is not what it looks like. Offsets are UTF-16 units. */
export interface HiddenPlace {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly says: string;
  readonly severity: Finding['severity'];
}

const maxPlaces = 40;
const flagsOfRegions = new Set(['gbeng', 'gbsct', 'gbwls', 'usca', 'ustx']);
// joiners are letters' business in these scripts (Unicode 16, chapter 23.2)
const joiningScripts =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Mongolian}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Thai}\p{Script=Lao}\p{Script=Nko}]/u;
const rightToLeft = /(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1f1e6}-\u{1f1ff}]/u;
const emojiBase = /[\p{Emoji}\p{Extended_Pictographic}\p{So}\p{Sm}\u2000-\u33ff]/u;
const han = /\p{Script=Han}/u;
const quick = /^[\x09\x0a\x0d\x20-\x7e]*$/;
// everything that leaves no mark by itself
const unseenKinds = /[\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;
const unseenLetters = /\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u2800|\u3164|\uffa0|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;
const isUnseen = (character: string): boolean => unseenKinds.test(character) || unseenLetters.test(character);

/**
 * Finds all text that cannot be seen or is disguised: tag characters, zero-width characters, bidi controls, variation selectors
 * beyond emoji, terminal escapes, other controls, off-screen padding, look-alike letters. Real emoji, flags and scripts are left
 * alone. Linear; at most 40 places, neighbours joined.
 */
export function findHidden(text: string): HiddenPlace[] {
  const places: HiddenPlace[] = [];
  padding(text, places);
  if (quick.test(text)) return places;
  characters(text, places);
  words(text, places);
  return places.slice(0, maxPlaces);
}

const note = (places: HiddenPlace[], place: HiddenPlace): void => {
  const last = places[places.length - 1];
  if (last !== undefined && last.id === place.id && last.end >= place.start - 1) {
    places[places.length - 1] = { ...last, end: place.end };
  } else if (places.length < maxPlaces) places.push(place);
};

/** A line longer than this is no row of a table. */
const longestRow = 2000;
const row = /^\s*\|[^\n]*\|[ \t\r]*(?:\n|$)/;

/** Words stand behind the blanks, and not in a row of a table, which is padded so that its columns stand below each other. */
function pushesWords(text: string, lineStart: number, at: number): boolean {
  const end = text.indexOf('\n', at);
  if (!/[\p{L}\p{N}]/u.test(text.slice(at, end < 0 ? at + longestRow : Math.min(end, at + longestRow)))) return false;
  return at - lineStart > longestRow || !row.test(text.slice(lineStart, lineStart + longestRow));
}

/** At least 50 blanks inside a line, or 15 empty lines, with more text behind: pushed out of sight. */
function padding(text: string, places: HiddenPlace[]): void {
  let run = 0;
  let lines = 0;
  let inLine = false;
  let lineStart = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      lines += 1;
      run = 0;
      inLine = false;
      lineStart = at + 1;
    } else if (code === 32 || code === 9 || code === 0xa0 || code === 13 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) run += 1;
    else if (at < text.length) {
      if (inLine && run >= 50 && pushesWords(text, lineStart, at))
        note(places, {
          id: 'off-screen-padding',
          start: at - run,
          end: at + 1,
          says: `${run} blanks push the rest of the line out of sight`,
          severity: 'high',
        });
      if (lines >= 15 && at > lines)
        note(places, {
          id: 'off-screen-padding',
          start: Math.max(0, at - run - lines),
          end: at + 1,
          says: `${lines} empty lines push the rest out of sight`,
          severity: 'high',
        });
      run = 0;
      lines = 0;
      inLine = true;
    }
  }
}

function characters(text: string, places: HiddenPlace[]): void {
  const withRightToLeft = rightToLeft.test(text);
  let before = '';
  let visibleBefore = '';
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(code);
    const size = character.length;
    const next = at + size;
    if (code === 0x1f3f4) {
      const flag = flagAt(text, next);
      if (flag > next) {
        at = flag;
        before = '\u{1f3f4}';
        visibleBefore = before;
        continue;
      }
    }
    if ((code < 0x20 && code !== 9 && code !== 10 && code !== 13) || code === 0x7f || (code >= 0x80 && code <= 0x9f)) {
      const escape = code === 0x1b || code === 0x9b || code === 0x9d;
      const end = escape ? escapeEnd(text, next) : next;
      note(
        places,
        escape
          ? { id: 'terminal-escape', start: at, end, says: 'terminal escapes can hide or rewrite what a person sees', severity: 'critical' }
          : { id: 'control-character', start: at, end, says: 'a control character that leaves no mark', severity: 'high' },
      );
      at = end;
      before = character;
      continue;
    }
    if (code >= 0x7f && isUnseen(character)) {
      const place = judgeUnseen(code, character, before, visibleBefore, text, next, withRightToLeft);
      if (place !== undefined) note(places, { ...place, start: at, end: next });
    } else visibleBefore = character;
    before = character;
    at = next;
  }
}

/** End of a well-known region flag (England, Scotland, Wales …) whose tags begin at `at`, else `at`. */
function flagAt(text: string, at: number): number {
  let place = text.charCodeAt(at) === 0xfe0f ? at + 1 : at;
  let letters = '';
  for (;;) {
    const code = text.codePointAt(place) ?? 0;
    if (code < 0xe0020 || code > 0xe007f || letters.length > 6) return at;
    place += 2;
    if (code === 0xe007f) return flagsOfRegions.has(letters) ? place : at;
    letters += String.fromCharCode(code - 0xe0000);
  }
}

/** End of an ANSI or OSC sequence: CSI ends with a letter, OSC with BEL or ST; at most 2,000 units. */
function escapeEnd(text: string, at: number): number {
  const stop = Math.min(text.length, at + 2000);
  const operatingSystem = text[at] === ']';
  for (let place = at; place < stop; place += 1) {
    const code = text.charCodeAt(place);
    if (
      operatingSystem
        ? code === 7 || code === 0x9c || (code === 0x5c && text.charCodeAt(place - 1) === 0x1b)
        : code >= 0x40 && code <= 0x7e && !(place === at && (code === 0x5b || code === 0x5d))
    )
      return place + 1;
  }
  return Math.min(text.length, at + 1);
}

type Judged = Pick<HiddenPlace, 'id' | 'says' | 'severity'>;

function judgeUnseen(
  code: number,
  character: string,
  before: string,
  visibleBefore: string,
  text: string,
  next: number,
  withRightToLeft: boolean,
): Judged | undefined {
  const following = text.codePointAt(next);
  const after = following === undefined ? '' : String.fromCodePoint(following);
  if (code >= 0xe0000 && code <= 0xe007f)
    return { id: 'tag-characters', says: 'tag characters spell text that no person can see', severity: 'critical' };
  if (code === 0xfe0f || code === 0xfe0e) {
    if (before !== '' && before === visibleBefore && emojiBase.test(before)) return undefined;
    return { id: 'variation-selector', says: 'a variation selector where no emoji stands can carry hidden data', severity: 'critical' };
  }
  if ((code >= 0xfe00 && code <= 0xfe0d) || (code >= 0xe0100 && code <= 0xe01ef) || (code >= 0x180b && code <= 0x180f && code !== 0x180e)) {
    const legitimate =
      before === visibleBefore &&
      (code >= 0x180b && code <= 0x180f
        ? /\p{Script=Mongolian}/u.test(before)
        : han.test(before) || (code <= 0xfe02 && /[\p{Sm}\p{Script=Myanmar}\p{Script=Phags_Pa}]/u.test(before)));
    return legitimate
      ? undefined
      : { id: 'variation-selector', says: 'variation selectors where none belong can carry hidden data', severity: 'critical' };
  }
  if (code === 0x200d || code === 0x200c) {
    const ofEmoji = code === 0x200d && pictograph.test(after) && (pictograph.test(before) || before === '\ufe0f');
    const ofScript = joiningScripts.test(before) || /\p{Mn}/u.test(before);
    return ofEmoji || ofScript
      ? undefined
      : { id: 'zero-width', says: 'a zero-width character that splits or hides words', severity: 'critical' };
  }
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
    return { id: 'bidi-control', says: 'a bidi control that shows text in another order than it is read', severity: 'critical' };
  if (code === 0x200e || code === 0x200f || code === 0x061c)
    return withRightToLeft ? undefined : { id: 'bidi-control', says: 'a direction mark without any right-to-left text', severity: 'high' };
  if (code === 0xad) return { id: 'zero-width', says: 'soft hyphens that split words unseen', severity: 'high' };
  if (code === 0x2028 || code === 0x2029)
    return { id: 'control-character', says: 'a line or paragraph separator that few programs show', severity: 'medium' };
  if (
    (code >= 0x600 && code <= 0x605) ||
    code === 0x6dd ||
    code === 0x70f ||
    code === 0x890 ||
    code === 0x891 ||
    code === 0x8e2 ||
    code === 0x110bd ||
    code === 0x110cd
  )
    return undefined;
  if ((code === 0x115f || code === 0x1160) && /\p{Script=Hangul}/u.test(before + after)) return undefined;
  if ((code === 0x17b4 || code === 0x17b5) && /\p{Script=Khmer}/u.test(before)) return undefined;
  if (code === 0x2800 && /[\u2801-\u28ff]/.test(visibleBefore)) return undefined;
  if (/[\p{Co}\p{Cn}]/u.test(character))
    return { id: 'unassigned-character', says: 'a private or unassigned character: what it shows is not defined', severity: 'medium' };
  if (/\p{Cs}/u.test(character)) return { id: 'control-character', says: 'half of a character pair', severity: 'medium' };
  return { id: 'zero-width', says: 'a character of no width that splits or hides words', severity: 'critical' };
}

const mathLetters = /[αβγδεθλμνπρστφχψω]/;

/** Letters and words of a script that a text names are meant as they stand. */
const namesScript = /\b(?:cyrillic|greek|armenian|russian|ukrainian|bulgarian|serbian|belarusian|kazakh|macedonian)\b/i;
const scripts = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]/u;

/** Words forged from two scripts, and whole words of look-alikes in a text that is otherwise Latin. */
function words(text: string, places: HiddenPlace[]): void {
  const mixed: { start: number; end: number; latin: number; forged: number }[] = [];
  const foreignOnly: { start: number; end: number }[] = [];
  let genuine = namesScript.test(text);
  let latin = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}\u200b-\u200d\u2060\ufeff]{1,200}/gu)) {
    const word = match[0];
    if (/^[\x00-\x7f]*$/.test(word)) {
      latin += 1;
      continue;
    }
    let latinLetters = 0;
    let forged = 0;
    let other = 0;
    for (const character of word) {
      if (lookalikeOf(character) !== undefined && !/[\p{Script=Latin}]/u.test(character)) forged += 1;
      else if (/\p{Script=Latin}/u.test(character)) latinLetters += 1;
      else if (scripts.test(character)) other += 1;
    }
    if (other > 0 && latinLetters === 0) genuine = true;
    const symbol = forged === 1 && mathLetters.test(word) && latinLetters <= 4;
    const place = { start: match.index, end: match.index + word.length };
    if (forged > 0 && latinLetters > 0 && other === 0 && !symbol) mixed.push({ ...place, latin: latinLetters, forged });
    else if (forged >= 3 && latinLetters === 0 && other === 0) foreignOnly.push(place);
    styled(word, match.index, places);
  }
  for (const { start, end, latin: ofLatin, forged } of mixed) {
    const word = text.slice(start, end);
    // whoever writes in two scripts gets a letter of "API" or "кВт" wrong
    const slip = genuine && (ofLatin === 1 || (word.length <= 5 && word === word.toUpperCase()));
    if (ofLatin === 1 && (slip || forged < 2)) continue;
    note(places, {
      id: 'look-alike-letters',
      start,
      end,
      says: 'a word that mixes scripts to look like another',
      severity: slip ? 'medium' : 'critical',
    });
  }
  if (!genuine && latin >= 2)
    for (const place of foreignOnly.slice(0, 5))
      note(places, { id: 'look-alike-letters', ...place, says: 'a word of foreign letters that looks Latin', severity: 'high' });
}

/** Letters in fancy dress (mathematical, enclosed, full-width): a model reads them, a filter for plain words does not. */
function styled(word: string, start: number, places: HiddenPlace[]): void {
  if (!/[\u{1d400}-\u{1d7ff}\u{1f130}-\u{1f189}\uff41-\uff5a]{5,}/u.test(word)) return;
  note(places, {
    id: 'styled-letters',
    start,
    end: start + word.length,
    says: 'letters in disguise (full-width or mathematical forms)',
    severity: 'medium',
  });
}

/** Shows a text with everything unseen spelled out, such as `⟨U+200B⟩`. Emoji and scripts stay as they are. */
export function reveal(text: string): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const harmless = code === 9 || code === 10 || code === 13 || !(code < 0x20 || code === 0x7f || (code > 0x7f && isUnseen(character)));
    result += harmless ? character : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  }
  return result;
}
