import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { ActivityView } from '../../../shared/model/views.js';
import { clockMinute } from '../../words/format.js';
import { useWords } from '../../words/words.js';

const KINDS = ['allowed', 'asked', 'limited', 'denied'] as const;
type Minutes = ActivityView['minutes'];

/** Stacked bars of verdicts per minute; the same numbers stand in a table for screen readers. */
export function VerdictChart({ minutes }: { minutes: Minutes }) {
  const t = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const latest = useRef(minutes);
  useEffect(() => {
    latest.current = minutes;
    plot.current?.setData(stack(minutes));
  }, [minutes]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(element), stack(latest.current), element);
    };
    draw();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight }));
    resized.observe(element);
    window.addEventListener('theme', draw);
    return () => {
      window.removeEventListener('theme', draw);
      resized.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  return (
    <figure>
      <div ref={frame} className="chart" aria-hidden="true" />
      <table className="only-read">
        <caption>{t('overview.chart')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('overview.minute')}</th>
            {KINDS.map((kind) => (
              <th key={kind} scope="col">
                {t(`overview.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {minutes
            .filter((minute) => KINDS.some((kind) => minute[kind] > 0))
            .map((minute) => (
              <tr key={minute.atMs}>
                <th scope="row">{clockMinute(minute.atMs)}</th>
                {KINDS.map((kind) => (
                  <td key={kind}>{minute[kind]}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      <figcaption className="legend small" aria-hidden="true">
        {KINDS.map((kind) => (
          <span key={kind} className={`legend-item ${kind}`}>
            <i /> {t(`overview.${kind}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** Highest stack first, so that each bar covers the lower part of the one before. */
function stack(minutes: Minutes): uPlot.AlignedData {
  const sums = (upTo: number) => minutes.map((minute) => KINDS.slice(0, upTo).reduce((sum, kind) => sum + minute[kind], 0));
  return [minutes.map(({ atMs }) => atMs / 1000), sums(4), sums(3), sums(2), sums(1)];
}

function options(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour('text-quiet'),
    font: `11px ${colour('font-ui')}`,
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  const bars = uPlot.paths.bars?.({ size: [0.72, 14] });
  const series = ['denied', 'limited', 'asked', 'allowed'].map((kind): uPlot.Series => ({
    fill: colour(`chart-${kind}`),
    width: 0,
    points: { show: false },
    ...(bars && { paths: bars }),
  }));
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    // the last time of the axis has room for its right half
    padding: [8, 28, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_u, min, max) => [min - 45, max + 45] },
      y: { range: (_u, _min, max) => [0, Math.max(4, max * 1.1)] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 72, values: (_u, ticks) => ticks.map((tick) => clockMinute(tick * 1000)) },
      { ...axis, size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
    ],
    series: [{}, ...series],
  };
}
