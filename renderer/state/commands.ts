import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { broken, type Bridge } from '../bridge/bridge.js';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/commands/contract.js';
import type { Failure, Result } from '../../shared/result.js';
import { retoldFailure } from '../words/words.js';
import { toast } from './toasts.js';

const BridgeContext = createContext<Bridge | undefined>(undefined);
export const BridgeProvider = BridgeContext.Provider;

function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('no bridge around this component');
  return bridge;
}

export type Run = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  options?: { readonly quiet?: boolean },
) => Promise<Result<CommandOutput<N>>>;

/** A failure is told in a toast, unless `quiet`. A fault of the bridge becomes a failure too. */
function runWith(bridge: Bridge): Run {
  return async (name, input, options = {}) => {
    const answer = await bridge.invoke(name, input).catch(broken);
    if (answer.ok) return answer;
    const error = retoldFailure(answer.error);
    if (!options.quiet) toast({ title: error.message, body: error.fix, tone: 'danger' });
    return { ok: false, error };
  };
}

export function useCommand(): Run {
  const bridge = useBridge();
  return useCallback<Run>((name, input, options) => runWith(bridge)(name, input, options), [bridge]);
}

export interface Answer<T> {
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Asks once, and again when `key` changes or `reload` is called; an answer that was overtaken is dropped. `undefined` input asks nothing. */
export function useAnswer<N extends CommandName>(name: N, input: CommandInput<N> | undefined, key: string): Answer<CommandOutput<N>> {
  const run = useCommand();
  const latest = useRef(input);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ value: CommandOutput<N> | undefined; failure: Failure | undefined; loading: boolean }>({
    value: undefined,
    failure: undefined,
    loading: true,
  });
  useEffect(() => {
    latest.current = input;
  });
  useEffect(() => {
    if (latest.current === undefined) return setState({ value: undefined, failure: undefined, loading: false });
    let current = true;
    setState((before) => ({ ...before, loading: true }));
    void run(name, latest.current, { quiet: true }).then((answer) => {
      if (!current) return;
      setState(
        answer.ok
          ? { value: answer.value, failure: undefined, loading: false }
          : { value: undefined, failure: answer.error, loading: false },
      );
    });
    return () => {
      current = false;
    };
  }, [run, name, key, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, reload };
}
