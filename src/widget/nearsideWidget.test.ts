import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attributeNames } from './reflectAttributes.ts';
import { customProperties, styleText } from './view/styles.ts';
import { NearsideWidget } from './widget.ts';

interface Named {
  readonly name: string;
}

interface Manifest {
  readonly modules: readonly { readonly declarations: readonly Record<string, unknown>[] }[];
}

const manifest = JSON.parse(readFileSync('public/custom-elements.json', 'utf8')) as Manifest;
const declaration = manifest.modules[0]!.declarations[0]!;
const viewFolder = 'src/widget/view';
const sources = [
  ...readdirSync(viewFolder).map((file) => `${viewFolder}/${file}`),
  'src/widget/nearsideWidget.ts',
].filter((file) => !file.endsWith('.test.ts'));
const sourceText = sources.map((file) => readFileSync(file, 'utf8')).join('\n');

function namesIn(section: string): readonly string[] {
  return (declaration[section] as readonly Named[]).map(({ name }) => name).toSorted();
}

function found(pattern: RegExp): readonly string[] {
  return [...new Set([...sourceText.matchAll(pattern)].map(([, name]) => name ?? ''))].toSorted();
}

test('the module is imported where there is no document', () => {
  expect(globalThis).not.toHaveProperty('document');
  expect(NearsideWidget.observedAttributes).toEqual(attributeNames);
});

test('custom-elements.json names the attributes and members of the class', () => {
  expect(declaration['tagName']).toBe('nearside-widget');
  expect(namesIn('attributes')).toEqual([...attributeNames].toSorted());
  const reactions = ['connectedCallback', 'disconnectedCallback', 'attributeChangedCallback', 'constructor'];
  const members = Object.getOwnPropertyNames(NearsideWidget.prototype).filter(
    (name) => !reactions.includes(name),
  );
  expect(namesIn('members')).toEqual(members.toSorted());
});

test('custom-elements.json names the events, parts, slots and properties in use', () => {
  expect(namesIn('events')).toEqual(found(/#fire\('([^']+)'/g));
  expect(namesIn('cssParts')).toEqual(found(/\bpart: '([^']+)'/g));
  expect(namesIn('slots')).toEqual(found(/'slot', \{ name: '([^']+)'/g));
  const stated = (declaration['cssProperties'] as readonly (Named & { readonly default: string })[]).map(
    ({ name, default: value }) => [name, value],
  );
  expect(Object.fromEntries(stated)).toEqual(customProperties);
  for (const name of Object.keys(customProperties)) expect(styleText).toContain(`var(${name},`);
});
