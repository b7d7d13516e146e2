/** A moon that shows its near side. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="12" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M16 4a12 12 0 0 0 0 24c4-3 6-7.3 6-12s-2-9-6-12z" fill="currentColor" />
    </svg>
  );
}
