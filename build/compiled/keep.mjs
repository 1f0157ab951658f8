// Loaded before a `serve` that is run for it: writes down what the engine has compiled of each chunk by its end (electron/headless/compiled-code.ts).
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';
import { at } from '../paths.mjs';

const made = [];

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, file, ...rest) {
  // a script that is run by itself cannot import
  if (dirname(file) !== at('out/chunks') || /[^.\w$]import\(/.test(source)) return compile.call(this, source, file, ...rest);
  const script = new Script(Module.wrap(source), { filename: file });
  made.push({ source, file, script });
  return script.runInThisContext().call(this.exports, this.exports, createRequire(file), this, file, dirname(file));
};

process.once('exit', () => {
  const { version, versions, arch } = process;
  mkdirSync(at('out/compiled'), { recursive: true });
  for (const { source, file, script } of made) {
    const code = script.createCachedData();
    const print = createHash('sha256').update(`${version} ${versions.v8} ${arch}\n`).update(source).update(code).digest();
    writeFileSync(at('out/compiled', `${basename(file)}.bin`), Buffer.concat([print, code]));
  }
});
