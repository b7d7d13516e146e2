import { useEffect, useRef, useState } from 'react';
import { prepareInputImage, type PreparedImage } from '../../../client/imageInputs.ts';
import type { TensorSpec } from '../../../client/index.ts';
import { describeFailure } from '../../failure.ts';
import { describeSpec } from '../describeSpec.ts';
import { describeRange } from './describeRange.ts';
import { readImage, type ImageDraft } from './imageDraft.ts';
import styles from './Image.module.css';

interface ImagePreviewProps {
  readonly spec: TensorSpec;
  readonly picture: File;
  readonly image: ImageDraft;
}

type Look =
  | { readonly kind: 'reading' }
  | { readonly kind: 'prepared'; readonly prepared: PreparedImage }
  | { readonly kind: 'unfit'; readonly message: string };

/** The picture as the model gets it: at its size, and what its numbers have become. */
export function ImagePreview({ spec, picture, image }: ImagePreviewProps) {
  const look = useLook(spec, picture, image);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = look.kind === 'prepared' ? look.prepared.pixels : undefined;
  useEffect(() => {
    if (pixels === undefined) return;
    const data = new ImageData(pixels.width, pixels.height);
    data.data.set(pixels.data);
    canvas.current?.getContext('2d')?.putImageData(data, 0, 0);
  }, [pixels]);
  if (look.kind === 'unfit') return <p className={styles['hint']}>{look.message}</p>;
  if (look.kind === 'reading') return <p className={styles['hint']}>Reading the picture…</p>;
  const { tensor } = look.prepared;
  const { width = 1, height = 1 } = pixels ?? {};
  return (
    <div className={styles['preview']}>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={`${picture.name} as ${spec.name} gets it, ${String(width)} by ${String(height)}`}
      />
      <p className={styles['hint']}>
        As the model gets it: {describeSpec(tensor)}, {describeRange(tensor)}.
      </p>
    </div>
  );
}

function useLook(spec: TensorSpec, picture: File, image: ImageDraft): Look {
  const [look, setLook] = useState<Look>({ kind: 'reading' });
  useEffect(() => {
    const read = readImage(image);
    let isOver = false;
    const show = (next: Look): void => {
      if (!isOver) setLook(next);
    };
    const preparing =
      read.kind === 'unfit'
        ? Promise.reject(new Error(read.message))
        : prepareInputImage(spec, picture, read.image);
    preparing.then(
      (prepared) => {
        show({ kind: 'prepared', prepared });
      },
      (error: unknown) => {
        show({ kind: 'unfit', message: describeFailure(error).message });
      },
    );
    return () => {
      isOver = true;
    };
  }, [spec, picture, image]);
  return look;
}
