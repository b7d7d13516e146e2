import type { ImageOptions } from '../../../client/index.ts';
import {
  countColors,
  imageFieldTitles,
  imagePresets,
  type ImageDraft,
  type ImageField,
} from './imageDraft.ts';
import styles from './Image.module.css';

interface ImageFieldsProps {
  readonly image: ImageDraft;
  /** What the input itself decides, and so is not asked for. @default nothing */
  readonly decided?: readonly ('width' | 'height' | 'layout')[];
  /** Channels that the input has. @default any number */
  readonly channels?: number | undefined;
  /** The field that cannot be read. */
  readonly faultField?: ImageField | undefined;
  readonly onChange: (image: ImageDraft) => void;
}

const texts = Object.entries(imageFieldTitles) as readonly (readonly [ImageField, string])[];

const colorTitles: readonly (readonly [ImageOptions['colors'], string])[] = [
  ['rgb', 'Red, green, blue'],
  ['bgr', 'Blue, green, red'],
  ['gray', 'Lightness'],
  ['rgba', 'Red, green, blue, opacity'],
  ['bgra', 'Blue, green, red, opacity'],
];

/** How an image becomes numbers: resized, multiplied, less a mean, divided by a deviation. */
export function ImageFields({ image, decided = [], channels, faultField, onChange }: ImageFieldsProps) {
  const change = (patch: Partial<ImageDraft>): void => {
    onChange({ ...image, ...patch });
  };
  const shown = texts.filter(([field]) => !decided.some((each) => each === field));
  const colors = colorTitles.filter(([value]) => channels === undefined || countColors(value) === channels);
  const presets = imagePresets.filter(
    (preset) => (preset.channels ?? countColors(image.colors)) === countColors(image.colors),
  );
  return (
    <fieldset className={styles['image']}>
      <legend>Pixels</legend>
      <div className={styles['presets']} role="group" aria-label="Values of pixels">
        {presets.map(({ title, scale, mean, std }) => (
          <button
            key={title}
            type="button"
            className="button"
            data-small
            aria-pressed={image.scale === scale && image.mean === mean && image.std === std}
            onClick={() => {
              change({ scale, mean, std });
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div className={styles['fields']}>
        {shown.map(([field, title]) => (
          <label key={field} className={styles['field']}>
            {title}
            <input
              className={styles['input']}
              autoComplete="off"
              aria-invalid={field === faultField}
              value={image[field]}
              onChange={({ target }) => {
                change({ [field]: target.value });
              }}
            />
          </label>
        ))}
        <label className={styles['field']}>
          To its size
          <select
            className={styles['input']}
            value={image.resize}
            onChange={({ target }) => {
              change({ resize: target.value as ImageDraft['resize'] });
            }}
          >
            <option value="stretch">Stretched</option>
            <option value="fit">Whole, between black bars</option>
            <option value="crop">Its middle, cut out</option>
          </select>
        </label>
        {!decided.includes('layout') && (
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
        )}
        {colors.length > 1 && (
          <label className={styles['field']}>
            Colours
            <select
              className={styles['input']}
              value={image.colors}
              onChange={({ target }) => {
                change({ colors: target.value as ImageDraft['colors'] });
              }}
            >
              {colors.map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </fieldset>
  );
}
