import { ChevronDown, ShieldCheck, X } from 'lucide-react';
import { useState } from 'react';
import { AnswerBar } from '../approval/answer-bar.js';
import { ApprovalCard } from '../approval/approval-card.js';
import { Badge } from '../elements/badge.js';
import { Button, IconButton } from '../elements/button.js';
import { CopyButton } from '../elements/copy-button.js';
import { Dialog } from '../elements/dialog.js';
import { DiffView } from '../elements/diff-view.js';
import { Field } from '../elements/field.js';
import { FourWaySwitch, POSITIONS } from '../elements/four-way-switch.js';
import { ClassMark, SeverityBars } from '../elements/marks.js';
import { Highlighted } from '../elements/highlighted.js';
import { Menu } from '../elements/menu.js';
import { Card } from '../elements/page.js';
import { Picker } from '../elements/picker.js';
import { Plain } from '../elements/plain.js';
import { Broken, Empty, Loading } from '../elements/state-pages.js';
import { Toggle } from '../elements/toggle.js';
import { CallBadge } from '../pages/activity/call-badge.js';
import { toast } from '../state/toasts.js';
import { useWords } from '../words/words.js';
import { approvals, records } from './samples.js';

const CLASSES = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'] as const;
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
const TONES = ['quiet', 'accent', 'ok', 'caution', 'danger', 'dim'] as const;
const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
const LOOKS = ['plain', 'main', 'danger', 'bare'] as const;

/** hidden characters, right-to-left, emoji, markup, a name of 200 characters */
const FOREIGN = [
  'a\u200bb \u202eabc \u0007 <b>',
  'שרת הקבצים › מחיקה',
  '👩‍👩‍👧 🗑️',
  '<script>alert(1)</script>',
  'delete_everything_'.repeat(11),
];

/** Every element in its states, on one page (`#/gallery`): what they look like together, for eyes and for screenshots. */
export function Gallery() {
  const t = useWords();
  const [nowMs] = useState(() => Date.now());
  return (
    <main className="gallery stack wide">
      <h1>{t('gallery.title')}</h1>
      <Card title={t('gallery.classes')}>
        <div className="row wraps">
          {CLASSES.map((name) => (
            <ClassMark key={name} of={name} word={t(`class.${name}`)} />
          ))}
          {CLASSES.map((name) => (
            <ClassMark key={name} of={name} word={t(`class.${name}`)} bare />
          ))}
        </div>
      </Card>
      <Card title={t('gallery.severities')}>
        <div className="row wraps">
          {SEVERITIES.map((name) => (
            <SeverityBars key={name} of={name} word={t(`severity.${name}`)} shown />
          ))}
          {SEVERITIES.map((name) => (
            <SeverityBars key={name} of={name} word={t(`severity.${name}`)} />
          ))}
        </div>
      </Card>
      <Card title={t('gallery.verdicts')}>
        <div className="row wraps">
          {records(nowMs).map((record) => (
            <CallBadge key={record.id} record={record} />
          ))}
        </div>
        <div className="row wraps">
          {TONES.flatMap((tone) =>
            (['dot', 'ring', 'square'] as const).map((sign) => (
              <Badge key={tone + sign} tone={tone} sign={sign}>
                {tone}
              </Badge>
            )),
          )}
        </div>
      </Card>
      <Buttons />
      <Switches />
      <Controls />
      <Card title={t('gallery.text')}>
        <div className="stack">
          {FOREIGN.map((text) => (
            <Plain key={text} className="wrap" text={text} />
          ))}
          <p className="wrap">
            <Highlighted text="Deletes a file from a repository" quotes={['Deletes', 'repository']} />
          </p>
          <DiffView
            before={'{\n  "command": "npx",\n  "args": ["-y", "server"]\n}\n'}
            after={'{\n  "command": "toolgate",\n  "args": ["connect"]\n}\n'}
            label={t('changes.diff')}
            foldedLabel={(lines) => t('common.folded', { count: lines })}
          />
        </div>
      </Card>
      <h2>{t('gallery.approvals')}</h2>
      <div className="gallery-cards">
        {approvals(nowMs).map((approval) => (
          <article key={approval.id} className={`approval-window ${approval.severity}`}>
            <ApprovalCard approval={approval} onMakeRule={() => undefined} />
            <AnswerBar approval={approval} escDenies={false} />
          </article>
        ))}
      </div>
      <Card title={t('gallery.states')}>
        <Empty icon={<ShieldCheck size={22} />} title={t('approval.nothing')} action={<Button look="main">{t('servers.add')}</Button>}>
          {t('approval.nothingText')}
        </Empty>
        <Loading label={t('common.loading')} rows={3} />
        <Broken message={t('app.noGate')} fix={t('gallery.wrong')} action={<Button>{t('app.retry')}</Button>} />
      </Card>
    </main>
  );
}

function Buttons() {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <Card title={t('gallery.buttons')}>
      <div className="row wraps">
        {LOOKS.map((look) => (
          <Button key={look} look={look}>
            {t('common.save')}
          </Button>
        ))}
        {LOOKS.map((look) => (
          <Button key={look} look={look} small disabled>
            {t('common.save')}
          </Button>
        ))}
        <Button busy>{t('common.save')}</Button>
        <IconButton name={t('common.close')}>
          <X size={14} aria-hidden="true" />
        </IconButton>
        <CopyButton text="" label={t('common.copy')} doneLabel={t('common.copied')} />
        <Menu
          name={t('common.more')}
          trigger={
            <Button>
              {t('common.more')} <ChevronDown size={14} aria-hidden="true" />
            </Button>
          }
          items={[
            { key: 'on', label: t('verdict.allow'), checked: true, onSelect: () => undefined },
            { key: 'off', label: t('verdict.ask'), checked: false, detail: t('mode.toEnforceDetail'), onSelect: () => undefined },
            { key: 'not', label: t('verdict.hide'), checked: false, disabled: true, onSelect: () => undefined },
            { key: 'danger', label: t('common.remove'), checked: false, tone: 'danger', parted: true, onSelect: () => undefined },
          ]}
        />
        <Button onClick={() => setAsking(true)}>{t('gallery.dialog')}</Button>
        <Button
          onClick={() => {
            toast({ title: t('rules.saved'), action: { label: t('common.undo'), run: () => undefined } });
            toast({ title: t('app.noGate'), body: t('gallery.wrong'), tone: 'danger' });
          }}
        >
          {t('gallery.toasts')}
        </Button>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('servers.removeTitle', { name: 'github' })}
        lead={t('servers.removeText')}
        closeLabel={t('common.close')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button look="danger" onClick={() => setAsking(false)}>
              {t('common.remove')}
            </Button>
          </>
        }
      />
    </Card>
  );
}

function Switches() {
  const t = useWords();
  const labels = { allow: t('verdict.allow'), ask: t('verdict.ask'), deny: t('verdict.deny'), hide: t('verdict.hide') };
  return (
    <Card title={t('gallery.switches')}>
      <div className="stack">
        {[true, false].map((own) => (
          <div key={String(own)} className="row wraps">
            <span className="quiet">{own ? t('gallery.own') : t('gallery.inherited')}</span>
            {POSITIONS.map((position) => (
              <FourWaySwitch
                key={position}
                name={`${t('gallery.switches')}: ${labels[position]}, ${own ? t('gallery.own') : t('gallery.inherited')}`}
                value={position}
                own={own}
                labels={labels}
                resetLabel={t('switch.follow')}
                inheritedLabel={t('switch.inherited')}
                onChange={() => undefined}
                onReset={() => undefined}
              />
            ))}
          </div>
        ))}
      </div>
    </Card>
  );
}

function Controls() {
  const t = useWords();
  const [on, setOn] = useState(true);
  const [theme, setTheme] = useState<(typeof THEMES)[number]>('system');
  return (
    <Card title={t('gallery.controls')}>
      <div className="stack wide">
        <Field label={t('servers.name')} hint={t('servers.nameHint')} defaultValue="" />
        <Field label={t('servers.command')} problem={t('gallery.wrong')} defaultValue="" />
        <Picker
          shown
          label={t('settings.theme')}
          value={theme}
          choices={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          onChange={setTheme}
        />
        <Toggle label={t('settings.notifications')} detail={t('settings.approvalWindowDetail')} on={on} onChange={setOn} />
        <Toggle label={t('settings.startAtLogin')} on={!on} onChange={(next) => setOn(!next)} />
      </div>
    </Card>
  );
}
