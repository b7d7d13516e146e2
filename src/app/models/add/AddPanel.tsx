import { useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Notice } from '../../components/Notice.tsx';
import { Panel } from '../../components/Panel.tsx';
import { AdditionForm } from './AdditionForm.tsx';
import { AddProgress } from './AddProgress.tsx';
import {
  additionStore,
  cancelAddition,
  openAddress,
  openModelFiles,
  type Addition,
  type AdditionSource,
} from './additionStore.ts';
import { InspectionCard } from './InspectionCard.tsx';
import fields from '../../components/Fields.module.css';
import styles from './Add.module.css';

/** Brings in a model of the person's own: chosen, dropped, or from an address. It is looked into before anything runs. */
export function AddPanel() {
  const addition = useStore(additionStore, (state) => state.addition);
  return (
    <Panel title="Add a model" note="ONNX, looked into before anything runs">
      {(addition.kind === 'none' || addition.kind === 'failed') && <Chooser addition={addition} />}
      {addition.kind === 'asked' && <Question url={addition.url} />}
      {addition.kind === 'inspecting' && <AddProgress what={`Looking into ${titleOf(addition.source)}`} />}
      {addition.kind === 'described' && (
        <>
          <InspectionCard title={titleOf(addition.source)} inspection={addition.inspection} />
          <AdditionForm addition={addition} />
        </>
      )}
      {addition.kind === 'adding' && (
        <AddProgress
          what={`Trying ${addition.draft.name} in a worker of its own`}
          progress={addition.progress}
        />
      )}
    </Panel>
  );
}

function titleOf(source: AdditionSource): string {
  return source.kind === 'file' ? source.file.name : source.url;
}

function Chooser({ addition }: { readonly addition: Extract<Addition, { kind: 'none' | 'failed' }> }) {
  const [address, setAddress] = useState(
    addition.kind === 'failed' && addition.source.kind === 'address' ? addition.source.url : '',
  );
  const chooser = useRef<HTMLInputElement>(null);
  const hintId = useId();
  return (
    <>
      {addition.kind === 'failed' && (
        <Notice kind="error" title={`${titleOf(addition.source)} cannot be added: ${addition.failure.code}`}>
          {addition.failure.message}
        </Notice>
      )}
      {addition.kind === 'none' && addition.refusal !== undefined && (
        <Notice kind="error">{addition.refusal}</Notice>
      )}
      <form
        className={styles['chooser']}
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim() !== '') void openAddress(address);
        }}
      >
        <input
          ref={chooser}
          type="file"
          multiple
          className="visually-hidden"
          tabIndex={-1}
          aria-label="Model files"
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            currentTarget.value = '';
            if (files.length > 0) void openModelFiles(files);
          }}
        />
        <button type="button" className="button" data-primary="" onClick={() => chooser.current?.click()}>
          Choose files
        </button>
        <label className={styles['address']}>
          <span>or an address</span>
          <input
            className={fields['input']}
            type="text"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://… or hf:owner/name"
            value={address}
            aria-describedby={hintId}
            onChange={({ target }) => {
              setAddress(target.value);
            }}
          />
        </label>
        <button type="submit" className="button" disabled={address.trim() === ''}>
          Look into it
        </button>
      </form>
      <p id={hintId} className={styles['hint']}>
        An .onnx or .ort file, with its external data, labels.txt, tokenizer.json or config.json if it has
        any; dropping them anywhere does too. A model stays on this device and nothing of it is sent anywhere.
      </p>
    </>
  );
}

function Question({ url }: { readonly url: string }) {
  return (
    <Notice
      kind="hint"
      title={`Load the model from ${hostOf(url)}?`}
      action={
        <div className={styles['choices']}>
          <button type="button" className="button" onClick={cancelAddition}>
            No
          </button>
          <button type="button" className="button" data-primary="" onClick={() => void openAddress(url)}>
            Load it
          </button>
        </div>
      }
    >
      The link that you followed asks for <span className={styles['url']}>{url}</span>. Nothing was fetched
      yet.
    </Notice>
  );
}

function hostOf(url: string): string {
  if (url.startsWith('hf:')) return 'huggingface.co';
  return URL.parse(url, document.baseURI)?.host ?? url;
}
