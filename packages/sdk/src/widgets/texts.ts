/** What a widget says, in one language; `{name}` stands for a product. */
export interface Texts {
  /** By surface; one of another name is headed like `home`. */
  headings: Readonly<Record<string, string>>;
  added: string;
  bought: string;
  lookedAt: string;
  similar: string;
  popular: string;
  /** From the catalogue, or the shop's own choice. */
  ours: string;
  /** The shopper has seen it before. */
  seen: string;
  /** Before a price, for those who hear the page. */
  price: string;
  add: string;
}

const en: Texts = {
  headings: {
    home: 'For you',
    product: 'Goes well with this',
    cart: 'You may have forgotten',
    'empty-cart': 'Pick up where you left off',
    'after-purchase': 'For next time',
    'recently-viewed': 'Recently viewed',
    trending: 'Popular right now',
    'bought-together': 'Often bought together',
  },
  added: 'Because you added {name}',
  bought: 'Because you bought {name}',
  lookedAt: 'Because you looked at {name}',
  similar: 'Similar to {name}',
  popular: 'Popular right now',
  ours: 'From our shop',
  seen: 'You looked at this',
  price: 'Price:',
  add: 'Add {name} to the cart',
};

const de: Texts = {
  headings: {
    home: 'Für Sie',
    product: 'Passt gut dazu',
    cart: 'Vielleicht vergessen?',
    'empty-cart': 'Machen Sie weiter, wo Sie waren',
    'after-purchase': 'Für das nächste Mal',
    'recently-viewed': 'Zuletzt angesehen',
    trending: 'Gerade beliebt',
    'bought-together': 'Wird oft zusammen gekauft',
  },
  added: 'Weil {name} im Warenkorb liegt',
  bought: 'Weil Sie {name} gekauft haben',
  lookedAt: 'Weil Sie {name} angesehen haben',
  similar: 'Ähnlich wie {name}',
  popular: 'Gerade beliebt',
  ours: 'Aus unserem Sortiment',
  seen: 'Das haben Sie sich angesehen',
  price: 'Preis:',
  add: '{name} in den Warenkorb legen',
};

const fr: Texts = {
  headings: {
    home: 'Pour vous',
    product: 'Va bien avec ce produit',
    cart: 'Peut-être oublié ?',
    'empty-cart': 'Reprenez là où vous en étiez',
    'after-purchase': 'Pour la prochaine fois',
    'recently-viewed': 'Vus récemment',
    trending: 'Populaires en ce moment',
    'bought-together': 'Souvent achetés ensemble',
  },
  added: 'Parce que vous avez ajouté {name}',
  bought: 'Parce que vous avez acheté {name}',
  lookedAt: 'Parce que vous avez regardé {name}',
  similar: 'Semblable à {name}',
  popular: 'Populaire en ce moment',
  ours: 'De notre boutique',
  seen: 'Vous l’avez regardé',
  price: 'Prix :',
  add: 'Ajouter {name} au panier',
};

const es: Texts = {
  headings: {
    home: 'Para ti',
    product: 'Combina bien con esto',
    cart: '¿Se te ha olvidado algo?',
    'empty-cart': 'Sigue donde lo dejaste',
    'after-purchase': 'Para la próxima vez',
    'recently-viewed': 'Vistos recientemente',
    trending: 'Populares ahora',
    'bought-together': 'Se compran a menudo juntos',
  },
  added: 'Porque has añadido {name}',
  bought: 'Porque has comprado {name}',
  lookedAt: 'Porque has mirado {name}',
  similar: 'Parecido a {name}',
  popular: 'Popular ahora',
  ours: 'De nuestra tienda',
  seen: 'Ya lo has visto',
  price: 'Precio:',
  add: 'Añadir {name} al carrito',
};

const it: Texts = {
  headings: {
    home: 'Per te',
    product: 'Sta bene con questo',
    cart: 'Hai dimenticato qualcosa?',
    'empty-cart': 'Riprendi da dove eri rimasto',
    'after-purchase': 'Per la prossima volta',
    'recently-viewed': 'Visti di recente',
    trending: 'Popolari in questo momento',
    'bought-together': 'Spesso acquistati insieme',
  },
  added: 'Perché hai aggiunto {name}',
  bought: 'Perché hai comprato {name}',
  lookedAt: 'Perché hai guardato {name}',
  similar: 'Simile a {name}',
  popular: 'Popolare in questo momento',
  ours: 'Dal nostro negozio',
  seen: 'L’hai già guardato',
  price: 'Prezzo:',
  add: 'Aggiungi {name} al carrello',
};

const nl: Texts = {
  headings: {
    home: 'Voor jou',
    product: 'Past hier goed bij',
    cart: 'Misschien vergeten?',
    'empty-cart': 'Ga verder waar je was',
    'after-purchase': 'Voor de volgende keer',
    'recently-viewed': 'Laatst bekeken',
    trending: 'Nu populair',
    'bought-together': 'Vaak samen gekocht',
  },
  added: 'Omdat je {name} hebt toegevoegd',
  bought: 'Omdat je {name} hebt gekocht',
  lookedAt: 'Omdat je {name} hebt bekeken',
  similar: 'Lijkt op {name}',
  popular: 'Nu populair',
  ours: 'Uit onze winkel',
  seen: 'Dit heb je bekeken',
  price: 'Prijs:',
  add: '{name} in de winkelwagen leggen',
};

const ar: Texts = {
  headings: {
    home: 'مختارات لك',
    product: 'يتناسب مع هذا المنتج',
    cart: 'ربما نسيت هذا',
    'empty-cart': 'تابع من حيث توقفت',
    'after-purchase': 'للمرة القادمة',
    'recently-viewed': 'شوهد مؤخرًا',
    trending: 'رائج الآن',
    'bought-together': 'يُشترى معًا غالبًا',
  },
  added: 'لأنك أضفت {name}',
  bought: 'لأنك اشتريت {name}',
  lookedAt: 'لأنك شاهدت {name}',
  similar: 'مشابه لـ {name}',
  popular: 'رائج الآن',
  ours: 'من متجرنا',
  seen: 'لقد شاهدت هذا',
  price: 'السعر:',
  add: 'أضف {name} إلى السلة',
};

/** By language tag. A shop may bring more, or change these: `defineWidgets(client, { texts: { da: … } })`. */
export const texts: Readonly<Record<string, Texts>> = { en, de, fr, es, it, nl, ar };

export interface Language {
  tag: string;
  texts: Texts;
}

/** The texts for a language tag such as `de-AT`: its own, those of its language, or English. */
export function chooseLanguage(wanted: string, own: Readonly<Record<string, Texts>> = {}): Language {
  const all = { ...texts, ...own };
  const tags = [wanted, wanted.split('-')[0] ?? ''];
  for (const tag of tags) {
    const found = Object.hasOwn(all, tag) ? all[tag] : undefined;
    // Numbers and prices follow the region, too.
    if (found !== undefined) return { tag: wanted, texts: found };
  }
  return { tag: 'en', texts: own.en ?? en };
}

export const isRightToLeft = (tag: string): boolean => /^(ar|dv|fa|he|ks|ku|ps|sd|ug|ur|yi)\b/.test(tag);
