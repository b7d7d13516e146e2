import styles from './Field.module.css';

interface NumberFieldProps {
  readonly label: string;
  readonly unit?: string;
  readonly value: string;
  readonly placeholder?: string;
  /** @default any number */
  readonly step?: number;
  /** @default above 0 */
  readonly least?: number;
  readonly isRequired?: boolean;
  readonly onChange: (value: string) => void;
}

/** A number as it is typed; empty is a value too. */
export function NumberField(props: NumberFieldProps) {
  const { label, unit, value, placeholder, step, least, isRequired = false, onChange } = props;
  return (
    <label className={styles['field']}>
      <span>
        {label}
        {unit !== undefined && <span className={styles['unit']}> {unit}</span>}
      </span>
      <input
        className={styles['input']}
        type="number"
        inputMode="decimal"
        min={least ?? (step === undefined ? 0.001 : 1)}
        step={step ?? 'any'}
        required={isRequired}
        value={value}
        placeholder={placeholder}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </label>
  );
}
