import { init } from 'echarts';

export type Series = { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] };

/** A line chart as SVG, drawn without a browser. Both axes are logarithmic where `log` says so: linear growth is then a straight line. */
export const lineChart = ({
  title,
  x,
  y,
  series,
  log = false,
}: {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  readonly log?: boolean;
}): string => {
  const type = log ? 'log' : 'value';
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 400 });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
    legend: { bottom: 0 },
    grid: { left: 80, right: 40, top: 50, bottom: 80 },
    xAxis: { type, name: x, nameLocation: 'middle', nameGap: 30 },
    yAxis: { type, name: y, nameLocation: 'middle', nameGap: 55 },
    series: series.map(({ name, points }) => ({ name, type: 'line', data: points.map((point) => [...point]) })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
};
