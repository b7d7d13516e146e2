import type { Prediction, PredictValue } from '../client/index.ts';
import { EngineRegister, type EngineHold } from './engine/engineRegister.ts';
import { openFrame } from './engine/openFrame.ts';
import { openInline } from './engine/openInline.ts';
import { onceVisible } from './onceVisible.ts';
import { readAppUrl } from './readAppUrl.ts';
import {
  adoptProperties,
  attributeNames,
  reflectAttributes,
  type AttributeName,
} from './reflectAttributes.ts';
import { createWidgetView, type WidgetView } from './view/createWidgetView.ts';
import { makeError, toWidgetError, type WidgetError } from './widgetError.ts';

const registers = { frame: new EngineRegister(openFrame), inline: new EngineRegister(openInline) };

/** Where there is no document, the module can be imported but its element not be made. */
const Base = 'HTMLElement' in globalThis ? HTMLElement : (Object as unknown as typeof HTMLElement);

/** One model loaded in one engine, for as long as the element stands in a document and names the same ones. */
interface Session {
  readonly hold: EngineHold;
  readonly ended: AbortController;
}

const lostWhileUsed = { code: 'worker-lost', message: 'The engine stopped.', retryable: true };

/**
 * `<nearside-widget>`: asks a model that runs on the visitor's device. Shows a poster until it comes near the screen or is touched, then
 * loads the engine, which all widgets of a page share.
 */
export class NearsideWidget extends Base {
  static readonly observedAttributes: readonly string[] = attributeNames;

  declare model: string;
  declare src: string;
  declare theme: string;
  declare placeholder: string;
  declare mode: string;

  #view: WidgetView | undefined;
  #session: Session | undefined;
  #unwatch: (() => void) | undefined;
  #isConnected = false;
  #isAsking = false;
  #next: { readonly value: PredictValue | undefined } | undefined;

  /**
   * Asks the model without touching what is shown; starts the engine if need be. Rejects with an error that has a `code`. Fires the same events
   * as an entry of the person.
   */
  async predict(value: PredictValue): Promise<Prediction> {
    const { model } = this;
    let hold: EngineHold | undefined;
    try {
      hold = this.#join(() => undefined);
      const engine = await hold.engine;
      const prediction = await engine.predict(this.#nameModel(), value);
      if (model === this.model) this.#fire('nearside-result', prediction);
      return prediction;
    } catch (error) {
      const known = toWidgetError(error);
      this.#fire('nearside-error', known);
      throw known;
    } finally {
      hold?.leave();
    }
  }

  connectedCallback(): void {
    this.#isConnected = true;
    adoptProperties(this);
    this.#view ??= createWidgetView(this.shadowRoot ?? this.attachShadow({ mode: 'open' }), {
      onWake: () => {
        this.#start();
      },
      onEntry: (entered) => {
        void this.#enter(entered);
      },
    });
    this.#view.setTexts(this);
    if (this.#session === undefined) this.#rest();
  }

  disconnectedCallback(): void {
    this.#isConnected = false;
    // An element that is moved is connected again before this runs.
    queueMicrotask(() => {
      if (!this.#isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name: AttributeName, before: string | null, after: string | null): void {
    if (before === after || this.#view === undefined) return;
    this.#view.setTexts(this);
    if (name === 'theme' || name === 'placeholder') return;
    const wasAwake = this.#session !== undefined;
    this.#stop();
    if (!this.#isConnected) return;
    if (wasAwake) this.#start();
    else this.#rest();
  }

  /** Waits with the poster until the element is looked at. */
  #rest(): void {
    this.#unwatch?.();
    this.#view?.showPoster();
    this.#unwatch = onceVisible(this, () => {
      this.#start();
    });
  }

  #stop(): void {
    this.#unwatch?.();
    this.#session?.ended.abort();
    this.#session?.hold.leave();
    this.#session = undefined;
    this.#next = undefined;
  }

  #start(): void {
    if (this.#session !== undefined) return;
    this.#unwatch?.();
    const ended = new AbortController();
    try {
      const model = this.#nameModel();
      const hold = this.#join(() => {
        if (!ended.signal.aborted) this.#fail(makeError(lostWhileUsed));
      });
      this.#session = { hold, ended };
      void this.#load(this.#session, model);
    } catch (error) {
      this.#fail(toWidgetError(error));
    }
  }

  async #load({ hold, ended: { signal } }: Session, model: string): Promise<void> {
    this.#view?.showLoading(undefined);
    try {
      const engine = await hold.engine;
      const loaded = await engine.load(model, (share) => {
        if (!signal.aborted) this.#view?.showLoading(share);
      });
      if (signal.aborted) return;
      this.#view?.showEntry(loaded.entry);
      this.#fire('nearside-ready', { model });
    } catch (error) {
      if (!signal.aborted) this.#fail(toWidgetError(error));
    }
  }

  #fail(error: WidgetError): void {
    this.#stop();
    this.#view?.showFailure(error);
    this.#fire('nearside-error', error);
  }

  /** Asks for the newest entry; those that came while one was being answered and are not the newest are passed over. */
  async #enter(value: PredictValue | undefined): Promise<void> {
    this.#next = { value };
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#next !== undefined) {
      const { value: asked }: { readonly value: PredictValue | undefined } = this.#next;
      this.#next = undefined;
      if (asked === undefined) this.#view?.showNote('');
      else await this.#answer(asked);
    }
    this.#isAsking = false;
  }

  async #answer(value: PredictValue): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    const { signal } = session.ended;
    try {
      const engine = await session.hold.engine;
      const prediction = await engine.predict(this.model, value, signal);
      if (signal.aborted) return;
      this.#view?.showAnswer(prediction);
      this.#fire('nearside-result', prediction);
    } catch (error) {
      if (signal.aborted) return;
      const known = toWidgetError(error);
      this.#view?.showNote(known.message);
      this.#fire('nearside-error', known);
    }
  }

  #join(onLost: () => void): EngineHold {
    const appUrl = readAppUrl(this.src, document.baseURI, import.meta.url);
    return registers[this.mode === 'inline' ? 'inline' : 'frame'].join(appUrl, onLost);
  }

  #nameModel(): string {
    if (this.model !== '') return this.model;
    throw makeError({
      code: 'bad-input',
      message: 'Expected a model in "model", got none.',
      retryable: false,
    });
  }

  #fire(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

reflectAttributes(NearsideWidget.prototype);
