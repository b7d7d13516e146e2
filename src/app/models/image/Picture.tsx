import { useEffect, useRef } from 'react';
import styles from './Image.module.css';

/** A picture as it was chosen; nothing where the browser cannot show it. */
export function Picture({ file }: { readonly file: File }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const { current } = image;
    if (current === null) return;
    const url = URL.createObjectURL(file);
    current.hidden = false;
    current.src = url;
    return () => {
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return (
    <img
      ref={image}
      className={styles['picture']}
      alt={file.name}
      onError={({ currentTarget }) => {
        currentTarget.hidden = true;
      }}
    />
  );
}
