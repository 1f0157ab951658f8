import { useEffect, useMemo, useState } from 'react';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import type { PolicyProblem } from '../../../shared/policy/problem.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { retoldFailure, useChange, useWords } from '../../words/words.js';
import { argumentsOf, type Argument } from './argument-offers.js';
import { CodeEditor } from './code-editor.js';
import type { Language } from './completion-list.js';
import type { JsonSchema } from './json-schema.js';
import { ReplayResult, type Replay } from './replay-result.js';
import { useRulesToast } from './use-rules-toast.js';

/** The document itself: checked while it is written, tried on past calls, saved only against the revision it was read from. */
export function PolicyEditor({ text, revision, line }: { text: string; revision: number; line: number | undefined }) {
  const t = useWords();
  const changeOf = useChange();
  const run = useCommand();
  const changed = useRulesToast();
  const [draft, setDraft] = useState(text);
  const [problems, setProblems] = useState<readonly PolicyProblem[]>([]);
  const [checked, setChecked] = useState(text);
  const [replay, setReplay] = useState<Replay>();
  const [busy, setBusy] = useState<'replay' | 'save'>();
  const language = useLanguage();
  const dirty = draft !== text;

  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      void run('policy.validate', { text: draft }, { quiet: true }).then((answer) => {
        if (!current) return;
        setProblems(answer.ok ? answer.value.problems.map(retoldFailure) : [{ pointer: '', message: answer.error.message }]);
        setChecked(draft);
      });
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [draft, run]);

  const save = async () => {
    setBusy('save');
    const answer = await run('policy.set', { text: draft, baseRevision: revision });
    setBusy(undefined);
    if (answer.ok) changed({ title: t('rules.saved'), body: spell(changeOf(answer.value.sentence)) }, revision);
  };
  const tryOut = async () => {
    setBusy('replay');
    const answer = await run('policy.replay', { text: draft });
    setBusy(undefined);
    if (answer.ok) setReplay(answer.value);
  };
  const usable = dirty && checked === draft && problems.length === 0;
  return (
    <>
      <CodeEditor
        text={text}
        label={t('rules.tab.json')}
        listLabel={t('rules.completions')}
        problems={problems}
        line={line}
        language={language}
        onChange={setDraft}
      />
      <ul className="stack tight problems" aria-live="polite">
        {problems.slice(0, 8).map((problem, index) => (
          <li key={index} className="problem wrap">
            {problem.line !== undefined && t('rules.atLine', { line: problem.line })} <Plain text={problem.message} />{' '}
            {problem.fix !== undefined && <Plain className="quiet" text={problem.fix} />}
          </li>
        ))}
      </ul>
      {replay && <ReplayResult replay={replay} />}
      <div className="row end">
        <span className="quiet grows">{dirty ? t('rules.unsaved') : ''}</span>
        <Button busy={busy === 'replay'} disabled={problems.length > 0} onClick={() => void tryOut()}>
          {t('rules.replay')}
        </Button>
        <Button look="main" busy={busy === 'save'} disabled={!usable} onClick={() => void save()}>
          {t('rules.save')}
        </Button>
      </div>
    </>
  );
}

/** The schema of the language, with the names that are known now and, asked for where the cursor is, the arguments of tools. */
function useLanguage(): Language | undefined {
  const run = useCommand();
  const { value: schema } = useAnswer('policy.schema', {}, '');
  const clients = useSnapshot((snapshot) => snapshot.clients);
  const servers = useSnapshot((snapshot) => snapshot.servers);
  const tools = useSnapshot((snapshot) => snapshot.tools);
  return useMemo(() => {
    const named = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
    const names = {
      clients: named(clients),
      servers: named(servers),
      tools: Object.fromEntries(Object.entries(tools).map(([server, list]) => [server, list.map(({ tool }) => tool)])),
    };
    const known = new Map<string, Promise<readonly Argument[]>>();
    const ask = async (server: string, tool: string): Promise<readonly Argument[]> => {
      const answer = await run('tool.get', { server, tool }, { quiet: true });
      return answer.ok ? argumentsOf((answer.value.definition as { readonly inputSchema?: unknown } | null)?.inputSchema) : [];
    };
    const once = (server: string, tool: string): Promise<readonly Argument[]> => {
      const key = JSON.stringify([server, tool]);
      const asked = known.get(key) ?? ask(server, tool);
      known.set(key, asked);
      return asked;
    };
    return schema === undefined
      ? undefined
      : {
          schema: schema as JsonSchema,
          names,
          async argumentsOf({ server, tool }) {
            const having = Object.keys(names.tools).filter((name) => (server ?? name) === name && names.tools[name]?.includes(tool));
            return (await Promise.all(having.map((name) => once(name, tool)))).flat();
          },
        };
  }, [schema, clients, servers, tools, run]);
}
