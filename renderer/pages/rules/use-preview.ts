import { useEffect, useState } from 'react';
import type { CommandName, CommandOutput } from '../../../shared/commands/contract.js';
import type { Failure, Result } from '../../../shared/result.js';
import { useCommand, type Run } from '../../state/commands.js';

export interface Preview {
  /** the whole document with it */
  readonly text: string;
  /** undefined while past calls are judged, or where they cannot be */
  readonly replay: CommandOutput<'policy.replay'> | undefined;
}

type Draft = Result<CommandOutput<Extract<CommandName, 'rule.add' | 'rule.addMany'>>>;

/** What a draft would do to past calls, a moment after `key` came to stand; `undefined` key asks nothing. The latest key wins. */
export function usePreview(key: string | undefined, draft: (run: Run) => Promise<Draft>) {
  const run = useCommand();
  const [preview, setPreview] = useState<Preview>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let current = true;
    setPreview(undefined);
    setFailure(undefined);
    if (key === undefined) return undefined;
    const timer = setTimeout(async () => {
      const dry = await draft(run);
      if (!current) return;
      if (!dry.ok) return setFailure(dry.error);
      const { text } = dry.value;
      setPreview({ text, replay: undefined });
      const replay = await run('policy.replay', { text }, { quiet: true });
      if (current) setPreview({ text, replay: replay.ok ? replay.value : undefined });
    }, 200);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- key stands for what is drafted
  }, [key, run]);
  return { preview, failure, setFailure };
}
