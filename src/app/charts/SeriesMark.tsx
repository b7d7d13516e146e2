import { useId } from 'react';
import { Hatch } from './Hatch.tsx';
import type { Series } from './series.ts';

/** How a series looks in its chart. */
export function SeriesMark({ series: { color, dash, hatch } }: { readonly series: Series }) {
  const id = useId();
  return (
    <svg width="22" height="10" aria-hidden="true" focusable="false">
      {hatch === undefined ? (
        <line x1="0" y1="5" x2="22" y2="5" stroke={color} strokeWidth="2.5" strokeDasharray={dash} />
      ) : (
        <>
          <Hatch id={id} color={color} index={hatch} />
          <rect x="0.5" y="0.5" width="21" height="9" fill={`url(#${id})`} stroke={color} />
        </>
      )}
    </svg>
  );
}
