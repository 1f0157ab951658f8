import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { PolicyProblem } from '../../../shared/policy/problem.js';
import { completionList, type Language } from './completion-list.js';

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: 'var(--size-small)' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--canvas)', color: 'var(--text-quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused': { outline: 'var(--ring) solid var(--accent)', outlineOffset: '-2px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
  // a frame and no background: the browser's own editing would carry a background on as an inline style, which the content policy refuses
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--accent)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--danger)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--line)', color: 'var(--text)' },
  '.cm-tooltip.cm-tooltip-autocomplete': { boxShadow: 'var(--shadow)', borderRadius: 'var(--radius-control)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    borderRadius: 'inherit',
    fontFamily: 'var(--font-code)',
    maxHeight: '16em',
    minWidth: '12em',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: 'var(--s1) var(--s2)', lineHeight: '1.35' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft) !important',
    color: 'var(--text) !important',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-title)' },
  '.cm-tooltip.cm-completionInfo': { fontFamily: 'var(--font-ui)', maxWidth: '26em', padding: 'var(--s2) var(--s3)' },
  '.cm-diagnostic': { fontFamily: 'var(--font-ui)' },
});
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--class-write)' },
  { tag: tags.string, color: 'var(--class-read)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--class-execute)' },
  { tag: tags.comment, color: 'var(--text-quiet)' },
]);

/** JSON with colours and marks at problems. It lives in a shadow tree: only there its styles are adopted sheets, which the content policy lets through. */
export function CodeEditor({
  text,
  label,
  listLabel,
  problems,
  line,
  language,
  onChange,
}: {
  text: string;
  label: string;
  /** names the list of completions for a screen reader */
  listLabel: string;
  problems: readonly PolicyProblem[];
  line: number | undefined;
  /** what the document is written in, for completion; it may come later */
  language: Language | undefined;
  onChange: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  const spoken = useRef(language);
  const first = useRef({ text, label, line, listLabel });
  useEffect(() => {
    changed.current = onChange;
    spoken.current = language;
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first.current.text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          json(),
          syntaxHighlighting(colours),
          completionList(() => spoken.current),
          EditorState.phrases.of({ Completions: first.current.listLabel }),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': first.current.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
          look,
        ],
      }),
    });
    const { line: at } = first.current;
    if (at !== undefined && at <= editor.state.doc.lines) {
      const { from } = editor.state.doc.line(at);
      editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      editor.focus();
    }
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const marks = problems.map((problem) => {
      const row = doc.line(Math.min(doc.lines, Math.max(1, problem.line ?? 1)));
      const from = Math.min(row.to, row.from + Math.max(0, (problem.column ?? 1) - 1));
      return {
        from,
        to: Math.max(from, row.to),
        severity: 'error' as const,
        message: `${problem.message}${problem.fix === undefined ? '' : ` ${problem.fix}`}`,
      };
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems]);
  return <div ref={host} className="code-editor" />;
}
