// Codes of other detectors against ours, in the peers' favour: a macro-language stands for its
// member, and near-twins that we merge are merged for the peers too.

// Language of a code -> our label, where canonical codes alone do not join them.
const LABEL_OF = {
  no: 'nob',
  id: 'msa',
  zlm: 'msa',
  sr: 'hbs',
  hr: 'hbs',
  bs: 'hbs',
  kab: 'ber',
  tzm: 'ber',
  zgh: 'ber',
  rif: 'ber',
  shi: 'ber',
  azb: 'aze',
  aln: 'sqi',
  kzj: 'dtp',
}

// Canonical form by CLDR: three letters to two, retired to current, main member to macro-language.
function canonicalise(code) {
  try {
    return new Intl.Locale(code).language
  } catch {
    return ''
  }
}

/** Returns a function from any detector's code to our label, '' where it names none of ours. */
export function makeLabelMatcher(labels) {
  const byLanguage = new Map(Object.entries(LABEL_OF))
  for (const label of labels) byLanguage.set(canonicalise(label), label)
  return (code) => (code ? (byLanguage.get(canonicalise(code)) ?? '') : '')
}

/** Tells whether a detector with these codes knows the language `code` itself, not merely its twin. */
export function knowsLanguage(codes, code) {
  const known = new Set(codes.map(canonicalise))
  if (code === 'nob' && known.has('no')) return true
  if (code === 'ber' || code === 'kab') return codes.some((other) => ['ber', 'kab', 'tzm', 'zgh'].includes(other))
  if (code === 'zsm' && known.has('zlm')) return true
  return known.has(canonicalise(code))
}
