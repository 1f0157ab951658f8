import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { PolicyProblem } from '../../../shared/commands/contract.js';

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
  problems,
  line,
  onChange,
}: {
  text: string;
  label: string;
  problems: readonly PolicyProblem[];
  line: number | undefined;
  onChange: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  const first = useRef({ text, label, line });
  useEffect(() => {
    changed.current = onChange;
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
