// The language detectors that language-id is compared with: { name, codes, detect }.
// `codes` are all codes a detector can answer with, `detect` returns one, or '' for none.
import { loadModule, LanguageCode } from 'cld3-asm'
import { eld } from 'eld/large'
import { franc } from 'franc-all'
import { detect as detectTiny, supportedLanguages as tinyCodes } from 'tinyld/heavy'
import { readFileSync } from 'node:fs'

const CLD3_BYTES_MAX = 1000

export async function loadPeers() {
  const cld3 = (await loadModule()).create(0, CLD3_BYTES_MAX)
  return [
    {
      name: `eld ${versionOf('eld')}, large`,
      codes: Object.values(eld.info().Languages),
      detect: (text) => eld.detect(text).language,
    },
    { name: `tinyld ${versionOf('tinyld')}, heavy`, codes: tinyCodes, detect: detectTiny },
    {
      name: `cld3-asm ${versionOf('cld3-asm')}`,
      codes: Object.values(LanguageCode),
      detect: (text) => cld3.findLanguage(text).language,
    },
    {
      name: `franc-all ${versionOf('franc-all')}`,
      codes: await listFrancCodes(),
      detect: (text) => franc(text, { minLength: 1 }),
    },
  ]
}

function versionOf(name) {
  const file = new URL(`./node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')).version
}

// franc does not list its languages: they are the keys of its two tables, which it does not export.
async function listFrancCodes() {
  const folder = new URL('./node_modules/franc-all/', import.meta.url)
  const { data } = await import(new URL('data.js', folder).href)
  const { expressions } = await import(new URL('expressions.js', folder).href)
  const single = Object.keys(expressions).filter((key) => !(key in data))
  return [...single, ...Object.values(data).flatMap((languages) => Object.keys(languages))]
}
