export interface SampleSentence {
  /** BCP 47, for the `lang` attribute. */
  readonly language: string;
  readonly autonym: string;
  readonly text: string;
}

export const sampleSentences: readonly SampleSentence[] = [
  { language: 'en', autonym: 'English', text: 'The ferry leaves at nine, so bring a warm coat.' },
  { language: 'fr', autonym: 'Français', text: 'Le bateau part à neuf heures, prends un manteau chaud.' },
  { language: 'tr', autonym: 'Türkçe', text: 'Vapur saat dokuzda kalkıyor, yanına kalın bir palto al.' },
  { language: 'is', autonym: 'Íslenska', text: 'Ferjan fer klukkan níu, taktu með þér hlýja kápu.' },
  { language: 'el', autonym: 'Ελληνικά', text: 'Το πλοίο φεύγει στις εννιά, πάρε ένα ζεστό παλτό.' },
  { language: 'uk', autonym: 'Українська', text: 'Пором відходить о дев’ятій, візьми тепле пальто.' },
  { language: 'he', autonym: 'עברית', text: 'המעבורת יוצאת בתשע, קח איתך מעיל חם.' },
  { language: 'ar', autonym: 'العربية', text: 'تغادر العبارة في الساعة التاسعة، خذ معك معطفا دافئا.' },
  { language: 'mr', autonym: 'मराठी', text: 'बोट नऊ वाजता निघते, सोबत एक उबदार कोट घेऊन ये.' },
  { language: 'ka', autonym: 'ქართული', text: 'ბორანი ცხრა საათზე გადის, თბილი პალტო წამოიღე.' },
  { language: 'ja', autonym: '日本語', text: 'フェリーは九時に出るから、暖かいコートを持ってきて。' },
  { language: 'ko', autonym: '한국어', text: '배는 아홉 시에 떠나니 따뜻한 외투를 가져오세요.' },
];
