import { useEffect, useState } from 'react';
import type { ModelInspection } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { describeFailure, type Failure } from '../failure.ts';
import { InspectionCard } from './add/InspectionCard.tsx';
import styles from './Models.module.css';

type Look =
  | { readonly kind: 'looking' }
  | { readonly kind: 'seen'; readonly inspection: ModelInspection }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the file of a model says of itself, read when it is asked for: the file may have to be fetched. */
export function FilePanel({ name }: { readonly name: string }) {
  const [isAsked, setIsAsked] = useState(false);
  return (
    <Panel
      title="Its file"
      note="read without running it"
      actions={
        !isAsked && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setIsAsked(true);
            }}
          >
            Look into it
          </button>
        )
      }
    >
      {isAsked ? (
        <FileCard name={name} />
      ) : (
        <p className={styles['note']}>Operators, opsets, weights and how it was quantized.</p>
      )}
    </Panel>
  );
}

function FileCard({ name }: { readonly name: string }) {
  const [look, setLook] = useState<Look>({ kind: 'looking' });
  useEffect(() => {
    let isOver = false;
    const show = (next: Look): void => {
      if (!isOver) setLook(next);
    };
    window.nearside
      .then(({ models }) => models.describe(name))
      .then(
        (inspection) => {
          show({ kind: 'seen', inspection });
        },
        (error: unknown) => {
          show({ kind: 'failed', failure: describeFailure(error) });
        },
      );
    return () => {
      isOver = true;
    };
  }, [name]);
  if (look.kind === 'looking') return <p role="status">Reading the file…</p>;
  if (look.kind === 'failed') {
    return (
      <Notice kind="error" title={`It could not be read: ${look.failure.code}`}>
        {look.failure.message}
      </Notice>
    );
  }
  return <InspectionCard title={name} inspection={look.inspection} />;
}
