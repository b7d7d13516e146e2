import { useRef, useState } from 'react';
import styles from './Image.module.css';

interface PictureChooserProps {
  /** What the picture is for, as the file input is called. */
  readonly label: string;
  readonly picture: File | undefined;
  readonly onChange: (picture: File) => void;
}

/** A place for one picture: chosen, or dropped onto it. */
export function PictureChooser({ label, picture, onChange }: PictureChooserProps) {
  const [isOver, setIsOver] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const take = ([file]: readonly File[]): void => {
    if (file === undefined) return;
    // Some systems give no type; what is no picture is told when it is read.
    const isPicture = file.type === '' || file.type.startsWith('image/');
    setIsRefused(!isPicture);
    if (isPicture) onChange(file);
  };
  return (
    <div
      className={styles['chooser']}
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setIsOver(false);
      }}
      onDrop={(event) => {
        setIsOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        take([...event.dataTransfer.files]);
      }}
    >
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          take(files);
        }}
      />
      <button type="button" className="button" onClick={() => chooser.current?.click()}>
        Choose an image<span className="visually-hidden">: {label}</span>
      </button>
      <p className={styles['hint']} role="status">
        {isRefused
          ? 'Expected a picture, got a file of another kind.'
          : (picture?.name ?? 'or drop one here')}
      </p>
    </div>
  );
}
