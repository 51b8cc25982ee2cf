/**
 * Microdata of a page, read into the form of JSON-LD, so that one reader serves both.
 * The rules of values: https://html.spec.whatwg.org/multipage/microdata.html#values.
 */
export function readMicrodata(root: ParentNode): unknown[] {
  return [...root.querySelectorAll('[itemscope]:not([itemprop])')].map((element) => nodeOf(element, 0));
}

const deepest = 8;

function nodeOf(scope: Element, depth: number): Record<string, unknown> {
  const node: Record<string, unknown> = { '@type': typesOf(scope) };
  const id = scope.getAttribute('itemid');
  if (id !== null) node['@id'] = id;
  if (depth > deepest) return node;
  for (const element of propertiesOf(scope)) {
    const value = element.hasAttribute('itemscope') ? nodeOf(element, depth + 1) : textValue(element);
    for (const name of (element.getAttribute('itemprop') ?? '').split(/\s+/)) {
      if (name === '' || name === '__proto__') continue;
      const before = node[name];
      node[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
  }
  return node;
}

const typesOf = (element: Element): string[] =>
  (element.getAttribute('itemtype') ?? '').split(/\s+/).filter((type) => type !== '');

/** Elements with a property of this scope: not those of a scope within it, but those that `itemref` names. */
function propertiesOf(scope: Element): Element[] {
  const found: Element[] = [];
  const look = (element: Element) => {
    if (element.hasAttribute('itemprop')) found.push(element);
    if (!element.hasAttribute('itemscope')) for (const child of element.children) look(child);
  };
  for (const child of scope.children) look(child);
  for (const id of (scope.getAttribute('itemref') ?? '').split(/\s+/)) {
    const element = id === '' ? null : scope.ownerDocument.getElementById(id);
    if (element !== null && !element.contains(scope)) look(element);
  }
  return found;
}

function textValue(element: Element): string {
  const attribute = (name: string) => element.getAttribute(name) ?? '';
  switch (element.tagName) {
    case 'META':
      return attribute('content');
    case 'AUDIO':
    case 'EMBED':
    case 'IFRAME':
    case 'IMG':
    case 'SOURCE':
    case 'TRACK':
    case 'VIDEO':
      return attribute('src');
    case 'A':
    case 'AREA':
    case 'LINK':
      return attribute('href');
    case 'OBJECT':
      return attribute('data');
    case 'DATA':
    case 'METER':
      return attribute('value');
    case 'TIME':
      return attribute('datetime') || (element.textContent ?? '');
    default:
      // Shops put the plain price beside the one for people: `<span itemprop="price" content="12.50">12,50 €</span>`.
      return element.getAttribute('content') ?? (element.textContent ?? '').trim();
  }
}
