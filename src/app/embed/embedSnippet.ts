export interface EmbedSettings {
  readonly model: string;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly placeholder: string;
  readonly mode: 'frame' | 'inline';
}

/** The attributes of the widget; what is as it is by default is left out. */
export function embedAttributes({ model, theme, placeholder, mode }: EmbedSettings): Record<string, string> {
  return {
    model,
    ...(placeholder.trim() === '' ? {} : { placeholder }),
    ...(theme === 'auto' ? {} : { theme }),
    ...(mode === 'frame' ? {} : { mode }),
  };
}

/** The HTML that puts the widget into a page. */
export function embedSnippet(appUrl: string, settings: EmbedSettings): string {
  const attributes = Object.entries(embedAttributes(settings))
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
  const script = escapeAttribute(new URL('widget.js', appUrl).href);
  return `<script type="module" src="${script}"></script>\n<nearside-widget${attributes}></nearside-widget>`;
}

/** What a page with a content policy must allow besides what it allows already. */
export function embedPolicy(appUrl: string, mode: EmbedSettings['mode']): readonly string[] {
  const { origin } = new URL(appUrl);
  if (mode === 'frame') return [`script-src ${origin}`, `frame-src ${origin}`];
  return ["script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'", "connect-src 'self'"];
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
