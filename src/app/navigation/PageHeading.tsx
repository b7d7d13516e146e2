import { useEffect, useRef } from 'react';

interface PageHeadingProps {
  readonly title: string;
  readonly className?: string | undefined;
}

/** The heading of a page: names the tab, and takes the focus once another page was navigated to. */
export function PageHeading({ title, className }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shownTitle = useRef(title);

  useEffect(() => {
    document.title = `${title} · Nearside`;
    if (shownTitle.current !== title) heading.current?.focus();
    shownTitle.current = title;
  }, [title]);

  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {title}
    </h1>
  );
}
