import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');

/** The servers of the conformance run as plain JavaScript, so that this Node can start them: paths of their scripts. */
export function conformanceServers(): { handshake: string; stateless: string } {
  const out = join(root, '.cache', 'fixture-servers');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  for (const name of ['surface', 'fixture-server', 'fixture-modern']) {
    const source = readFileSync(join(root, 'test', 'conformance', `${name}.ts`), 'utf8');
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    };
    writeFileSync(join(out, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
  }
  return { handshake: join(out, 'fixture-server.js'), stateless: join(out, 'fixture-modern.js') };
}
