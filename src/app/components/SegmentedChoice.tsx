import { useId } from 'react';
import styles from './SegmentedChoice.module.css';

interface SegmentedChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly title: string;
    /** Said in a softer tone behind the title. */
    readonly detail?: string | undefined;
  }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all of them in view; arrow keys move the choice. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  const { label, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset className={styles['toggle']}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['choice']}>
          <input
            className={styles['input']}
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          {option.title}
          {option.detail !== undefined && <span className={styles['detail']}> {option.detail}</span>}
        </label>
      ))}
    </fieldset>
  );
}
