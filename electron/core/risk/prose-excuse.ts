/** Someone who explains attacks or looks for them. */
const about =
  /\b(?:detect\w*|prevent\w*|attack(?:s|er|ers|ing)?|injections?|malicious|phishing|vulnerability (?:scan|report|check|data)\w*|known vulnerab\w*|jailbreak\w* (?:prompts|attempts)|blocks? (?:requests|attempts|prompts)|lesson|scans for|scanner for|audits? for|simul\w+|poisoning|red[ -]team\w*)\b/;

/** What an order is said to be good for, before it: "to prevent attacks, …", "this helps detect injections: …". */
const purpose =
  /^\s*(?:(?:in order |so as )?to|for|because|since|as (?:a|an|part of|protection|defen[cs]e)|(?:this|it) (?:helps?|is needed|is required|is (?:used )?to|protects?|prevents?|stops?)|due to|when|if|(?:security|safety) (?:note|notice|check|rule|policy|scanner|feature)s?)\b[^,;:]{0,160}[,;:]\s*/;

/** What only names things: examples of what is looked for are no orders. */
const names =
  /^\s*(?:and |or )*(?:such as|like|including|includes?|e\.?g\b|for example|for instance|where|which|that|who|whose|namely|i\.?e\b)\b/;

/** An order to whoever reads, at the beginning of a clause. */
const turns =
  /^\s*(?:and |then |so |but |also )*(?:first|always|then|without (?:telling|informing|asking|notifying|mentioning)|silently|secretly|quietly|please|immediately|now|you (?:must|should|need|have|will)|the (?:assistant|agent|model|ai|llm|caller) (?:must|should|has|needs|will)|must|make sure|be sure|before (?:using|calling|running|invoking|each|any|every|the|answering)|after (?:using|calling|each|any|every)|ignore|disregard|forget|override|read|open|fetch|collect|gather|copy|include|append|attach|add|put|pass|send|forward|post|upload|transmit|submit|email|share|provide|call|use|run|execute|do not|don't|never)\b/;

/** A folded sentence without the purpose it names first, where that is some safety: it excuses itself, not the order that follows. */
export function withoutPurpose(sentence: string): string {
  const [opening = ''] = purpose.exec(sentence) ?? [];
  return about.test(opening) || /\b(?:protect|guard|defen|secur|safe)/.test(opening) ? sentence.slice(opening.length) : sentence;
}

/**
 * What is left of a folded sentence that speaks of attacks, once the speaking of them is taken away: undefined where nothing is left that turns
 * to the reader.
 */
export function unexcused(sentence: string): string | undefined {
  if (!about.test(sentence)) return sentence;
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
