import { BarChart, LineChart } from 'echarts/charts';
import { BrushComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { GpuState } from '../api/usage';
import { addDays, day, dayYear, month, shortMonth } from '../money/time';
import { resolved } from '../theme/series';
import { useTheme } from '../theme/theme';
import type { ChartModel, ChartSeries } from './chart';

use([BarChart, LineChart, GridComponent, TooltipComponent, BrushComponent, SVGRenderer]);

/** The patterns of ui.md in the terms of the chart library. */
function decalOf(state: GpuState | undefined, surface: string): object | undefined {
  switch (state) {
    case 'active':
      return { symbol: 'circle', symbolSize: 0.7, color: surface, dashArrayX: [[2.5, 2.5], [0, 2.5, 2.5, 0]], dashArrayY: [2.5, 0] };
    case 'held_idle':
      return { symbol: 'rect', symbolSize: 1, color: surface, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 };
    case 'unallocated':
      return { symbol: 'rect', symbolSize: 0.8, color: surface, dashArrayX: [[5, 1.5]], dashArrayY: [5, 1.5], rotation: -Math.PI / 4 };
    default:
      return undefined;
  }
}

/** Nothing is drawn for zero: a bar without height would leave its edge behind. */
function drawn(values: readonly number[]): (number | null)[] {
  return values.map((v) => (v === 0 ? null : v));
}

const BAR = { type: 'bar', stack: 'all', barMaxWidth: 40, barCategoryGap: '22%', animation: false, emphasis: { disabled: true } };

function solidBar(series: ChartSeries, surface: string): object {
  const colour = resolved(series.colour);
  const decal = decalOf(series.state, surface);
  return {
    ...BAR,
    name: series.name,
    id: `${series.key}:solid`,
    data: drawn(series.solid),
    itemStyle: series.state === 'unobserved'
      ? { color: surface, borderColor: colour, borderWidth: 1, borderType: [3, 2] }
      : { color: colour, borderColor: surface, borderWidth: 0.5, ...(decal ? { decal } : {}) },
  };
}

/** Estimates stand on top of all that bills say, in the same colours, lighter. */
function lightBar(series: ChartSeries, surface: string): object {
  return {
    ...BAR,
    name: series.name,
    id: `${series.key}:light`,
    data: drawn(series.light ?? []),
    itemStyle: { color: resolved(series.colour), opacity: 0.42, borderColor: surface, borderWidth: 0.5 },
  };
}

function bars(model: ChartModel, surface: string): object[] {
  const estimated = model.series.filter((s) => s.light?.some((v) => v !== 0));
  return [...model.series.map((s) => solidBar(s, surface)), ...estimated.map((s) => lightBar(s, surface))];
}

function lines(series: ChartSeries): object {
  return {
    type: 'line',
    name: series.name,
    id: series.key,
    data: series.solid.map((v) => (Number.isNaN(v) ? null : v)),
    connectNulls: false,
    showSymbol: series.solid.length < 3,
    symbol: 'circle',
    symbolSize: 5,
    animation: false,
    lineStyle: { color: resolved(series.colour), width: 2 },
    itemStyle: { color: resolved(series.colour) },
    emphasis: { disabled: true },
  };
}

/** Days that are not complete, as a hatched ground behind the bars, on axes of its own from 0 to 1. */
function hatch(model: ChartModel): object | undefined {
  const from = model.incompleteFrom;
  if (!from || !model.days.some((d) => d >= from)) return undefined;
  return {
    type: 'bar',
    id: 'incomplete',
    xAxisIndex: 1,
    yAxisIndex: 1,
    z: 0,
    silent: true,
    animation: false,
    barWidth: '100%',
    tooltip: { show: false },
    data: model.days.map((d) => (d >= from ? 1 : null)),
    itemStyle: {
      color: 'transparent',
      decal: { symbol: 'rect', color: resolved('var(--hairline)'), dashArrayX: [1, 0], dashArrayY: [1.5, 5], rotation: Math.PI / 4 },
    },
  };
}

function optionOf(model: ChartModel, width: number): EChartsCoreOption {
  const surface = resolved('var(--surface)');
  const muted = resolved('var(--muted)');
  const hairline = resolved('var(--hairline)');
  const marks = model.lines ? model.series.map(lines) : bars(model, surface);
  const ground = hatch(model);
  const previous = model.previous
    ? [{ type: 'line', id: 'previous', name: model.previous.name, data: model.previous.values, showSymbol: false, animation: false, silent: true, z: 5, step: false, lineStyle: { color: resolved('var(--text)'), width: 1.25, type: 'solid', opacity: 0.75 }, itemStyle: { color: resolved('var(--text)') } }]
    : [];
  const every = Math.max(1, Math.ceil(model.days.length / Math.max(3, Math.floor(width / 72))));
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: 12 },
    grid: { left: 4, right: 8, top: 16, bottom: 4, containLabel: true },
    xAxis: [{
      type: 'category',
      data: model.days,
      boundaryGap: !model.lines,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: resolved('var(--edge)') } },
      axisLabel: { color: muted, interval: (i: number) => i % every === 0, formatter: (d: string) => (model.unit === 'month' ? shortMonth(d) : day(d)), hideOverlap: true, showMinLabel: true },
    }, { type: 'category', data: model.days, show: false, axisPointer: { show: false } }],
    yAxis: [{
      type: 'value',
      ...(model.lines ? { max: 1, min: (v: { min: number }) => Math.max(0, Math.floor((v.min - 0.02) * 10) / 10) } : {}),
      splitNumber: 4,
      axisLabel: { color: muted, formatter: (v: number) => model.axis(v) },
      splitLine: { lineStyle: { color: hairline } },
    }, { type: 'value', show: false, min: 0, max: 1 }],
    tooltip: {
      trigger: 'axis',
      axisPointer: model.lines ? { type: 'line', lineStyle: { color: resolved('var(--edge)') } } : { type: 'shadow', shadowStyle: { color: resolved('var(--text)'), opacity: 0.06 } },
      className: 'hover',
      confine: true,
      transitionDuration: 0,
      backgroundColor: 'transparent',
      borderWidth: 0,
      padding: 0,
      extraCssText: 'box-shadow:none;',
      formatter: (params: unknown) => hoverOf(model, (params as { dataIndex: number }[])[0]?.dataIndex ?? 0),
    },
    brush: model.onBrush ? { xAxisIndex: 0, brushType: 'lineX', brushMode: 'single', transformable: false, brushStyle: { borderWidth: 1, color: resolved('var(--accent-wash)'), borderColor: resolved('var(--accent)') }, toolbox: [], throttleType: 'debounce', outOfBrush: {} } : undefined,
    series: [...(ground ? [ground] : []), ...marks, ...previous],
  };
}

/** Built from elements, not from text: no name in a bill can become markup. */
function hoverOf(model: ChartModel, index: number): HTMLElement {
  const root = element('div', 'hover-card');
  const date = model.days[index];
  if (!date) return root;
  const incomplete = model.incompleteFrom !== undefined && date >= model.incompleteFrom;
  root.append(element('div', 'title', model.unit === 'month' ? month(date.slice(0, 7)) : dayYear(date)));
  const table = element('table');
  for (const line of model.hover(index).slice(0, 12)) {
    const row = element('tr');
    const name = element('td');
    const swatch = element('span', 'swatch');
    swatch.style.background = line.state === 'unobserved' ? 'none' : line.colour;
    if (line.state === 'unobserved') swatch.style.border = '1px dashed var(--edge)';
    name.append(swatch, line.name);
    row.append(name, element('td', '', line.value));
    if (line.extra) row.append(element('td', '', line.extra));
    table.append(row);
  }
  const total = model.hoverTotal?.(index);
  if (total) {
    const row = element('tr', 'total');
    row.append(element('td', '', 'Total'), element('td', '', total));
    table.append(row);
  }
  root.append(table);
  if (incomplete) root.append(element('div', 'remark', model.incompleteWhy ?? 'This day is not complete.'));
  return root;
}

function element(tag: string, className = '', text = ''): HTMLElement {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export default function ChartEngine({ model }: { model: ChartModel }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const latest = useRef(model);
  latest.current = model;
  const theme = useTheme();

  useEffect(() => {
    const made = init(host.current!, undefined, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.resize();
      made.setOption(optionOf(latest.current, made.getWidth()), { notMerge: true });
      armBrush(made, latest.current);
    });
    observer.observe(host.current!);
    made.on('brushEnd', (event) => {
      const areas = (event as { areas: { coordRange: [number, number] }[] }).areas;
      const range = areas[0]?.coordRange;
      const { days, onBrush } = latest.current;
      if (!range || !onBrush) return;
      const start = days[Math.max(0, Math.min(...range))];
      const end = days[Math.min(days.length - 1, Math.max(...range))];
      made.dispatchAction({ type: 'brush', areas: [] });
      if (start && end && start !== end) onBrush(start, latest.current.unit === 'month' ? lastDay(end) : end);
    });
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const made = chart.current;
    if (!made) return;
    made.setOption(optionOf(model, made.getWidth()), { notMerge: true });
    armBrush(made, model);
  }, [model, theme]);

  return <div ref={host} className="chart" role="img" aria-label={model.label} />;
}

function lastDay(month: string): string {
  return addDays(`${addDays(`${month.slice(0, 7)}-28`, 4).slice(0, 7)}-01`, -1);
}

function armBrush(made: EChartsType, model: ChartModel): void {
  if (!model.onBrush) return;
  made.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: 'lineX', brushMode: 'single' } });
}
