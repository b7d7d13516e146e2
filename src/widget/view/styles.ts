/** The custom properties that restyle the widget, with what they are without being set. */
export const customProperties = {
  '--nearside-font': 'system-ui, sans-serif',
  '--nearside-color': 'light-dark(#18212b, #e4e9ee)',
  '--nearside-muted-color': 'light-dark(#52606e, #a1adb9)',
  '--nearside-background': 'light-dark(#ffffff, #161c22)',
  '--nearside-field-background': 'light-dark(#ffffff, #10161b)',
  '--nearside-border-color': 'light-dark(#838e9b, #6b7784)',
  '--nearside-accent': 'light-dark(#0a655d, #5ad6c5)',
  '--nearside-danger': 'light-dark(#b3261e, #ff8f85)',
  '--nearside-radius': '0.5rem',
  '--nearside-padding': '1rem',
} as const;

/** `v('accent')` reads the custom property with its default. */
function v(name: string): string {
  const property = `--nearside-${name}` as keyof typeof customProperties;
  return `var(${property}, ${customProperties[property]})`;
}

export const styleText = `
:host { display: block; color-scheme: light dark }
:host([hidden]) { display: none }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
* { box-sizing: border-box; margin: 0; font: inherit; color: inherit }
[hidden] { display: none !important }
[part=card] { display: grid; gap: .75rem; padding: ${v('padding')}; border: 1px solid ${v('border-color')};
  border-radius: ${v('radius')}; background: ${v('background')}; color: ${v('color')}; font: 400 .9375rem/1.4 ${v('font')} }
.soft { color: ${v('muted-color')}; font-size: .8125rem; overflow-wrap: anywhere }
.soft:empty, ol:empty { display: none }
[part=poster] { display: grid; place-items: center; gap: .25rem; inline-size: 100%; min-block-size: 6rem; padding: .75rem;
  border: 1px dashed ${v('border-color')}; border-radius: ${v('radius')}; background: none; text-align: center; cursor: pointer }
.waiting { display: grid; justify-items: center }
.waiting > * { grid-area: 1 / 1 }
.waiting > progress { align-self: end; inline-size: min(14rem, 80%); block-size: .375rem; margin-block-end: .25rem;
  accent-color: ${v('accent')}; pointer-events: none }
[part=title] { font-weight: 600; overflow-wrap: anywhere }
[part=input] { inline-size: 100%; min-block-size: 4.5rem; padding: .5rem .625rem; resize: vertical }
[part=input], [part=canvas] { border: 1px solid ${v('border-color')}; border-radius: calc(${v('radius')} * .75);
  background: ${v('field-background')} }
[part=input]::placeholder { color: ${v('muted-color')}; opacity: 1 }
[part=canvas] { display: block; inline-size: 10rem; max-inline-size: 100%; aspect-ratio: 1 }
[part=canvas].pad { background: #fff; forced-color-adjust: none; cursor: crosshair; touch-action: none }
.image { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center }
.image > div { display: grid; flex: 1 1 9rem; gap: .5rem }
.image.over [part=canvas] { outline: 2px dashed ${v('accent')} }
.actions { display: flex; flex-wrap: wrap; gap: .5rem }
[part=button] { justify-self: start; min-block-size: 2rem; padding: .25rem .75rem; border: 1px solid ${v('border-color')};
  border-radius: calc(${v('radius')} * .75); background: none; font-weight: 550; font-size: .8125rem; cursor: pointer }
:focus-visible { outline: 2px solid ${v('accent')}; outline-offset: 2px }
.answer { display: grid; gap: .5rem }
.answer:not(:has(li, .soft:not(:empty))) { display: none }
ol { display: grid; gap: .375rem; padding: 0; list-style: none }
[part=result] { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; font-size: .875rem }
[part=result]:first-child { font-weight: 600 }
[part=label] { min-inline-size: 0; overflow-wrap: anywhere }
[part=score] { font-variant-numeric: tabular-nums }
.track { grid-column: 1 / -1; block-size: .25rem; border-radius: 1rem; overflow: hidden;
  background: color-mix(in srgb, ${v('border-color')} 25%, transparent) }
[part=bar] { display: block; block-size: 100%; border-radius: inherit; background: ${v('accent')} }
[part=error] { display: grid; gap: .5rem; color: ${v('danger')}; font-size: .875rem; overflow-wrap: anywhere }
[part=error] button { color: ${v('color')} }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (forced-colors: active) { [part=bar] { background: Highlight } .track { border: 1px solid CanvasText } }
`;
