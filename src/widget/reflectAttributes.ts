/** Attributes of the element, each of them also a property of that name. */
export const attributeNames = ['model', 'src', 'theme', 'placeholder', 'mode'] as const;

export type AttributeName = (typeof attributeNames)[number];

const defaults: Partial<Record<AttributeName, string>> = { mode: 'frame' };

/** Gives a class a property for every attribute: what is written to one is read from the other. */
export function reflectAttributes(prototype: object): void {
  for (const name of attributeNames) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: Element) {
        return this.getAttribute(name) ?? defaults[name] ?? '';
      },
      set(this: Element, value: string | null | undefined) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  }
}

/** Properties that were set before the element was defined would hide those of its class. */
export function adoptProperties(element: Element): void {
  const own = element as unknown as Record<string, unknown>;
  for (const name of attributeNames) {
    if (!Object.hasOwn(element, name)) continue;
    const value = own[name];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete own[name];
    own[name] = value;
  }
}
