/** Labels that stand for more than one language, and codes that browsers have no English name for. */
const ownNames: Readonly<Record<string, string>> = {
  ber: 'Berber/Kabyle',
  dtp: 'Kadazan Dusun',
  hbs: 'Serbo-Croatian (Serbian, Croatian, both scripts)',
  msa: 'Malay/Indonesian',
  ang: 'Old English',
  arq: 'Algerian Arabic',
  arz: 'Egyptian Arabic',
  awa: 'Awadhi',
  ben: 'Bengali',
  cbk: 'Chavacano',
  cha: 'Chamorro',
  cmn: 'Mandarin Chinese',
  cor: 'Cornish',
  csb: 'Kashubian',
  dsb: 'Lower Sorbian',
  gsw: 'Swiss German',
  hsb: 'Upper Sorbian',
  ido: 'Ido',
  ile: 'Interlingue',
  kab: 'Kabyle',
  kzj: 'Coastal Kadazan',
  lfn: 'Lingua Franca Nova',
  max: 'North Moluccan Malay',
  mhr: 'Meadow Mari',
  nds: 'Low German',
  nov: 'Novial',
  orv: 'Old East Slavic',
  pam: 'Kapampangan',
  pms: 'Piedmontese',
  swg: 'Swabian',
  tgl: 'Tagalog',
  tzl: 'Talossan',
  war: 'Waray',
  wuu: 'Wu Chinese',
};

const browserNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** English name of a language-id label; the label itself where nobody knows it. */
export function languageName(label: string): string {
  return ownNames[label] ?? browserName(label) ?? label;
}

function browserName(label: string): string | undefined {
  try {
    return browserNames.of(label);
  } catch {
    // `of` throws for anything that is not shaped like a language tag.
    return undefined;
  }
}
