// The one way from text to the page: elements made of plain values, and lists whose rows stay where they are while they are right.

export type Child = Node | string | number | null | false

export interface Marks {
  readonly class?: string
  readonly href?: string
  readonly type?: string
  readonly name?: string
  readonly value?: string
  readonly title?: string
  readonly placeholder?: string
  readonly id?: string
  readonly for?: string
  readonly role?: string
  readonly scope?: string
  readonly tabindex?: string
  readonly [attribute: `aria-${string}` | `data-${string}`]: string | undefined
  readonly required?: boolean
  readonly hidden?: boolean
  readonly on?: Readonly<Record<string, (event: Event) => void>>
}

/** Every child that is a text becomes a text node: no word of a stranger is ever read as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  marks: Marks = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [mark, value] of Object.entries(marks)) {
    if (mark === 'on')
      for (const [event, act] of Object.entries(value as NonNullable<Marks['on']>))
        element.addEventListener(event, act)
    else if (typeof value === 'string') element.setAttribute(mark, value)
    else if (value === true) element.setAttribute(mark, '')
  }
  fill(element, ...children)
  return element
}

export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(
    ...children
      .filter((child) => child !== null && child !== false)
      .map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))),
  )
}

export interface Keyed {
  readonly key: string
  /** what the element is made of: where this is the same, the element stays */
  readonly print: string
  make(): HTMLElement
}

const prints = new WeakMap<Element, { readonly key: string; readonly print: string }>()

/** Rows that are right stay, with their focus and selection; the others are made anew, in their place. */
export function fillKeyed(list: Element, rows: readonly Keyed[], empty: () => HTMLElement): void {
  const old = new Map<string, Element>()
  for (const child of [...list.children]) {
    const known = prints.get(child)
    if (known === undefined || old.has(known.key)) child.remove()
    else old.set(known.key, child)
  }
  if (rows.length === 0) return list.replaceChildren(empty())
  let at: Element | null = list.firstElementChild
  for (const row of rows) {
    const before = old.get(row.key)
    old.delete(row.key)
    if (before !== undefined && prints.get(before)!.print === row.print) {
      if (before === at) at = at.nextElementSibling
      else list.insertBefore(before, at)
      continue
    }
    const element = row.make()
    prints.set(element, row)
    if (before === undefined) list.insertBefore(element, at)
    else {
      const hadFocus = before.contains(document.activeElement)
      if (before === at) at = at.nextElementSibling
      before.remove()
      list.insertBefore(element, at)
      if (hadFocus) element.querySelector<HTMLElement>('button, a, input')?.focus()
    }
  }
  for (const gone of old.values()) gone.remove()
}
