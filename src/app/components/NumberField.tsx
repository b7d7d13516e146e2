import fields from './Fields.module.css';

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
  readonly describedBy?: string;
  readonly onChange: (value: string) => void;
}

/** A number as it is typed; empty is a value too. */
export function NumberField(props: NumberFieldProps) {
  const { label, unit, value, placeholder, step, least, isRequired = false, describedBy, onChange } = props;
  return (
    <label className={fields['field']}>
      <span>
        {label}
        {unit !== undefined && <span className={fields['unit']}> {unit}</span>}
      </span>
      <input
        className={fields['input']}
        type="number"
        inputMode="decimal"
        min={least ?? (step === undefined ? 0.001 : 1)}
        step={step ?? 'any'}
        required={isRequired}
        value={value}
        placeholder={placeholder}
        aria-describedby={describedBy}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </label>
  );
}
