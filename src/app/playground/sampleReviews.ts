/** Short English remarks on products, as review-sentiment knows them. */
export const sampleReviews: readonly string[] = [
  'Sharp pictures and a battery that lasts for days',
  'The strap broke after two weeks',
  'Easy to set up, and quiet',
  'Slow menus, no manual',
];
