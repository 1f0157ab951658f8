import type { Mark } from './prose-sentence.js';

/** A sentence asked for marks: `has` all of them, `any` of them, `near` each other (in UTF-16 units). */
export interface Said {
  has(...marks: Mark[]): boolean;
  any(...marks: Mark[]): boolean;
  near(a: readonly Mark[], b: readonly Mark[], most: number): boolean;
  readonly text: string;
}

/** What no honest text has a use for: who does what to whom. */
export interface Frame {
  readonly id: string;
  readonly says: string;
  /** only shown as suspicious */
  readonly mild?: true;
  /** all of it must stand in one sentence */
  readonly close?: true;
  holds(said: Said): boolean;
}

/** What is worth taking. */
export const loot: readonly Mark[] = ['place', 'secret', 'talk', 'own'];
const told =
  /\b(?:tell|mention|reveal|disclose|report|discuss|announce|acknowledge)(?:ing)? (?:this|it|that(?! the (?:operation|task|action))|anything)\b|\b(?:point|bring)(?:ing)? (?:this|it|that) (?:out|up)\b/;
/** What is kept out of a readable answer, or only until it matters, is kept from nobody. */
const kind =
  /\b(?:ids?|uuids?|identifiers?|json|field names?|tool names?|internals?|raw|scores?|recipients|unless|until|twice|names|completion|returned|shown to you)\b/;
/** Kept from people: telling denied near a person or a pronoun, learning denied to a person, or said outright. */
export const hushed = (s: Said): boolean => untold(s) || (!kind.test(s.text) && s.near(['no learn'], ['user'], 40));
/** The same without what may be learnt elsewhere. */
export const untold = (s: Said): boolean =>
  s.any('hush', 'conceal') ||
  (!kind.test(s.text) && (s.near(['no tell'], ['user', 'no user'], 30) || (s.has('no tell') && told.test(s.text))));
/** Ways to say the opposite, and switches that whoever calls may set. */
const consenting =
  /\b(?:never|not|n't|no)\b[^.]{0,40}\b(?:without|unless|until)\b|\b(?:when|if)\b[^.]{0,20}\b(?:force|true|set|passed)\b|--\w|\bonly reads\b|\b(?:user|they) (?:is|are|has|have) not\b|\b(?:user|they) (?:(?:does|do) not|doesn't|don't) (?!need|have|mind|want)|\bwithout (?:an? |the )?["'\x60]?\w+["'\x60]?(?: ?[:=]| set| flag| header| param)|\bnever (?:approve|accept)\b[^.]{0,20} behalf\b|\bproject setting\b|\b(?:does not|doesn't) (?!(?:have|need) to)(?:\w+ ){0,3}confirm\b|\bonly\b[^.]{0,50}\b(?:if|when|after|once)\b[^.]{0,30}\b(?:confirm|approve|agree|consent)s?\b/;
const skipped =
  /\b(?:bypass|skip|avoid|suppress|omit|dismiss)\w* (?:the |any |all )?(?:\w+ )?(?:reviews?|confirmations?|approvals?|consent|permission|(?<=user )verification)\b/;
/** Nobody is to be asked, or is said to have agreed. */
export const unasked = (s: Said): boolean =>
  (s.any('no ask', 'assumed', 'unasked') || s.near(['undo'], ['ask'], 30) || skipped.test(s.text)) && !consenting.test(s.text);
/** Something is to be taken or handed over. */
export const handed = (s: Said): boolean => s.any('give!', 'take!') || (s.any('give', 'take') && s.any('must', 'please', 'vocative'));
/** Something is to be done, or is done besides. */
export const deed = (s: Said): boolean =>
  (s.has('hush') && s.any('give', 'plant', 'run', 'destroy', 'change', 'pay', 'take!')) ||
  s.any('give!', 'run!', 'destroy!', 'plant!', 'change!', 'pay!') ||
  (s.has('give') && s.any(...loot, 'out')) ||
  (s.any('give', 'plant', 'run', 'destroy', 'change') &&
    /\b(?:also|additionally|in addition|besides|as well|as part of|covertly|secretly)\b/.test(s.text));
/** What an operator sets by name. */
export const managed =
  /--\w|\b(?:flags?|option|by (?:id|name)|given|specified|selected|unless|if true|set to true|force|branch|admins? can|requires? (?:admin|root|sudo))\b/;
/** Places of secrets named in passing, or told to be left alone. */
export const plainly =
  /\bloads\b.{0,40}\binto (?:the|its) (?:process|environment|shell|container)\b|\b(?:do not|don't|never) (?:commit|include|share|upload|store|log|print|send|paste)\b|\b(?:to validate|to check|path of|path to|please note|are read from|to list|list contexts|reports? (?:file|the))\b/;
/** Instructions that were there before the text that speaks of them. */
export const older =
  /\b(?:previous|prior|earlier|above|all|any|your|system|safety|security|ethical|original|initial|every|those|given|existing|former|other|usual|current|developer)\b/;
