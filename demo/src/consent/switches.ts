/** The three switches in plain words. */
export const switches = [
  {
    name: 'store',
    title: 'Keep my visit on this device.',
    text: 'What you looked at and put in the cart stays in this browser, so that the next page need not start over.',
  },
  {
    name: 'remember',
    title: 'Remember me next time.',
    text: 'What was learned today counts in your next visit. It stays on this device.',
  },
  {
    name: 'send',
    title: 'Send anonymous counts.',
    text: 'Such as “someone put bananas in a cart, between 9 and 10 o’clock”. Never who, and never what else.',
  },
] as const;
