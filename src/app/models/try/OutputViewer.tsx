import { useEffect, useRef } from 'react';
import { BarList } from '../../components/BarList.tsx';
import { formatCount } from '../../formats/formatCount.ts';
import type { OutputView } from './outputView.ts';
import { TableFrame } from '../../components/TableFrame.tsx';
import styles from './Try.module.css';

interface OutputViewerProps {
  readonly name: string;
  readonly view: OutputView;
}

export function OutputViewer({ name, view }: OutputViewerProps) {
  switch (view.kind) {
    case 'scores':
      return <Scores name={name} view={view} />;
    case 'image':
      return <Picture name={name} view={view} />;
    case 'bars':
      return <Bars name={name} view={view} />;
    case 'table':
      return <Table name={name} view={view} />;
  }
}

type Of<Kind extends OutputView['kind']> = Extract<OutputView, { kind: Kind }>;

function Scores({ name, view }: { readonly name: string; readonly view: Of<'scores'> }) {
  const most = Math.max(...view.best.map(({ value }) => value));
  const least = Math.min(0, ...view.best.map(({ value }) => value));
  const bars = view.best.map(({ index, name: label, value }) => ({
    key: String(index),
    name: label,
    share: most > least ? (value - least) / Math.max(most - least, most <= 1 && least === 0 ? 1 : 0) : 0,
    value: formatValue(value),
    isBest: value === most,
  }));
  return (
    <>
      <BarList label={`Highest values of ${name}`} bars={bars} />
      {view.of > view.best.length && (
        <p className={styles['hint']}>
          The highest {view.best.length} of {formatCount(view.of)}.
        </p>
      )}
    </>
  );
}

function formatValue(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential(1)
    : String(Number(value.toPrecision(4)));
}

function Picture({ name, view }: { readonly name: string; readonly view: Of<'image'> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = view;
  useEffect(() => {
    const image = new ImageData(width, height);
    image.data.set(pixels);
    canvas.current?.getContext('2d')?.putImageData(image, 0, 0);
  }, [width, height, pixels]);
  return (
    <canvas
      ref={canvas}
      className={styles['picture']}
      width={width}
      height={height}
      role="img"
      aria-label={`${name} as an image of ${String(width)} by ${String(height)}`}
    />
  );
}

const barsHeight = 100;

/** Values around their zero line; the table beside it has the figures. */
function Bars({ name, view: { values } }: { readonly name: string; readonly view: Of<'bars'> }) {
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const scale = most > least ? barsHeight / (most - least) : 0;
  return (
    <svg
      className={styles['bars']}
      viewBox={`0 0 ${String(values.length)} ${String(barsHeight)}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${String(values.length)} values of ${name} from ${String(least)} to ${String(most)}`}
    >
      {values.map((value, index) => (
        <rect
          // Values have no other identity than their place.
          key={String(index)}
          x={index + 0.1}
          width={0.8}
          y={(most - Math.max(value, 0)) * scale}
          height={Math.max(Math.abs(value) * scale, 0.4)}
        />
      ))}
    </svg>
  );
}

function Table({ name, view }: { readonly name: string; readonly view: Of<'table'> }) {
  return (
    <>
      <TableFrame label={`Values of ${name}`} className={styles['scroll']}>
        <table className="table">
          <tbody>
            {view.rows.map((row, index) => (
              <tr key={String(index)}>
                {row.map((cell, column) => (
                  <td key={String(column)} className="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {view.leftOut > 0 && (
        <p className={styles['hint']}>{formatCount(view.leftOut)} more values are not shown.</p>
      )}
    </>
  );
}
