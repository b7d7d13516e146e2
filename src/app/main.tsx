import './theme/tokens.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from '../client/index.ts';
import { App } from './App.tsx';
import { followLaunches } from './launch/followLaunches.ts';
import { followModelLink } from './models/add/openModels.ts';
import { followConnection, recordProgress } from './store.ts';
import { applyThemePreference, readThemePreference } from './theme/themePreference.ts';
import { reloadOnStaleChunk } from './update/reloadOnStaleChunk.ts';
import { followUpdates } from './update/updateStore.ts';

applyThemePreference(readThemePreference());
void followModelLink();
window.addEventListener('hashchange', () => void followModelLink());

window.nearside = connect({
  onProgress: recordProgress,
  // The development server has none to offer.
  ...(import.meta.env.PROD ? { serviceWorkerUrl: `${import.meta.env.BASE_URL}service.worker.js` } : {}),
});
void followConnection(window.nearside);
reloadOnStaleChunk();
followLaunches();
window.nearside.then(followUpdates, () => undefined);

const root = document.getElementById('root');
if (root === null) throw new Error('Expected an element "root" in the page, found none.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
