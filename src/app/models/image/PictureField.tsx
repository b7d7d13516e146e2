import { countChannels } from '../../../client/imageInputs.ts';
import type { ModelStatus, TensorSpec } from '../../../client/index.ts';
import { act } from '../modelsStore.ts';
import type { InputDraft } from '../try/inputDraft.ts';
import { draftImage, readImage, type ImageDraft } from './imageDraft.ts';
import { ImageFields } from './ImageFields.tsx';
import { ImagePreview } from './ImagePreview.tsx';
import { PictureChooser } from './PictureChooser.tsx';
import styles from './Image.module.css';

interface PictureFieldProps {
  readonly spec: TensorSpec;
  readonly status: ModelStatus;
  readonly image: ImageDraft;
  readonly draft: InputDraft;
  readonly onChange: (patch: Partial<InputDraft>) => void;
}

/** A picture for one input: which, how it becomes numbers, and what the model then gets. */
export function PictureField({ spec, status, image, draft, onChange }: PictureFieldProps) {
  const { picture } = draft;
  const read = readImage(image);
  return (
    <>
      <PictureChooser
        label={`Picture for ${spec.name}`}
        picture={picture}
        onChange={(chosen) => {
          onChange({ picture: chosen });
        }}
      />
      <ImageFields
        image={image}
        channels={countChannels(image)}
        decided={decidedBy(spec)}
        faultField={read.kind === 'unfit' ? read.field : undefined}
        onChange={(changed) => {
          onChange({ image: changed });
        }}
      />
      {picture !== undefined && <ImagePreview spec={spec} picture={picture} image={image} />}
      {status.isAdded === true && status.inputs.length === 1 && <Keeper status={status} image={image} />}
    </>
  );
}

/** Makes `predict` take pictures as they are taken here. */
function Keeper({ status, image }: { readonly status: ModelStatus; readonly image: ImageDraft }) {
  const isKept =
    status.image !== undefined && JSON.stringify(draftImage(status.image)) === JSON.stringify(image);
  return (
    <div className={styles['kept']}>
      <button
        type="button"
        className="button"
        data-small
        disabled={isKept}
        onClick={() => {
          const read = readImage(image);
          if (read.kind === 'unfit') return;
          void act(status.name, async () =>
            (await window.nearside).models.configure(status.name, { image: read.image }),
          );
        }}
      >
        Keep these settings
      </button>
      <p className={styles['hint']} role="status">
        {isKept
          ? `${status.name} takes pictures this way.`
          : `Until they are kept, they are of this trial alone.`}
      </p>
    </div>
  );
}

/** What is free in the input's shape is up to the picture. */
function decidedBy({ shape }: TensorSpec): readonly ('width' | 'height' | 'layout')[] {
  const isOpen = shape.length !== 2 && shape.slice(-3).includes(-1);
  return isOpen ? ['layout'] : ['width', 'height', 'layout'];
}
