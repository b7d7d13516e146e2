import { imageNet, plainImage, type ImageDraft } from './additionDraft.ts';
import styles from './Add.module.css';

interface ImageFieldsProps {
  readonly image: ImageDraft;
  readonly onChange: (image: ImageDraft) => void;
}

const texts = [
  ['width', 'Width'],
  ['height', 'Height'],
  ['scale', 'Times'],
  ['mean', 'Minus'],
  ['std', 'Divided by'],
] as const;

/** How an image becomes numbers: resized, multiplied, less a mean, divided by a deviation. */
export function ImageFields({ image, onChange }: ImageFieldsProps) {
  const change = (patch: Partial<ImageDraft>): void => {
    onChange({ ...image, ...patch });
  };
  return (
    <fieldset className={styles['image']}>
      <legend>Pixels</legend>
      <div className={styles['fields']}>
        {texts.map(([field, title]) => (
          <label key={field} className={styles['field']}>
            {title}
            <input
              className={styles['input']}
              inputMode="decimal"
              value={image[field]}
              onChange={({ target }) => {
                change({ [field]: target.value });
              }}
            />
          </label>
        ))}
        <label className={styles['field']}>
          Layout
          <select
            className={styles['input']}
            value={image.layout}
            onChange={({ target }) => {
              change({ layout: target.value as ImageDraft['layout'] });
            }}
          >
            <option value="nchw">Channels first (NCHW)</option>
            <option value="nhwc">Channels last (NHWC)</option>
          </select>
        </label>
        <label className={styles['field']}>
          Colours
          <select
            className={styles['input']}
            value={image.colors}
            onChange={({ target }) => {
              change({ colors: target.value as ImageDraft['colors'] });
            }}
          >
            <option value="rgb">Red, green, blue</option>
            <option value="bgr">Blue, green, red</option>
            <option value="gray">Grey</option>
          </select>
        </label>
      </div>
      <div className={styles['choices']}>
        <button
          type="button"
          className="button"
          data-small
          onClick={() => {
            change({ scale: plainImage.scale, mean: plainImage.mean, std: plainImage.std });
          }}
        >
          Between 0 and 1
        </button>
        <button
          type="button"
          className="button"
          data-small
          onClick={() => {
            change(imageNet);
          }}
        >
          As for ImageNet
        </button>
      </div>
    </fieldset>
  );
}
