// Recomputes the ids of a vectors file in plain JavaScript: node training/check_vectors.mjs FILE
// With a file of {"cases": [...]} where ids are missing it prints the ids as JSON instead.
import { readFileSync } from 'node:fs'

const unspaced = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Khmer', 'Lao', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('')
const wordPattern = new RegExp(
  `[${unspaced}\\u30fc]+[\\p{M}${unspaced}\\u30fc]*|(?:(?![${unspaced}])[\\p{L}\\p{M}'])+`,
  'gu',
)
const startsUnspaced = new RegExp(`^[${unspaced}]`, 'u')

function finishHash(state) {
  state ^= state >>> 15
  state = Math.imul(state, 0x2c1b3c6d)
  return (state ^ (state >>> 12)) >>> 0
}

const normalise = (text) => text.normalize('NFC').toLowerCase().replace(/[\u2019\u02bc]/g, "'")

const addUnit = (state, unit) => Math.imul(state ^ unit, 0x01000193)

function extractTextFeatures(text, { nmax, bits }) {
  const ids = []
  const put = (state, salt) => ids.push((finishHash(state ^ salt) & ((1 << bits) - 1)) || 1)
  for (const [run] of normalise(text).matchAll(wordPattern)) {
    const word = run.replace(/^'+|'+$/g, '')
    if (word === '') continue
    const cut = [...word].slice(0, 40).join('')
    const isUnspaced = startsUnspaced.test(word)
    const framed = isUnspaced ? cut : `^${cut}$`
    const last = framed.length - 1
    for (let i = 0; i <= last; i++) {
      let state = 0x811c9dc5
      for (let n = 1; n <= (isUnspaced ? 3 : nmax) && i + n <= framed.length; n++) {
        state = addUnit(state, framed.charCodeAt(i + n - 1))
        const isFrame = n === 1 && (i === 0 || i === last)
        if (isUnspaced || (!isFrame && n !== framed.length)) put(state, n)
      }
    }
    if (isUnspaced) continue
    let state = 0x811c9dc5
    for (let i = 0; i <= last; i++) state = addUnit(state, framed.charCodeAt(i))
    put(state, 0x77)
  }
  return ids
}

const tokenPattern = /[\p{L}\p{M}']+|\p{N}+|[^\p{White_Space}\p{L}\p{M}\p{N}]/gu

function hashUnits(text, salt) {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = addUnit(state, text.charCodeAt(i))
  return finishHash(state ^ salt)
}

function extractReviewFeatures(text, { nmax, bits }) {
  const ids = []
  const put = (hash) => ids.push((hash & ((1 << bits) - 1)) || 1)
  const tokens = [...normalise(text).matchAll(tokenPattern)].map(([run]) => {
    const token = (run.replace(/^'+|'+$/g, '') || "'").replace(/\p{N}/gu, '0')
    return [...token].slice(0, 40).join('')
  })
  for (const token of tokens) {
    const framed = `^${token}$`
    for (let i = 0; i < framed.length; i++) {
      for (let n = 1; n <= nmax && i + n <= framed.length; n++) {
        const isFrame = n === 1 && (i === 0 || i === framed.length - 1)
        if (!isFrame && n !== framed.length) put(hashUnits(framed.slice(i, i + n), n))
      }
    }
    put(hashUnits(framed, 0x77))
  }
  const edged = tokens.length === 0 ? [] : ['', ...tokens, '']
  for (let i = 1; i < edged.length; i++) put(hashUnits(`${edged[i - 1]}\0${edged[i]}`, 0x99))
  return ids
}

const vectors = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const extract = vectors.kind === 'review-features' ? extractReviewFeatures : extractTextFeatures
if (vectors.cases.some(({ ids }) => ids === undefined)) {
  console.log(JSON.stringify(vectors.cases.map(({ text }) => extract(text, vectors))))
} else {
  const wrong = vectors.cases.filter(
    ({ text, ids }) => JSON.stringify(extract(text, vectors)) !== JSON.stringify(ids),
  )
  for (const { text } of wrong) console.error('differs:', JSON.stringify(text))
  console.log(`${vectors.cases.length - wrong.length} of ${vectors.cases.length} cases agree`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
