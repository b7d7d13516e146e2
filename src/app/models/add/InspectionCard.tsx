import type { ModelInspection } from '../../../client/index.ts';
import { formatBytes } from '../../formats/formatBytes.ts';
import { formatCount } from '../../formats/formatCount.ts';
import { describeDeclared } from './describeDeclared.ts';
import styles from './Add.module.css';

interface InspectionCardProps {
  readonly title: string;
  readonly inspection: ModelInspection;
}

const quantizations: Readonly<Record<ModelInspection['quantization'], string>> = {
  none: 'no',
  weights: 'weights alone',
  static: 'with scales that the file holds',
  dynamic: 'with scales taken from each batch',
};

const shownOperators = 12;

/** What a model's file says of itself, for people who decide whether to run it. */
export function InspectionCard({ title, inspection }: InspectionCardProps) {
  const { format, sizeBytes, digest, irVersion, producer, opsets, operators, initializers } = inspection;
  const used = new Set(operators.map(({ domain }) => domain));
  // Whoever writes the runtime's format lists every set that there is.
  const shownOpsets = format === 'ort' ? opsets.filter(({ domain }) => used.has(domain)) : opsets;
  const { externalFiles, quantization, precision, couplingOperators, functions } = inspection;
  const facts: readonly (readonly [string, string])[] = [
    ['Format', `${format.toUpperCase()}, IR ${String(irVersion)}`],
    ...(producer === undefined || producer === '' ? [] : [['Made by', producer] as const]),
    ['Size', formatBytes(sizeBytes)],
    ...(shownOpsets.length === 0
      ? []
      : [
          [
            'Opsets',
            shownOpsets
              .map(({ domain, version }) => `${domain === '' ? 'onnx' : domain} ${String(version)}`)
              .join(', '),
          ] as const,
        ]),
    ...(initializers.count === 0
      ? []
      : [
          [
            'Weights',
            `${formatBytes(initializers.sizeBytes)} in ${formatCount(initializers.count)} tensors, ${precision}`,
          ] as const,
        ]),
    ['Quantized', quantizations[quantization]],
    ...(externalFiles.length === 0 ? [] : [['Data beside it', externalFiles.join(', ')] as const]),
    ...(couplingOperators.length === 0
      ? []
      : [
          [
            'Batching',
            `${couplingOperators.join(', ')} take one scale over a batch, so its rows run alone`,
          ] as const,
        ]),
    ['SHA-256', digest],
  ];
  return (
    <section className={styles['card']} aria-label={`What ${title} says of itself`}>
      <h3 className={styles['cardTitle']}>{title}</h3>
      <dl className={styles['facts']}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd data-term={term}>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles['values']}>
        {(
          [
            ['Inputs', inspection.inputs],
            ['Outputs', inspection.outputs],
          ] as const
        ).map(([heading, values]) => (
          <div key={heading}>
            <h4>{heading}</h4>
            {values.length === 0 ? (
              <p className={styles['hint']}>Known once it is tried.</p>
            ) : (
              <ul>
                {values.map((value) => (
                  <li key={value.name}>
                    <b>{value.name}</b> <code>{describeDeclared(value)}</code>
                  </li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
      {operators.length > 0 && (
        <details>
          <summary>
            {formatCount(operators.reduce((sum, { count }) => sum + count, 0))} operators of{' '}
            {formatCount(operators.length)} kinds
            {functions.length > 0 && `, ${formatCount(functions.length)} functions of its own`}
          </summary>
          <ul className={styles['operators']}>
            {operators.slice(0, shownOperators).map(({ domain, name, count }) => (
              <li key={`${domain}/${name}`}>
                {domain === '' ? name : `${domain}.${name}`} × {formatCount(count)}
              </li>
            ))}
            {operators.length > shownOperators && (
              <li>and {formatCount(operators.length - shownOperators)} more kinds</li>
            )}
          </ul>
        </details>
      )}
    </section>
  );
}
