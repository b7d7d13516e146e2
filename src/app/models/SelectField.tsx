import fields from './Fields.module.css';

interface SelectFieldProps<Value extends string> {
  readonly title: string;
  readonly value: Value;
  /** Each with what it is called. */
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

/** One of a few values, chosen from a list. */
export function SelectField<Value extends string>({
  title,
  value,
  options,
  onChange,
}: SelectFieldProps<Value>) {
  return (
    <label className={fields['field']}>
      {title}
      <select
        className={fields['input']}
        value={value}
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
