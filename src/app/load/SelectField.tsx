import styles from './Field.module.css';

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly describedBy?: string;
  readonly onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, value, options, describedBy, onChange } = props;
  return (
    <label className={styles['field']}>
      {label}
      <select
        className={styles['input']}
        value={value}
        aria-describedby={describedBy}
        onChange={({ target }) => {
          onChange(target.value as Value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </label>
  );
}
