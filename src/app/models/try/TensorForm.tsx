import { useMemo, useState } from 'react';
import { type InferResponse, type ModelStatus, type Tensor } from '../../../client/index.ts';
import { makePictureInput } from '../image/makePictureInput.ts';
import { startImage } from '../image/startImage.ts';
import { InputField } from './InputField.tsx';
import { makeInput, startDraft, type InputDraft } from './inputDraft.ts';
import { OutputList } from './OutputList.tsx';
import { RunOutcome } from './RunOutcome.tsx';
import { useRun } from './useRun.ts';
import styles from './Try.module.css';

interface TensorFormProps {
  readonly status: ModelStatus;
}

/** One field an input, each made from its spec; outputs may be fed back into inputs from run to run. */
export function TensorForm({ status }: TensorFormProps) {
  const { name, inputs, outputs: specs } = status;
  const [drafts, setDrafts] = useState<Readonly<Record<string, InputDraft>>>(() =>
    Object.fromEntries(inputs.map((spec) => [spec.name, startDraft(spec)])),
  );
  const [wanted, setWanted] = useState<readonly string[]>(specs.map((spec) => spec.name));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [last, setLast] = useState<Readonly<Record<string, Tensor>>>({});
  const { run, ask, stop } = useRun<InferResponse>();
  // Settings of pictures that are not touched follow those of the model.
  const { image: ownImage } = status;
  const images = useMemo(
    () =>
      Object.fromEntries(
        inputs.map((spec) => [
          spec.name,
          startImage(spec, { inputs, ...(ownImage === undefined ? {} : { image: ownImage }) }),
        ]),
      ),
    [inputs, ownImage],
  );
  const isFedBack = Object.values(drafts).some(({ kind }) => kind === 'state');

  async function submit(): Promise<void> {
    const tensors: Record<string, Tensor> = {};
    const unfit: Record<string, string> = {};
    for (const spec of inputs) {
      const draft = drafts[spec.name] ?? startDraft(spec);
      const image = draft.image ?? images[spec.name];
      const filled =
        draft.kind === 'image' && draft.picture !== undefined && image !== undefined
          ? await makePictureInput(spec, draft.picture, image)
          : makeInput(spec, draft, { random: Math.random, outputs: last });
      if (filled.kind === 'tensor') tensors[spec.name] = filled.tensor;
      else unfit[spec.name] = filled.message;
    }
    setFaults(unfit);
    const [firstUnfit] = Object.keys(unfit);
    if (firstUnfit !== undefined) {
      stop();
      return;
    }
    await ask(async (signal) => {
      const nearside = await window.nearside;
      const response = await nearside.infer(
        {
          model: name,
          inputs: tensors,
          ...(wanted.length === specs.length ? {} : { outputs: wanted }),
        },
        { signal, cache: 'bypass' },
      );
      setLast(response.outputs);
      return response;
    });
  }

  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {inputs.map((spec) => (
        <InputField
          key={spec.name}
          spec={spec}
          status={status}
          image={drafts[spec.name]?.image ?? images[spec.name]}
          draft={drafts[spec.name] ?? startDraft(spec)}
          fault={faults[spec.name]}
          onChange={(draft) => {
            setDrafts({ ...drafts, [spec.name]: draft });
          }}
        />
      ))}
      {specs.length > 1 && (
        <fieldset className={styles['wanted']}>
          <legend>Outputs to ask for</legend>
          {specs.map((spec) => (
            <label key={spec.name} className={styles['check']}>
              <input
                type="checkbox"
                checked={wanted.includes(spec.name)}
                disabled={wanted.length === 1 && wanted[0] === spec.name}
                onChange={({ target }) => {
                  setWanted(
                    specs
                      .map((one) => one.name)
                      .filter((one) => (one === spec.name ? target.checked : wanted.includes(one))),
                  );
                }}
              />
              {spec.name}
            </label>
          ))}
        </fieldset>
      )}
      <div className={styles['actions']}>
        <button type="submit" className="button" data-primary="">
          Run
        </button>
        <button type="button" className="button" disabled={run.kind !== 'running'} onClick={stop}>
          Stop waiting
        </button>
        {isFedBack && Object.keys(last).length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setLast({});
            }}
          >
            Forget fed back outputs
          </button>
        )}
      </div>
      <RunOutcome run={run} traceOf={(response) => response.trace}>
        {(response) => <OutputList response={response} labels={status.labels} />}
      </RunOutcome>
    </form>
  );
}
