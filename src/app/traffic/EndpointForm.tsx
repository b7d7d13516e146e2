import { useId, useState } from 'react';
import type { RemoteSettings, RemoteVerdict } from '../../client/index.ts';
import fields from '../components/Fields.module.css';
import { NumberField } from '../components/NumberField.tsx';
import { describeFailure } from '../failure.ts';
import { draftOf, isSameDraft, readAs, readDraft, type EndpointDraft } from './endpointDraft.ts';
import { TestResult, type TestState } from './TestResult.tsx';
import styles from './TrafficPage.module.css';

interface EndpointFormProps {
  readonly remote: RemoteSettings | null;
  readonly onSave: (remote: RemoteSettings | null) => void;
}

/** Address, token and timeout of an endpoint, which can be tried before it is kept. */
export function EndpointForm({ remote, onSave }: EndpointFormProps) {
  const kept = draftOf(remote);
  const [draft, setDraft] = useState(kept);
  const [test, setTest] = useState<TestState>({ kind: 'none' });
  const hint = useId();
  const taken = readAs(draft.url, document.baseURI);

  function change(patch: Partial<EndpointDraft>): void {
    setDraft({ ...draft, ...patch });
    setTest({ kind: 'none' });
  }

  async function run(): Promise<void> {
    setTest({ kind: 'running' });
    let verdict: RemoteVerdict;
    try {
      verdict = await (await window.nearside).routing.test(readDraft(draft));
    } catch (error) {
      setTest({ kind: 'failed', message: describeFailure(error).message });
      return;
    }
    setTest({ kind: 'done', verdict });
  }

  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(readDraft(draft));
      }}
    >
      <div className={styles['fields']}>
        <TextField
          label="Address"
          type="text"
          value={draft.url}
          placeholder="https://models.example.com"
          hintId={hint}
          isRequired
          onChange={(url) => {
            change({ url });
          }}
        />
        <TextField
          label="Token"
          type="password"
          value={draft.token}
          placeholder="none"
          hintId={hint}
          onChange={(token) => {
            change({ token });
          }}
        />
        <NumberField
          label="Timeout of a try"
          unit="ms"
          value={draft.timeoutMs}
          placeholder="10000"
          step={1}
          onChange={(timeoutMs) => {
            change({ timeoutMs });
          }}
        />
      </div>
      <p id={hint} className={styles['text']}>
        The address is what stands before <code>/v2</code>, with https, or http on this machine. A token is
        kept in memory alone and is gone after a reload.
        {taken !== undefined && (
          <>
            {' '}
            <strong className={styles['readAs']}>This one is read as {taken}</strong>, for it does not begin
            with https://.
          </>
        )}
      </p>
      <div className={styles['actions']}>
        <button
          type="button"
          className="button"
          disabled={draft.url.trim() === '' || test.kind === 'running'}
          onClick={() => {
            void run();
          }}
        >
          Test connection
        </button>
        <button type="submit" className="button" data-primary={isSameDraft(draft, kept) ? undefined : ''}>
          Save endpoint
        </button>
        {remote !== null && (
          <button
            type="button"
            className="button"
            onClick={() => {
              onSave(null);
            }}
          >
            Remove endpoint
          </button>
        )}
      </div>
      <TestResult test={test} />
    </form>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly type: 'text' | 'password';
  readonly value: string;
  readonly placeholder: string;
  readonly hintId: string;
  readonly isRequired?: boolean;
  readonly onChange: (value: string) => void;
}

function TextField({ label, type, value, placeholder, hintId, isRequired, onChange }: TextFieldProps) {
  return (
    <label className={fields['field']}>
      {label}
      <input
        className={fields['input']}
        type={type}
        inputMode={type === 'text' ? 'url' : undefined}
        value={value}
        placeholder={placeholder}
        required={isRequired}
        aria-describedby={hintId}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </label>
  );
}
