import type { Page } from '@playwright/test';
import type { AddModelConfig } from '../../src/client/nearside.ts';
import type { ModelStatus } from '../../src/core/repository/modelStatus.ts';

export type AddOutcome =
  | { readonly kind: 'added'; readonly status: ModelStatus }
  | { readonly kind: 'rejected'; readonly name: string; readonly code: string; readonly message: string };

/** Adds a model of these bytes, or of this URL, on the page; never rejects. */
export async function addModel(
  page: Page,
  source: Uint8Array | string,
  {
    fileName = 'strange.onnx',
    config = {},
    files = {},
  }: {
    readonly fileName?: string | null;
    readonly config?: AddModelConfig;
    readonly files?: Readonly<Record<string, Uint8Array>>;
  } = {},
): Promise<AddOutcome> {
  return await page.evaluate(
    async ({ bytes, url, name, options, beside }) => {
      const nearside = await window.nearside;
      const own = Object.fromEntries(
        Object.entries(beside).map(([plain, data]) => [plain, new Blob([Uint8Array.from(data)])]),
      );
      const blob = new Blob([Uint8Array.from(bytes)]);
      const given = url ?? (name === null ? blob : new File([blob], name));
      try {
        const status = await nearside.models.add(given, { ...options, files: own });
        return { kind: 'added', status } as const;
      } catch (error) {
        const { name: kind, code, message } = error as { name: string; code: string; message: string };
        return { kind: 'rejected', name: kind, code, message } as const;
      }
    },
    {
      bytes: typeof source === 'string' ? [] : Array.from(source),
      url: typeof source === 'string' ? source : undefined,
      name: fileName,
      options: config,
      beside: Object.fromEntries(Object.entries(files).map(([name, data]) => [name, Array.from(data)])),
    },
  );
}
