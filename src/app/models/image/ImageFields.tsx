import { countChannels } from '../../../client/imageInputs.ts';
import type { ImageOptions } from '../../../client/index.ts';
import { imageFieldTitles, imagePresets, type ImageDraft, type ImageField } from './imageDraft.ts';
import fields from '../../components/Fields.module.css';
import { SelectField } from '../../components/SelectField.tsx';
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

const resizes: readonly (readonly [ImageDraft['resize'], string])[] = [
  ['stretch', 'Stretched'],
  ['fit', 'Whole, between black bars'],
  ['crop', 'Its middle, cut out'],
];

const layouts: readonly (readonly [ImageDraft['layout'], string])[] = [
  ['nchw', 'Channels first (NCHW)'],
  ['nhwc', 'Channels last (NHWC)'],
];

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
  const colors = colorTitles.filter(
    ([value]) => channels === undefined || countChannels({ colors: value }) === channels,
  );
  const presets = imagePresets.filter(
    (preset) => (preset.channels ?? countChannels(image)) === countChannels(image),
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
          <label key={field} className={fields['field']}>
            {title}
            <input
              className={fields['input']}
              autoComplete="off"
              aria-invalid={field === faultField}
              value={image[field]}
              onChange={({ target }) => {
                change({ [field]: target.value });
              }}
            />
          </label>
        ))}
        <SelectField
          label="To its size"
          value={image.resize}
          options={resizes}
          onChange={(resize) => {
            change({ resize });
          }}
        />
        {!decided.includes('layout') && (
          <SelectField
            label="Layout"
            value={image.layout}
            options={layouts}
            onChange={(layout) => {
              change({ layout });
            }}
          />
        )}
        {colors.length > 1 && (
          <SelectField
            label="Colours"
            value={image.colors}
            options={colors}
            onChange={(chosen) => {
              change({ colors: chosen });
            }}
          />
        )}
      </div>
    </fieldset>
  );
}
