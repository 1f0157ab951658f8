import { useMemo, useState } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { TextField } from '../../elements/field.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark, type ClassName } from '../../elements/marks.js';
import { Card } from '../../elements/page.js';
import { Picker } from '../../elements/picker.js';
import { Plain } from '../../elements/plain.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { presetNames, type PresetName } from '../../../shared/policy/preset-names.js';
import { isJsonObject } from '../../../shared/json/json.js';
import { asPolicy } from '../../../shared/policy/language.js';
import { presetOf, presets } from '../../../shared/policy/presets.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { useChange, useRetold, useSay, useWords } from '../../words/words.js';
import { useRulesToast } from './use-rules-toast.js';

export function Presets({ text }: { text: string }) {
  const t = useWords();
  const say = useSay();
  const changeOf = useChange();
  const run = useCommand();
  const changed = useRulesToast();
  const revision = useSnapshot(({ gate }) => gate.policyRevision);
  const current = useMemo(() => presetIn(text), [text]);
  const use = async (name: PresetName) => {
    const answer = await run('policy.preset', { name });
    if (answer.ok) changed({ title: spell(changeOf(answer.value.sentence)) }, revision);
  };
  return (
    <>
      <p className="quiet prose">{t('rules.presetsLead')}</p>
      <div className="preset-cards">
        {presetNames.map((name) => (
          <Card key={name} title={say(`rule.preset.${name}`)} aside={name === current && <Badge tone="ok">{t('rules.now')}</Badge>}>
            <ul className="preset-lines">
              {Object.entries(presets[name].classes).map(([riskClass, rule]) => (
                <li key={riskClass}>
                  <ClassMark of={riskClass as ClassName} word={t(`class.${riskClass as ClassName}`)} />
                  <span>{rule.action !== undefined && t(`verdict.${rule.action}`)}</span>
                </li>
              ))}
            </ul>
            <Button disabled={name === current} onClick={() => void use(name)}>
              {t('rules.usePreset', { name: say(`rule.preset.${name}`) })}
            </Button>
          </Card>
        ))}
      </div>
      <ImportPolicy />
    </>
  );
}

/** The preset whose classes a policy has as it gives them. */
function presetIn(text: string): PresetName | undefined {
  const { value } = readJsonc(text);
  return isJsonObject(value) ? presetOf(asPolicy(value as unknown as PolicyDocument)) : undefined;
}

/** A policy of another product, for one server: first what would be converted and what not. */
function ImportPolicy() {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const servers = useSnapshot((snapshot) => snapshot.servers);
  const [server, setServer] = useState(servers[0]?.name ?? '');
  const [text, setText] = useState('');
  const [preview, setPreview] = useState<CommandOutput<'policy.import'>>();
  const bring = async (dryRun: boolean) => {
    const answer = await run('policy.import', { text, server, dryRun });
    if (!answer.ok) return;
    if (dryRun) return setPreview(answer.value);
    setPreview(undefined);
    setText('');
    toast({ title: t('rules.imported', { server: spell(server) }) });
  };
  if (servers.length === 0) return null;
  return (
    <Card title={t('rules.importTitle')}>
      <div className="stack wide">
        <p className="quiet prose">{t('rules.importLead')}</p>
        <TextField
          label={t('rules.importLabel')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPreview(undefined);
          }}
        />
        <div className="row">
          <Picker
            shown
            label={t('rules.importFor')}
            value={server}
            choices={servers.map(({ name }) => ({ value: name, label: spell(name) }))}
            onChange={setServer}
          />
          <Button disabled={text.trim() === ''} onClick={() => void bring(true)}>
            {t('rules.importPreview')}
          </Button>
          {preview && (
            <Button look="main" onClick={() => void bring(false)}>
              {t('rules.importNow')}
            </Button>
          )}
        </div>
        {preview && (
          <ul className="stack tight">
            {preview.converted.map((line, index) => (
              <li key={`c${index}`} className="wrap">
                <Plain text={tell('imported', line)} />
              </li>
            ))}
            {preview.notConverted.map((line, index) => (
              <li key={`n${index}`} className="wrap problem">
                {t('rules.notConverted')} <Plain text={tell('imported', line)} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
