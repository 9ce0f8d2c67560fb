// One line of a list, which a person opens and closes, and the small parts that lines and cards are made of.
import { make, type Child } from './dom.js'
import { plain, stamp } from './words.js'

/** How much a person should look at it. */
type Tone = 'calm' | 'good' | 'notice' | 'grave'

const TONES: Readonly<Record<string, Tone>> = {
  allow: 'good',
  observe: 'calm',
  escalate: 'notice',
  revoke: 'grave',
  contain: 'grave',
  reinstate: 'good',
  sent: 'notice',
  acknowledged: 'notice',
  verified: 'good',
  ineffective: 'grave',
  unconfirmed: 'grave',
  failed: 'grave',
  Critical: 'grave',
  High: 'grave',
  Medium: 'notice',
}

export function badge(word: string, title = '', tone = TONES[word] ?? 'calm'): HTMLElement {
  return make('span', { class: `badge ${tone}`, ...(title === '' ? {} : { title }) }, plain(word))
}

export function identityLink(id: string): HTMLElement {
  if (id === '') return make('span', { class: 'quiet' }, 'no identity')
  return make(
    'a',
    { href: `#/identity/${encodeURIComponent(id)}`, class: 'id' },
    make('bdi', {}, plain(id)),
  )
}

/** Names and values; those that are empty are left out. */
export function facts(...of: readonly (readonly [name: string, value: Child])[]): HTMLElement {
  const said = of.filter(([, value]) => value !== '' && value !== null && value !== false)
  return make(
    'dl',
    {},
    ...said.flatMap(([name, value]) => [
      make('dt', {}, name),
      make('dd', {}, typeof value === 'string' ? make('bdi', {}, plain(value)) : value),
    ]),
  )
}

/** Which lines are open; it outlives the lines themselves. */
const open = new Set<string>()

export interface Line {
  readonly key: string
  readonly print: string
  readonly timeMs: number
  readonly word: string
  readonly identity: string
  readonly text: string
  readonly marks: readonly HTMLElement[]
  detail(): HTMLElement
}

/** A line that a person opens and closes with its button; what is beneath it is made when it is seen. */
export function line(of: Line, nowMs: number): HTMLElement {
  const beneath = make('div', { class: 'beneath', hidden: true })
  const show = (): void => {
    const isOpen = open.has(of.key)
    button.setAttribute('aria-expanded', String(isOpen))
    beneath.hidden = !isOpen
    if (isOpen && beneath.childElementCount === 0) beneath.append(of.detail())
  }
  const button = make(
    'button',
    {
      type: 'button',
      class: 'what',
      on: {
        click() {
          if (!open.delete(of.key)) open.add(of.key)
          show()
        },
      },
    },
    make('bdi', {}, plain(of.text)),
  )
  show()
  return make(
    'li',
    { class: `line ${TONES[of.word] ?? 'calm'}` },
    make('time', {}, stamp(of.timeMs, nowMs)),
    badge(of.word),
    make('div', { class: 'said' }, identityLink(of.identity), ' ', ...of.marks, button),
    beneath,
  )
}
