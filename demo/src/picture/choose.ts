import type { CatalogueItem } from '@edgecart/sdk';
import { fresh } from './fresh.ts';
import { fruit } from './fruit.ts';
import { household } from './household.ts';
import { meals } from './meals.ts';
import { packs } from './packs.ts';
import type { Draw } from './paint.ts';
import { vegetables } from './vegetables.ts';

export const drawings = { ...fruit, ...vegetables, ...packs, ...fresh, ...meals, ...household } satisfies Record<
  string,
  Draw
>;
export type DrawingName = keyof typeof drawings;

/** Kinds whose pack decides the picture, whatever is in it: canned peaches are a can. */
const byKind: Readonly<Record<string, DrawingName>> = {
  'Canned vegetables': 'can',
  'Canned fruit': 'can',
  'Canned beans': 'can',
  'Canned fish': 'can',
  'Canned milk': 'can',
  Olives: 'jar',
  'Pickles & relish': 'jar',
  'Pasta sauce': 'jar',
  'Chilled juice': 'carton',
  'Frozen juice': 'can',
  'Drink mixes': 'shaker',
  'Sports drinks': 'squeeze',
  Water: 'waterBottle',
  'Enhanced & flavored water': 'waterBottle',
  'Bagged salad': 'pouch',
  'Frozen vegetables': 'pouch',
  'Frozen fruit': 'pouch',
  'Frozen potatoes': 'pouch',
  'Frozen bread & dough': 'wideBox',
  'Frozen dinners': 'tray',
  'Frozen breakfast': 'wideBox',
  'Frozen desserts': 'tub',
  'Refrigerated dough': 'can',
  'Chips & pretzels': 'bag',
  'Canister chips & snacks': 'can',
  'Dried fruit': 'box',
  Nuts: 'nuts',
  'Boxed dinners': 'box',
  'Rice, beans & sides': 'sack',
  'Baking mixes': 'box',
  'Spices & extracts': 'shaker',
  'Pudding & gelatin': 'cup',
  'Bars & toaster pastries': 'wideBox',
  'Lunch meat': 'tray',
  'Deli meats': 'tray',
  'Heat-and-serve meals': 'tray',
  'Cut fruit': 'tray',
  'Cut vegetables': 'tray',
  'Toilet paper': 'roll',
  'Paper towels': 'roll',
  'Tissues & napkins': 'wideBox',
  'Foil, wraps & bags': 'wideBox',
  'Plates, cups & cutlery': 'plates',
  'Dish detergent': 'soap',
  'Household cleaners': 'spray',
  'Cat food': 'pet',
  'Cat litter': 'petBag',
  Magazines: 'paper',
  Newspapers: 'paper',
  'Greeting cards': 'paper',
};

/** Tried in this order on the product's name. */
const byName: readonly (readonly [RegExp, DrawingName])[] = [
  [/canned dog|vienna|canned|chili sauce|sloppy|microwave meal|broth|condensed/, 'can'],
  [/soup|noodle cup|ramen/, 'bowl'],
  [/juice boxes|juice|punch|cider|milk drink|egg substitute/, 'carton'],
  [/soft drink cans|tea cans|sweet tea can/, 'can'],
  [/bottles|soft drink$/, 'sixPack'],
  [/spray|cleaner/, 'spray'],
  [/soft drink|seltzer|tonic|tea|vinegar|oil|syrup|steak sauce|hot sauce/, 'bottle'],
  [/creamer|milk|half and half|whipping/, 'carton'],
  [/coffee filter/, 'wideBox'],
  [/coffee cake|danish|sweet roll/, 'ring'],
  [/coffee|cocoa/, 'mug'],
  [/yogurt|cups|pudding/, 'cup'],
  [/sour cream|cottage|ricotta|dip|margarine tub|cream cheese|whipped/, 'tub'],
  [/shredded|string cheese|grated/, 'pouch'],
  [/ice cream (bar|sandwich)|ice pop/, 'popsicle'],
  [/sundae|ice cream cones/, 'iceCream'],
  [/ice cream/, 'tub'],
  [/macaroni and cheese|dinner kit|stuffing/, 'box'],
  [/cookie|cracker|wafers|croutons|graham/, 'cookie'],
  [/cheese/, 'cheese'],
  [/peanut butter|olives|jelly|salsa|honey|sandwich sauce|relish|cocktail sauce|pizza sauce/, 'jar'],
  [/butter|margarine sticks/, 'butter'],
  [/eggs/, 'eggs'],
  [/ketchup|mustard|barbecue|mayonnaise|dressing|squeeze/, 'squeeze'],
  [/hamburger bun|sandwich (bun|roll)|dinner roll|english muffin/, 'bun'],
  [/bagel|donut|croissant|pastry$/, 'ring'],
  [/pumpkin pie|fruit pie/, 'pie'],
  [/cake/, 'cake'],
  [/hot dog bun|bread|loaf|tortilla/, 'loaf'],
  [/pizza|burrito|stuffed sandwich|taco shell/, 'pizza'],
  [/cereal|oatmeal|grits|baking soda|corn starch|breading|seasoning|gravy mix/, 'box'],
  [/gravy/, 'jar'],
  [/sugar|flour|sweetener|rice|(dry|refried) beans|charcoal$/, 'sack'],
  [/spaghetti|macaroni|noodle/, 'pasta'],
  [/chips|marshmallow|popcorn/, 'bag'],
  [/candy bar|wafer bar/, 'bar'],
  [/candy|gum|mint|chocolate/, 'candy'],
  [/bacon/, 'bacon'],
  [/sausage|hot dog|bratwurst|corn dog|pepperoni/, 'sausage'],
  [/chicken|turkey|wing|nugget/, 'drumstick'],
  [/shrimp/, 'shrimp'],
  [/fish|salmon|seafood|catfish|tuna/, 'fish'],
  [/beef|pork|steak|ham|meatball|patties|burgers/, 'steak'],
  [/salad|side dish|sandwich|entr/, 'tray'],
  [/banana/, 'banana'],
  [/avocado/, 'avocado'],
  [/pineapple/, 'pineapple'],
  [/watermelon|melon|cantaloupe/, 'melon'],
  [/strawberr/, 'strawberry'],
  [/berr|grapes/, 'berries'],
  [/orange|lemon|lime|clementine|grapefruit|tangerine|kiwi/, 'citrus'],
  [/pears/, 'pear'],
  [/apple|peach|plum|nectarine|mango|cherr/, 'apple'],
  [/carrot/, 'carrot'],
  [/potato/, 'potato'],
  [/onion|garlic|radish/, 'onion'],
  [/tomato/, 'tomato'],
  [/pepper/, 'pepper'],
  [/broccoli|cauliflower/, 'broccoli'],
  [/mushroom/, 'mushroom'],
  [/cucumber|zucchini|squash/, 'cucumber'],
  [/corn/, 'corn'],
  [/celery|asparagus|green beans/, 'celery'],
  [/cilantro|parsley|herb/, 'herbs'],
  [/lettuce|spinach|cabbage|greens|vegetables/, 'lettuce'],
  [/bouquet|flower|roses/, 'flowers'],
  [/dog food/, 'petBag'],
  [/detergent|bleach|fabric|lighter fluid/, 'detergent'],
  [/baby|formula/, 'baby'],
  [/bulb/, 'bulb'],
  [/batteries/, 'battery'],
  [/bag of ice/, 'ice'],
];

/** Which picture stands for a product. Every product gets one; the last resort is a shopping bag. */
export function chooseDrawing(item: Pick<CatalogueItem, 'item_name' | 'item_category2'>): DrawingName {
  const kind = byKind[item.item_category2 ?? ''];
  if (kind !== undefined) return kind;
  const name = item.item_name
    .toLowerCase()
    .replace(/,.*$/, '')
    .replace(/ no\. \d+$/, '');
  return byName.find(([pattern]) => pattern.test(name))?.[1] ?? 'cart';
}
