import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../elements/button.js';
import { Field } from '../../elements/field.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import { useCommand } from '../../state/commands.js';
import { go } from '../../state/route.js';
import { serverNamePattern } from '../../../shared/model/names.js';
import type { Failure } from '../../../shared/result.js';
import { useWords } from '../../words/words.js';
import { joinWords, splitWords } from './read-command.js';

export interface FormStart {
  readonly kind: 'command' | 'url';
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly url: string;
  /** of a remote server; the streamable one where absent */
  readonly transport?: 'http' | 'sse';
}

export function ServerForm({ start, taken, onDone }: { start: FormStart; taken: readonly string[]; onDone: () => void }) {
  const t = useWords();
  const run = useCommand();
  const [name, setName] = useState(start.name);
  const [line, setLine] = useState(joinWords(start.command === '' ? [] : [start.command, ...start.args]));
  const [cwd, setCwd] = useState('');
  const [url, setUrl] = useState(start.url);
  const [pairs, setPairs] = useState(start.env);
  const [failure, setFailure] = useState<Failure>();
  const [sending, setSending] = useState(false);

  const stdio = start.kind === 'command';
  const words = splitWords(line);
  const nameProblem =
    name === '' ? undefined : taken.includes(name) ? t('servers.taken') : serverNamePattern.test(name) ? undefined : t('servers.badName');
  const lineProblem = line !== '' && words === undefined ? t('servers.openQuote') : undefined;
  const urlProblem = url === '' || /^https?:\/\/[^\s/]+/i.test(url) ? undefined : t('servers.badUrl');
  const complete =
    name !== '' && nameProblem === undefined && (stdio ? words !== undefined && words.length > 0 : url !== '' && urlProblem === undefined);

  const add = async () => {
    if (!complete || sending) return;
    setSending(true);
    const values = pairs
      .filter((pair) => pair.name !== '')
      .map((pair) => ({ name: pair.name, ...(pair.value === '' ? {} : { value: pair.value }) }));
    const [command, ...args] = words ?? [];
    const answer = await run(
      'server.add',
      stdio
        ? { name, command, args, env: values, ...(cwd === '' ? {} : { cwd }) }
        : { name, url, headers: values, ...(start.transport === undefined ? {} : { transport: start.transport }) },
      { quiet: true },
    );
    setSending(false);
    if (!answer.ok) return setFailure(answer.error);
    onDone();
    go('servers', name);
  };
  const setPair = (index: number, change: Partial<{ name: string; value: string }>) =>
    setPairs(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));

  return (
    <form
      className="stack wide"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t('servers.name')}
        hint={t('servers.nameHint')}
        value={name}
        problem={nameProblem}
        onChange={(event) => setName(event.target.value)}
      />
      {stdio ? (
        <>
          <Field
            code
            label={t('servers.command')}
            placeholder="npx -y @modelcontextprotocol/server-filesystem ~/code"
            value={line}
            problem={lineProblem}
            onChange={(event) => setLine(event.target.value)}
          />
          <Field code label={t('servers.cwd')} hint={t('servers.cwdHint')} value={cwd} onChange={(event) => setCwd(event.target.value)} />
        </>
      ) : (
        <Field
          code
          label={t('servers.url')}
          placeholder="https://example.com/mcp"
          value={url}
          problem={urlProblem}
          onChange={(event) => setUrl(event.target.value)}
        />
      )}
      <fieldset className="pairs stack">
        <legend>{stdio ? t('servers.env') : t('servers.headers')}</legend>
        <p className="quiet small">{t('servers.secretsHint')}</p>
        {pairs.map((pair, index) => (
          <div key={index} className="row tops">
            <Field
              code
              label={<span className="only-read">{t('servers.pairName')}</span>}
              placeholder={stdio ? 'API_KEY' : 'Authorization'}
              value={pair.name}
              onChange={(event) => setPair(index, { name: event.target.value })}
            />
            <Field
              code
              type="password"
              autoComplete="new-password"
              label={<span className="only-read">{t('servers.pairValue')}</span>}
              placeholder={t('servers.pairValue')}
              value={pair.value}
              onChange={(event) => setPair(index, { value: event.target.value })}
            />
            <IconButton name={t('common.remove')} className="pair-remove" onClick={() => setPairs(pairs.filter((_, at) => at !== index))}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </div>
        ))}
        <div className="row">
          <Button small onClick={() => setPairs([...pairs, { name: '', value: '' }])}>
            <Plus size={13} aria-hidden="true" /> {t('servers.addPair')}
          </Button>
        </div>
      </fieldset>
      {stdio && words !== undefined && words.length > 0 && (
        <div className="stack tight">
          <h3>{t('servers.willRun')}</h3>
          <ol className="launch code selectable">
            {words.map((word, index) => (
              <li key={index}>
                <Plain text={word} />
              </li>
            ))}
          </ol>
        </div>
      )}
      {failure && (
        <p className="problem wrap" role="alert">
          {spell(failure.message)} {failure.fix}
        </p>
      )}
      <div className="row end">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button look="main" submits busy={sending} disabled={!complete}>
          {t('servers.add')}
        </Button>
      </div>
    </form>
  );
}
