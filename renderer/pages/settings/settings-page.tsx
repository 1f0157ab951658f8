import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { Caution } from '../../elements/caution.js';
import { CopyButton } from '../../elements/copy-button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Card, PageFrame } from '../../elements/page.js';
import { Picker } from '../../elements/picker.js';
import { Toggle } from '../../elements/toggle.js';
import type { Settings } from '../../../shared/model/views.js';
import { ZOOMS, type Zoom } from '../../../shared/model/zoom.js';
import { LANGUAGES, type Language } from '../../../shared/words/languages.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { count } from '../../words/format.js';
import { useRetold, useWords } from '../../words/words.js';
import { KeyboardCard } from './keyboard-card.js';
import { RemoveToolgate } from './remove-toolgate.js';
import { NumberSetting, TextSetting } from './typed-setting.js';

const SPOKEN = Object.keys(LANGUAGES) as Language[];
const THEMES = ['system', 'light', 'dark', 'contrast'] as const;

export function SettingsPage() {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const settings = useSnapshot((snapshot) => snapshot.settings);
  const gate = useSnapshot((snapshot) => snapshot.gate);
  const desktop = gate.face === 'desktop';
  const [secretsPlace = '', ...cautions] = gate.secretsIn.split('. ');
  const caution = cautions.join('. ');
  const set = (change: Partial<Settings>) => run('settings.set', change, { quiet: true });
  const loud = (change: Partial<Settings>) => void run('settings.set', change);
  const number = (
    key:
      | 'port'
      | 'approvalTimeoutSeconds'
      | 'retentionDays'
      | 'retentionMegabytes'
      | 'callTimeoutSeconds'
      | 'maxRequestMegabytes'
      | 'maxAnswerMegabytes',
    unit: string,
  ) => <NumberSetting label={t(`settings.${key}`)} unit={unit} value={settings[key]} onSave={(value) => set({ [key]: value })} />;
  return (
    <PageFrame title={t('page.settings')}>
      <div className="settings-column stack wide">
        <Card title={t('settings.look')}>
          <div className="setting">
            <span className="grows">{t('settings.theme')}</span>
            <Picker
              label={t('settings.theme')}
              value={settings.theme}
              choices={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
              onChange={(theme) => loud({ theme })}
            />
          </div>
          {desktop && (
            <div className="setting">
              <span className="grows">{t('settings.zoom')}</span>
              <Picker
                label={t('settings.zoom')}
                value={String(settings.zoom)}
                choices={ZOOMS.map((value) => ({ value: String(value), label: t('settings.percent', { value }) }))}
                onChange={(zoom) => loud({ zoom: Number(zoom) as Zoom })}
              />
            </div>
          )}
          <div className="setting">
            <span className="grows">{t('settings.language')}</span>
            <Picker
              label={t('settings.language')}
              value={settings.language}
              choices={[
                { value: 'system', label: t('settings.languageSystem') },
                ...SPOKEN.map((value) => ({ value: value as string, label: LANGUAGES[value] })),
              ]}
              onChange={(language) => loud({ language })}
            />
          </div>
          {desktop && (
            <Toggle label={t('settings.startAtLogin')} on={settings.startAtLogin} onChange={(startAtLogin) => loud({ startAtLogin })} />
          )}
          {desktop && (
            <Toggle
              label={t('settings.updates')}
              detail={t('settings.updatesDetail')}
              on={settings.updates}
              onChange={(updates) => loud({ updates })}
            />
          )}
        </Card>
        <Card title={t('settings.asking')}>
          {desktop && (
            <Toggle label={t('settings.notifications')} on={settings.notifications} onChange={(notifications) => loud({ notifications })} />
          )}
          {desktop && (
            <Toggle
              label={t('settings.approvalWindow')}
              detail={t('settings.approvalWindowDetail')}
              on={settings.approvalWindow}
              onChange={(approvalWindow) => loud({ approvalWindow })}
            />
          )}
          {number('approvalTimeoutSeconds', t('settings.seconds'))}
        </Card>
        <Card title={t('settings.gateway')}>
          {number('port', '')}
          {number('callTimeoutSeconds', t('settings.seconds'))}
          {number('maxRequestMegabytes', t('settings.megabytes'))}
          {number('maxAnswerMegabytes', t('settings.megabytes'))}
          <TextSetting
            label={t('settings.projectFolders')}
            detail={t('settings.projectFoldersDetail')}
            value={settings.projectFolders.join('\n')}
            onSave={(value) =>
              set({
                projectFolders: value
                  .split('\n')
                  .map((line) => line.trim())
                  .filter(Boolean),
              })
            }
          />
        </Card>
        <Card title={t('settings.log')}>
          {number('retentionDays', t('settings.days'))}
          {number('retentionMegabytes', t('settings.megabytes'))}
          <TextSetting
            label={t('settings.otlpEndpoint')}
            detail={t('settings.otlpEndpointDetail')}
            example="http://127.0.0.1:4318"
            value={settings.otlpEndpoint ?? ''}
            onSave={(value) => set({ otlpEndpoint: value.trim() === '' ? null : value.trim() })}
          />
          <Verify />
        </Card>
        <KeyboardCard desktop={desktop} />
        <Card title={t('settings.about')}>
          <dl className="facts narrow one">
            {(
              [
                [t('settings.version'), gate.version, false],
                [t('settings.address'), gate.url, true],
                [t('settings.dataDir'), gate.dataDir, true],
                [t('settings.secretsIn'), tell('failure', secretsPlace), false],
              ] as const
            ).map(([name, value, copied]) => (
              <div key={name}>
                <dt className="quiet">{name}</dt>
                <dd className="row apart">
                  <span className="wrap selectable">{spell(value)}</span>
                  {copied && <CopyButton text={value} label={t('common.copy')} doneLabel={t('common.copied')} />}
                </dd>
              </div>
            ))}
          </dl>
          {caution !== '' && <Caution>{spell(tell('failure', caution))}</Caution>}
          {desktop && (
            <div className="setting">
              <span className="quiet small prose grows">{t('settings.quitDetail')}</span>
              <Button look="danger" onClick={() => void run('app.quit', {})}>
                {t('settings.quit')}
              </Button>
            </div>
          )}
        </Card>
        <RemoveToolgate />
      </div>
    </PageFrame>
  );
}

function Verify() {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; intact: boolean }>();
  const verify = async () => {
    setBusy(true);
    const answer = await run('audit.verify', {});
    setBusy(false);
    if (answer.ok)
      setSaid({
        intact: answer.value.intact,
        text: answer.value.intact
          ? t('settings.intact', { records: count(answer.value.records) })
          : tell('failure', answer.value.problems[0]?.text ?? t('settings.notIntact')),
      });
  };
  return (
    <div className="setting">
      <div className="stack tight grows">
        <span>{t('settings.verify')}</span>
        <span className={`small wrap ${said && !said.intact ? 'problem' : 'quiet'}`} role="status">
          {said ? spell(said.text) : t('settings.verifyDetail')}
        </span>
      </div>
      <Button busy={busy} onClick={() => void verify()}>
        {t('settings.verifyNow')}
      </Button>
    </div>
  );
}
