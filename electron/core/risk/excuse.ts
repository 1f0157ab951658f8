/** Someone who explains attacks or looks for them. */
const about =
  /\b(?:detect\w*|prevent\w*|attack(?:s|er|ers|ing)?|injections?|malicious|phishing|vulnerability (?:scan|report|check|data)\w*|known vulnerab\w*|jailbreak\w* (?:prompts|attempts)|blocks? (?:requests|attempts|prompts)|lesson|scans for|scanner for|audits? for|poisoning|red[ -]team\w*)\b/;

/** What an order is said to be good for, before it: "to prevent attacks, …", "this helps detect injections: …". */
const purpose =
  /^\s*(?:(?:in order |so as )?to|for|because|since|as (?:a|an|part of|protection|defen[cs]e)|(?:this|it) (?:helps?|is needed|is required|is (?:used )?to|protects?|prevents?|stops?)|due to|when|if|(?:security|safety) (?:note|notice|check|rule|policy|scanner|feature)s?)\b[^,;:]{0,160}[,;:]\s*/;

/** What only names things: examples of what is looked for are no orders. */
const names =
  /^\s*(?:and |or )*(?:such as|like|including|includes?|e\.?g\b|for example|for instance|where|which|that|who|whose|namely|i\.?e\b)\b/;

/** An order to whoever reads, at the beginning of a clause. */
const turns =
  /^\s*(?:and |then |so |but |also )*(?:first|always|then|without (?:telling|informing|asking|notifying|mentioning)|silently|secretly|quietly|please|immediately|now|you (?:must|should|need|have|will)|the (?:assistant|agent|model|ai|llm|caller) (?:must|should|has|needs|will)|must|make sure|be sure|before (?:using|calling|running|invoking|each|any|every|the|answering)|after (?:using|calling|each|any|every)|ignore|disregard|forget|override|read|open|fetch|collect|gather|copy|include|append|attach|add|put|pass|send|forward|post|upload|transmit|submit|email|share|provide|call|use|run|execute|do not|don't|never)\b/;

/** An AI called by its name, as in a letter. */
const hailed = /^\W*(?:dear|hey|hello|attention|note (?:to|for)) (?:the |all |any )?(?:ai|llm|agent|assistant|model)s?\b ?[:,]/;

/** Addresses speak of nothing: attacker@… and evil-attack.example are where things go. */
const withoutAddresses = (text: string): string => text.replaceAll(/\S+@\S+|\bhttps?:\S+|\b(?:[\w-]+\.)+[a-z]{2,}\b/g, ' ');

/** A folded sentence without the purpose it names first, where that is some safety: it excuses itself, not the order that follows. */
function withoutPurpose(sentence: string): string {
  const [opening = ''] = purpose.exec(sentence) ?? [];
  return about.test(opening) || /\b(?:protect|guard|defen|secur|safe)/.test(opening) ? sentence.slice(opening.length) : sentence;
}

/**
 * What is left of a folded sentence that speaks of attacks, once the speaking of them is taken away: undefined where nothing is left that turns
 * to the reader.
 */
export function unexcused(sentence: string): string | undefined {
  if (!about.test(sentence) || !about.test(withoutAddresses(sentence))) return sentence;
  // whoever is called by name is given orders, not told of attacks
  if (hailed.test(sentence)) return sentence;
  const said = withoutPurpose(sentence);
  if (!about.test(said)) return turns.test(said) ? said : undefined;
  const left: string[] = [];
  let isNaming = false;
  for (const [clause] of said.matchAll(/[^,;:()]+[,;:()]?/g)) {
    if (about.test(clause)) {
      isNaming = /:$|\b(?:such as|like|including)\b/.test(clause);
      continue;
    }
    if (names.test(clause)) isNaming = true;
    if (isNaming && !/^\s*(?:and |then |so |but )*(?:you must|always|the (?:assistant|agent|model) must)\b/.test(clause)) continue;
    isNaming = false;
    if (left.length > 0 || turns.test(clause)) left.push(clause);
  }
  return left.length === 0 ? undefined : left.join('');
}

/** Words before a match that turn it into talk about attacks, or into its opposite. */
const talks =
  /\b(?:injections?|adversarial|attacks?|malicious|jailbreaks?|detect(?:s|ing)?|prevent(?:s|ing)?|block(?:s|ing|ed)?|protect(?:s|ing)? (?:against|from)|guard(?:s)? against|defend(?:s)? against|mitigat\w+|technique|attacks? (?:where|that|such)|attackers|(?:may|might|can|could|sometimes|often) contain|examples? of|for example|such as|known as|called|phrases? like|texts? like|scans? for|checks? for|look(?:s|ing)? for|(?:scans|checks|looks|searches)(?: \w+){1,4} for|cannot|can't|will not|won't|does not|doesn't|is not|never|must not|do not|don't|should not|not|no)\b[^.!?]{0,100}$/;
const speaks =
  /\b(?:detect|prevent|block|protect|guard|defend|mitigat|technique|attack|injection|adversarial|malicious|jailbreak|scan|check|look|contain|examples?|phrase|text)\w*\b/;
/** A negation excuses only what it stands right before; "do not" also begins orders of secrecy. */
const negates =
  /\b(?:cannot|can't|will not|won't|does not|doesn't|is not|never|must not|do not|don't|should not|not|no)\b\s*(?:\w+\s){0,2}$/;

/** A quotation that the sentence goes on to say something of: '"…" in a title makes the bot …'. */
const quotedThen =
  /^[^\n.'"”’]{0,3}['"”’] (?:(?:in|inside|within|on) (?:an? |the )?(?:\w+ )?(?:title|page|text|document|comment|file|e?mail|field|name|string)s?\b|(?:appears?|appeared|makes?|made|causes?|caused)\b)/;

/** Whether the words right before a match of a rule, and the marks right after it, make it talk about attacks instead of one. Folded text. */
export function isTalk(before: string, after: string): boolean {
  if (/['"`‘“]\s*$/.test(before) && quotedThen.test(after)) return true;
  const text = before.replaceAll(/\b(e\.g|i\.e)\. /g, (abbreviation) => abbreviation.replaceAll('.', ' '));
  const sentence = withoutPurpose(text.slice(Math.max(text.lastIndexOf('. '), text.lastIndexOf('\n'), text.lastIndexOf('! ')) + 1));
  if (!talks.test(sentence)) return false;
  const isQuoted = /['"`‘“]\s*$/.test(text) || /['"`’”]/.test(after.slice(0, 3));
  return negates.test(sentence) || speaks.test(sentence) || isQuoted;
}
