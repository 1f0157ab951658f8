import { acceptCompletion, autocompletion, completionKeymap, type Completion, type CompletionSource } from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import type { JsonSchema } from './json-schema.js';
import type { Argument } from './argument-offers.js';
import { offersAt, taken, toolAt, type AboutTool, type KnownNames, type Offer } from './policy-completion.js';

export interface Language {
  readonly schema: JsonSchema;
  readonly names: KnownNames;
  /** what is known of a tool's arguments; none where it is not known */
  argumentsOf(about: AboutTool): Promise<readonly Argument[]>;
}

/**
 * The list of what may stand at the cursor: while one types, or with Ctrl-Space. Enter and Tab take what is marked; with no list open Tab
 * leaves the editor as it leaves every field. Without a language there is no list.
 */
export function completionList(language: () => Language | undefined): Extension {
  const source: CompletionSource = async (context) => {
    const { state, pos, explicit } = context;
    const known = language();
    // without a wish, only where something is being written
    if (known === undefined || (!explicit && context.matchBefore(/["\w*?.@/-]$/) === null)) return null;
    const text = state.doc.toString();
    const about = toolAt(text, pos);
    const found = offersAt(text, pos, known.schema, known.names, about && (await known.argumentsOf(about)));
    return found === undefined ? null : { from: found.from, options: found.offers.map(completion), validFor: /^[\w*?.@/-]*$/ };
  };
  return [
    autocompletion({ override: [source], icons: false, defaultKeymap: false, maxRenderedOptions: 200 }),
    Prec.highest(keymap.of([...completionKeymap, { key: 'Tab', run: acceptCompletion }])),
  ];
}

/** keys of the language stand in its order, before names; what is listed is not sorted by its letters */
const completion = (offer: Offer, index: number): Completion => ({
  label: offer.label,
  type: offer.kind,
  boost: Math.max(-99, (offer.kind === 'name' ? 0 : 99) - index),
  ...(offer.description !== undefined && { info: offer.description }),
  apply(view) {
    const { head } = view.state.selection.main;
    const change = taken(view.state.doc.toString(), head, offer);
    if (change === undefined) return;
    const { from, to, insert, caret } = change;
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: caret }, userEvent: 'input.complete', scrollIntoView: true });
  },
});
