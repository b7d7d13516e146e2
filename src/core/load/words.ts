const lists = [
  'the river bridge morning letter quiet window garden street answer winter candle yellow mountain kitchen story',
  'der Fluss die Brücke morgen Brief leise Fenster Garten Straße Antwort Winter Kerze gelb Berg Küche schön',
  'el río puente mañana carta tranquilo ventana jardín calle respuesta invierno vela amarillo montaña cocina niño',
  'la rivière pont matin lettre calme fenêtre jardin rue réponse hiver bougie jaune montagne cuisine été',
  'nehir köprü sabah mektup sessiz pencere bahçe sokak cevap kış mum sarı dağ mutfak hikâye güzel',
  'rzeka most ranek list cichy okno ogród ulica odpowiedź zima świeca żółty góra kuchnia opowieść dziękuję',
  'sông cầu buổi sáng thư yên tĩnh cửa vườn đường trả lời mùa đông nến vàng núi',
  'река мост утро письмо тихий окно сад улица ответ зима свеча жёлтый гора кухня рассказ спасибо',
  'ποτάμι γέφυρα πρωί γράμμα ήσυχο παράθυρο κήπος δρόμος απάντηση χειμώνας κερί κίτρινο βουνό κουζίνα ιστορία ευχαριστώ',
  'نهر جسر صباح رسالة هادئ نافذة حديقة شارع جواب شتاء شمعة أصفر جبل مطبخ قصة شكرا',
  'נהר גשר בוקר מכתב שקט חלון גינה רחוב תשובה חורף נר צהוב הר מטבח סיפור תודה',
  'नदी पुल सुबह चिट्ठी शांत खिड़की बगीचा सड़क जवाब सर्दी मोमबत्ती पीला पहाड़ रसोई कहानी धन्यवाद',
  'নদী সেতু সকাল চিঠি শান্ত জানালা বাগান রাস্তা উত্তর শীত মোমবাতি হলুদ পাহাড় রান্নাঘর গল্প ধন্যবাদ',
  'მდინარე ხიდი დილა წერილი მშვიდი ფანჯარა ბაღი ქუჩა პასუხი ზამთარი სანთელი ყვითელი მთა სამზარეულო ამბავი გმადლობთ',
  '강 다리 아침 편지 조용한 창문 정원 거리 대답 겨울 촛불 노란 산 부엌 이야기 고맙습니다',
  'かわ はし あさ てがみ しずか まど にわ みち こたえ ふゆ ろうそく きいろ やま だいどころ ものがたり ありがとう',
  '河流 大桥 早晨 书信 安静 窗户 花园 街道 回答 冬天 蜡烛 黄色 高山 厨房 故事 谢谢',
];

/** A few plain words of each of many languages and scripts. */
export const words: readonly (readonly string[])[] = lists.map((list) => list.split(' '));
