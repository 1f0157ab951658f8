import { isTalk } from './excuse.js';
import type { ScanRule } from './scan-rules.js';

/** What is kept out of a readable answer, or only until it matters, is kept from nobody. */
const plainSilence =
  /\b(?:(?:internal|raw|technical|exact|full) )?(?:ids?|uuids?|identifiers?|json|field names?|tool(?:'s)? names?|names|internals|cc|bcc|recipients)\b|\b(?:unless|until|twice|more than once|before (?:it|the) )\b/;
const onScreen =
  /\b(?:hidden from|invisible to|not visible to|concealed from)\b (?!(?:the |any |a )?(?:users?|humans?|person|people|operator|owner|developer|admin\w*)\b)/;

/** Talk about an attack ("blocks attempts to …", a quoted example) is no attack. */
export function excused(rule: ScanRule, piece: string, at: number, length: number): boolean {
  // what a switch of the tool does, which whoever calls may set
  if (
    (rule.id === 'consent-bypass' || rule.id === 'guard-bypass') &&
    /(?:\b(?:if|when|set(?: this| it)?(?: to)?|pass) true\b|\btrue (?:to|=|:|means))[^.]{0,60}$/.test(
      piece.slice(Math.max(0, at - 100), at),
    )
  )
    return true;
  // how another tool's argument is to be filled, which is not yet changing it
  if (
    rule.says === 'changes what other tools are called with' &&
    /\b(?:set|add|append|include|must (?:be|use|send|have))\b[^.]{0,50}\b(?:parameter|argument)s?\b[^.]{0,40}$/.test(
      piece.slice(at, at + length),
    ) &&
    !/\b(?:regardless|instead|no matter|always)\b/.test(piece.slice(at, at + length + 80))
  )
    return true;
  if (rule.unlessAbout !== true) return false;
  // the instructions of some agent that is managed here
  if (
    rule.id === 'hidden-instruction' &&
    /\b(?:instructions|prompt|guidelines) (?:of|for) (?:an?|one|the given|the selected|your) [^.]{0,60}$/.test(
      piece.slice(Math.max(0, at - 120), at),
    ) &&
    piece.startsWith('replac', at)
  )
    return true;
  // what a search has to know is not the whole of what was said
  if (rule.id === 'argument-smuggling' && /\brelevant\b/.test(piece.slice(at, at + length))) return true;
  if (rule.id === 'secrecy') {
    const tail = piece.slice(at, at + length + 48);
    if (plainSilence.test(/^[^.!?\n]*/.exec(tail)?.[0] ?? '') || onScreen.test(tail)) return true;
  }
  if (
    rule.id === 'silent-action' &&
    /\bwithout (?:sending|notifying|triggering|raising|marking|creating)\b/.test(piece.slice(at, at + length + 60))
  )
    return true;
  const around = piece.slice(Math.max(0, at - 90), at + length + 60);
  if (
    rule.id === 'exfiltration' &&
    /\b(?:to hide|hid(?:e|ing)|so that) recipients\b|\bpublic (?:\w+ )?keys?\b|\brecipients? (?:from|of) each other\b/.test(around)
  )
    return true;
  if (rule.id === 'contradiction' && /\bby default\b|\b(?:set|pass|use|enable)\b[^.!?]{0,40}\bto (?:permit|allow|enable)\b/.test(around))
    return true;
  // one that is managed by its name, as administrators do
  if (
    rule.id === 'guard-bypass' &&
    /\b(?:given|specified|selected|by|its|an?) (?:\w+ )?(?:id|name|identifier)\b|\b(?:branch|deletion|termination|whois|privacy|sheet|range|cell|hotlink) protection\b/.test(
      around,
    )
  )
    return true;
  // what `--force` does in any program
  if (
    rule.id === 'guard-bypass' &&
    /\b(?:force[ds]?|--no-verify|flag|option|hooks?)\b/.test(piece.slice(Math.max(0, at - 90), at + length + 40))
  )
    return true;
  if (
    rule.id === 'credential-phishing' &&
    /\b(?:only (?:if|when)|if (?:the |its )?(?:\w+ )?(?:log-?in|sign-?in|site|page|account|service|it) (?:needs|requires|asks)|not stored|never stored|(?:os|system|native|browser) (?:dialog|prompt|window))\b/.test(
      /^[^.!?\n]*/.exec(piece.slice(at, at + length + 120))?.[0] ?? '',
    )
  )
    return true;
  return isTalk(piece.slice(Math.max(0, at - 140), at), piece.slice(at + length, at + length + 48));
}
