// Prints how language-id and its peers do on the held-out sentences, and puts the table into the card.
// Needs the sentences that `python -m training --data DIR --only language-id` writes.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { loadPeers } from './loadPeers.mjs'
import { knowsLanguage, makeLabelMatcher } from './matchLabel.mjs'

const heldOutFile = new URL('../out/language-id-held-out.json', import.meta.url)
const cardFile = new URL('../../public/models/language-id/README.md', import.meta.url)
const BLOCK = /(<!-- peers -->\n)[^]*(<!-- \/peers -->)/

const { labels, rows } = JSON.parse(readFileSync(heldOutFile, 'utf8'))
const matchLabel = makeLabelMatcher(labels)

const percentOf = (count, total) => ((100 * count) / total).toFixed(1)

function comparePeer({ name, codes, detect }) {
  const languages = new Set(rows.map(({ code }) => code).filter((code) => knowsLanguage(codes, code)))
  const known = rows.filter(({ code }) => languages.has(code))
  const score = (answer) => percentOf(known.filter((row) => answer(row) === row.label).length, known.length)
  return [
    name,
    languages.size,
    known.length,
    `${score(({ text }) => matchLabel(detect(text)))} / ${score(({ firstWords }) => matchLabel(detect(firstWords)))}`,
    `${score(({ predicted }) => predicted)} / ${score(({ predictedFirstWords }) => predictedFirstWords)}`,
    percentOf(rows.filter((row) => matchLabel(detect(row.text)) === row.label).length, rows.length),
  ]
}

function describeMeasurement() {
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`
  return `Measured by \`npm --prefix training/peers start\`, ${date}, ${machine}.`
}

const table = [
  ['detector', 'languages', 'sentences', 'its sentence / 3 words, %', 'ours on the same, %', 'its sentence on all 81, %'],
  Array(6).fill('---'),
  ...(await loadPeers()).map(comparePeer),
]
const text = `${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${describeMeasurement()}\n`
console.log(text)

const card = readFileSync(cardFile, 'utf8')
if (!BLOCK.test(card)) throw new Error('the card has no place for the table of peers')
writeFileSync(cardFile, card.replace(BLOCK, (_, start, end) => `${start}${text}${end}`))
