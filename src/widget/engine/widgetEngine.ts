import type { Prediction, PredictValue } from '../../client/index.ts';
import type { LoadedModel } from '../protocol/widgetMessages.ts';

/** What answers widgets, wherever it runs. Rejections have a `code`, save those of a signal. */
export interface WidgetEngine {
  /** @param onProgress called with the share of the download, from 0 to 1 */
  load(model: string, onProgress: (share: number) => void): Promise<LoadedModel>;
  predict(model: string, value: PredictValue, signal?: AbortSignal): Promise<Prediction>;
  /** What is still pending rejects with `closed`. */
  close(): void;
}

/** Opens an engine at the address of an app; calls `onLost` at most once, when it is gone without having been closed. */
export type OpenEngine = (appUrl: string, onLost: () => void) => Promise<WidgetEngine>;
