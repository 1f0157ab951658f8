import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

type Compile = (this: { exports: unknown }, source: string, file: string, ...rest: unknown[]) => unknown;

/**
 * Lets chunks be loaded from what the build had compiled of them (`build/compiled/`): a sixth of a start is compiling. Where there is nothing that fits,
 * they are compiled from their source as ever.
 */
export function takeCompiledCode(chunks: string): void {
  const modules = nodeModule.prototype as unknown as { _compile?: Compile };
  const compile = modules._compile;
  if (compile === undefined) return;
  modules._compile = function (source, file, ...rest) {
    const compiled = dirname(file) === chunks ? compiledOf(source, join(chunks, '..', 'compiled', `${basename(file)}.bin`)) : undefined;
    if (compiled === undefined) return compile.call(this, source, file, ...rest);
    const run = new Script(nodeModule.wrap(source), { filename: file, cachedData: compiled }).runInThisContext() as (
      this: unknown,
      ...given: unknown[]
    ) => unknown;
    return run.call(this.exports, this.exports, createRequire(file), this, file, chunks);
  };
}

/**
 * INVARIANT: only what this very engine made of this very source. The engine looks at its version and its flags and trusts the bytes: with a single
 * bit changed it ends the process, and of a source it compares the length.
 */
function compiledOf(source: string, file: string): Buffer | undefined {
  let kept: Buffer;
  try {
    kept = readFileSync(file);
  } catch {
    return undefined;
  }
  const { version, versions, arch } = process;
  const code = kept.subarray(32);
  const print = createHash('sha256').update(`${version} ${versions.v8} ${arch}\n`).update(source).update(code).digest();
  return kept.length > 32 && timingSafeEqual(print, kept.subarray(0, 32)) ? code : undefined;
}
