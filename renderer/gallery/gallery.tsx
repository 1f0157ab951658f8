import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../elements/badge.js';
import { Button } from '../elements/button.js';
import { Field } from '../elements/field.js';
import { FourWaySwitch, POSITIONS } from '../elements/four-way-switch.js';
import { ClassMark, SeverityBars } from '../elements/marks.js';
import { Card } from '../elements/page.js';
import { Picker } from '../elements/picker.js';
import { Plain } from '../elements/plain.js';
import { Broken, Empty, Loading } from '../elements/state-pages.js';
import { Toggle } from '../elements/toggle.js';
import { useWords } from '../words/words.js';

const CLASSES = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'] as const;
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
const TONES = ['quiet', 'accent', 'ok', 'caution', 'danger', 'dim'] as const;
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
  const [on, setOn] = useState(true);
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const labels = { allow: t('verdict.allow'), ask: t('verdict.ask'), deny: t('verdict.deny'), hide: t('verdict.hide') };
  return (
    <main className="gallery stack wide">
      <h1>{t('gallery.title')}</h1>
      <Card title={t('gallery.classes')}>
        <div className="row wraps">
          {CLASSES.map((name) => (
            <ClassMark key={name} of={name} word={t(`class.${name}`)} />
          ))}
        </div>
      </Card>
      <Card title={t('gallery.severities')}>
        <div className="row wraps">
          {SEVERITIES.map((name) => (
            <SeverityBars key={name} of={name} word={t(`severity.${name}`)} shown />
          ))}
        </div>
      </Card>
      <Card title={t('gallery.verdicts')}>
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
        </div>
      </Card>
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
      <Card title={t('gallery.controls')}>
        <div className="stack wide">
          <Field label={t('servers.name')} hint={t('servers.nameHint')} defaultValue="" />
          <Field label={t('servers.command')} problem={t('gallery.wrong')} defaultValue="" />
          <Picker
            shown
            label={t('settings.theme')}
            value={theme}
            choices={(['light', 'dark'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
            onChange={setTheme}
          />
          <Toggle label={t('settings.notifications')} detail={t('settings.approvalWindowDetail')} on={on} onChange={setOn} />
          <Toggle label={t('settings.startAtLogin')} on={!on} onChange={(next) => setOn(!next)} />
        </div>
      </Card>
      <Card title={t('gallery.text')}>
        <div className="stack">
          {FOREIGN.map((text) => (
            <Plain key={text} className="wrap" text={text} />
          ))}
        </div>
      </Card>
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
