import fields from './Fields.module.css';

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  /** Each with what it is called. */
  readonly options: readonly (readonly [Value, string])[];
  readonly describedBy?: string;
  readonly onChange: (value: Value) => void;
}

/** One of a few values, chosen from a list. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, value, options, describedBy, onChange } = props;
  return (
    <label className={fields['field']}>
      {label}
      <select
        className={fields['input']}
        value={value}
        aria-describedby={describedBy}
        onChange={({ target }) => {
          onChange(target.value as Value);
        }}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
