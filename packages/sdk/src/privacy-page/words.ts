/** All that the element says, so that a shop can say it in its own language. `{…}` is filled in. */
export interface PrivacyWords {
  agreedTitle: string;
  agreedText: string;
  switches: Record<'store' | 'remember' | 'send', { title: string; text: string }>;
  browserDeclines: string;
  leftTitle: string;
  nothingLeft: string;
  leftCount: string;
  export: string;
  bytes: string;
  when: string;
  count: string;
  suggested: string;
  bought: string;
  notBought: string;
  between: string;
  deeds: Record<string, string>;
  forgetTitle: string;
  forgetText: string;
  forget: string;
  forgotten: string;
}

export const english: PrivacyWords = {
  agreedTitle: 'What you agree to',
  agreedText:
    'Suggestions are worked out in this browser. What you look at, what is in your cart and who you are stay here, whatever you choose.',
  switches: {
    store: {
      title: 'Keep my visit on this device',
      text: 'What you look at and put in the cart stays in this browser, so that the next page need not start over.',
    },
    remember: {
      title: 'Remember me next time',
      text: 'What was learned today counts in your next visit. It stays on this device.',
    },
    send: {
      title: 'Send anonymous records',
      text: 'Such as “someone put bananas in a cart, between 9 and 10 o’clock”. Never who, and never what else.',
    },
  },
  browserDeclines: 'Your browser asks not to be tracked, so this stays off.',
  leftTitle: 'What left this device',
  nothingLeft: 'Nothing has left this device.',
  leftCount: '{count} records, the newest first. Each is shown as it was sent, byte for byte.',
  export: 'Save as a file',
  bytes: 'The record as it was sent',
  when: 'left at {time}',
  count: '{item} {deed}',
  suggested: ', after it was suggested',
  bought: '{items}: all were bought',
  notBought: '{items}: none was bought',
  between: '{day}, between {from} and {to} UTC',
  deeds: {
    view_item_list: 'was shown in a list',
    select_item: 'was chosen from a list',
    view_item: 'was looked at',
    add_to_cart: 'was put into a cart',
    remove_from_cart: 'was taken out of a cart',
    update_cart_quantity: 'had its quantity in a cart changed',
    view_cart: 'was in a cart that was looked at',
    begin_checkout: 'went to the checkout',
    purchase: 'was bought',
  },
  forgetTitle: 'Forget me',
  forgetText:
    'Wipes what is kept in this browser: the visit, what was learned, records that wait, the list above and your choice. What was sent cannot be called back, because nobody can tell which records were yours.',
  forget: 'Forget me',
  forgotten: 'Everything that was kept in this browser is wiped.',
};

/** Puts values into the places of a text. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : place));
