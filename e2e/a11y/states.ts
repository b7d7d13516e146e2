import type { Page } from '@playwright/test';
import { linear } from '../../src/core/repository/onnx/testing/strangeModels.ts';
import { addModel } from '../support/addModel.ts';
import { encodePng } from '../support/encodePng.ts';

/** A page of the app in one of its states. */
export interface PageState {
  readonly name: string;
  readonly hash: string;
  /** Brings the opened page into the state. */
  readonly reach?: (page: Page) => Promise<void>;
}

export const states: readonly PageState[] = [
  { name: 'Playground, empty', hash: '#/try' },
  {
    name: 'Playground with answers and a batch',
    hash: '#/try',
    reach: async (page) => {
      await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Guten Morgen, liebe Leute');
      await page.getByRole('list', { name: 'Most probable languages' }).waitFor();
      await page
        .getByText(/^Answered in/)
        .first()
        .click();
      await page.getByLabel('Open files').setInputFiles({
        name: 'rows.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('good morning everyone\n123\nbonjour tout le monde\n'),
      });
      await page
        .getByRole('progressbar', { name: 'Progress' })
        .and(page.locator('[aria-valuenow="100"]'))
        .waitFor();
    },
  },
  {
    name: 'Live',
    hash: '#/live',
    reach: async (page) => page.getByRole('heading', { name: 'Instances' }).waitFor(),
  },
  { name: 'Load lab, before a run', hash: '#/load' },
  {
    name: 'Load lab with a report',
    hash: '#/load?scenario=closed-loop&model=language-id&concurrency=4&seconds=1',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.getByRole('heading', { name: /^Report on/ }).waitFor();
    },
  },
  { name: 'Models', hash: '#/models' },
  {
    name: 'Models with one that was tried',
    hash: '#/models?name=digits',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Tensors', exact: true }).click();
      await page.getByRole('combobox', { name: 'Values of x' }).selectOption('image');
      await page.getByLabel('Picture for x').setInputFiles({
        name: 'black.png',
        mimeType: 'image/png',
        buffer: encodePng(new Uint8Array(64), 8),
      });
      await page.getByRole('img', { name: /^black\.png as x gets it/ }).waitFor();
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('region', { name: 'Output probs' }).waitFor();
    },
  },
  { name: 'Models, asking about a link', hash: '#/models?model=https://models.example/net.onnx' },
  {
    name: 'Models, describing a file',
    hash: '#/models',
    reach: async (page) => {
      await page.getByLabel('Model files').setInputFiles({
        name: 'net.onnx',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(linear()),
      });
      await page.getByRole('combobox', { name: 'What it is for' }).selectOption('image-classification');
      await page.getByRole('checkbox', { name: /^Say how its pixels/ }).check();
      await page.getByText(/operators? of/).click();
    },
  },
  {
    name: 'Models, changing what is said of one',
    hash: '#/models?name=net',
    reach: async (page) => {
      await addModel(page, linear(), {
        fileName: 'net.onnx',
        config: { task: 'image-classification', labels: ['a', 'b', 'c'] },
      });
      await page.getByRole('button', { name: 'Change what you say of net' }).click();
      await page.getByRole('checkbox', { name: /^Say how its pixels/ }).check();
      await page.getByRole('textbox', { name: 'Minus (mean)' }).fill('none');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'Models, refusing a file',
    hash: '#/models',
    reach: async (page) => {
      await page.getByLabel('Model files').setInputFiles({
        name: 'words.onnx',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from('no model at all'),
      });
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'Traffic without an endpoint', hash: '#/traffic' },
  {
    name: 'Traffic with an endpoint that answers',
    hash: '#/traffic',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Start with the built-in endpoint' }).click();
      await page.getByRole('button', { name: 'Test connection' }).click();
      await page.getByRole('status').filter({ hasText: 'The endpoint answers' }).waitFor();
      await page.getByRole('button', { name: 'Agree to send inputs' }).click();
      await page.getByRole('radio', { name: /^Endpoint first/ }).check();
      await page.evaluate(async () =>
        (await window.nearside).predict('language-id', 'good morning to you all'),
      );
      await page.getByRole('group', { name: 'Predictions by model' }).waitFor();
    },
  },
  {
    name: 'Embed',
    hash: '#/embed',
    reach: (page) => page.getByRole('button', { name: /^Copy/ }).first().waitFor(),
  },
  { name: 'Storage and privacy', hash: '#/storage' },
  {
    name: 'Storage and privacy, asking',
    hash: '#/storage',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Erase everything' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  { name: 'No such page', hash: '#/nowhere' },
];
