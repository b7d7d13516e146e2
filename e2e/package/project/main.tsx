import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { connect, NearsideError, type Nearside, type Prediction } from 'nearside';
import { usePrediction } from 'nearside/react';
import 'nearside/widget/react';

declare global {
  interface Window {
    nearside: Promise<Nearside>;
    NearsideError: typeof NearsideError;
  }
}

const app = new URLSearchParams(window.location.search).get('app') ?? '';

function Language() {
  const [text, setText] = useState('');
  const [event, setEvent] = useState<Prediction>();
  const { prediction, error, isPending } = usePrediction('language-id', text === '' ? undefined : text);
  return (
    <main>
      <label>
        Text <input value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <output data-pending={isPending}>{prediction?.labels?.[0]?.label ?? ''}</output>
      <p>{error instanceof NearsideError ? error.code : ''}</p>
      {app !== '' && (
        <nearside-widget
          model="language-id"
          src={app}
          placeholder="In the widget"
          onnearside-result={({ detail }) => setEvent(detail)}
        />
      )}
      <p role="status">{event?.labels?.[0]?.label}</p>
    </main>
  );
}

window.nearside = connect();
window.NearsideError = NearsideError;
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Language />
  </StrictMode>,
);
