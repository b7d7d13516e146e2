import './theme/tokens.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from '../client/index.ts';
import { App } from './App.tsx';
import { followConnection, recordProgress } from './store.ts';
import { applyThemePreference, readThemePreference } from './theme/themePreference.ts';

applyThemePreference(readThemePreference());

window.nearside = connect({
  onProgress: recordProgress,
  // The development server has none to offer.
  ...(import.meta.env.PROD ? { serviceWorkerUrl: `${import.meta.env.BASE_URL}service.worker.js` } : {}),
});
void followConnection(window.nearside);

const root = document.getElementById('root');
if (root === null) throw new Error('Expected an element "root" in the page, found none.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
