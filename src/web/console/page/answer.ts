// A person's answer: who says it, why, and for how long; it is given to the engine, whose word about it is shown.
import { fill, make } from './dom.js'
import type { Engine } from './engine.js'
import { plain } from './words.js'

const WHO = 'ambit.approver'

const STRETCHES = [
  ['', 'this act once'],
  ['PT5M', 'for 5 minutes'],
  ['PT1H', 'for 1 hour'],
  ['PT8H', 'for 8 hours'],
] as const

export interface Ask {
  /** what is answered, and what the answer to all alike ones goes to, with how many they are */
  readonly id: string
  readonly bundle?: string | null
  readonly bundled?: number
  /** `undo`: a command was given already and can only be denied */
  readonly kind: 'question' | 'undo'
}

export interface AnswerForm {
  readonly element: HTMLElement
  /** So many are alike now. Whoever said yes to all of fewer has not said it to these. */
  alike(bundled: number): void
}

export function answerForm(ask: Ask, engine: Engine): AnswerForm {
  const { id, bundle = null, kind } = ask
  const said = make('p', { class: 'said-back', role: 'status' })
  const who = make('input', {
    id: `who ${id}`,
    name: 'who',
    required: true,
    value: remembered(),
    placeholder: 'your name',
  })
  const why = make('input', {
    id: `why ${id}`,
    name: 'why',
    placeholder: 'ticket, or what you know',
  })
  const stretch = make(
    'select',
    { id: `for ${id}` },
    ...STRETCHES.map(([value, name]) => make('option', { value }, name)),
  )
  const all = make('input', { id: `all ${id}`, type: 'checkbox' })
  const alikeLabel = make('label', { for: all.id })
  const tick = make('div', { class: 'field tick' }, all, alikeLabel)
  let seen = 0
  const alike = (bundled: number): void => {
    if (bundled > seen || bundled < 2) all.checked = false
    seen = bundled
    fill(alikeLabel, `all ${bundled} alike`)
    tick.hidden = bundled < 2
  }
  alike(ask.bundled ?? 1)
  const give = async (decision: 'approve' | 'deny'): Promise<void> => {
    if (!form.reportValidity()) return
    const approver = who.value.trim()
    remember(approver)
    for (const button of buttons) button.disabled = true
    const valid_for = decision === 'approve' && stretch.value !== '' ? stretch.value : null
    const [taken, sentence] = await engine.answer(all.checked && bundle !== null ? bundle : id, {
      decision,
      approver,
      reason: why.value.trim(),
      valid_for,
    })
    said.textContent = plain(sentence)
    said.className = `said-back ${taken ? 'good' : 'grave'}`
    for (const button of buttons) button.disabled = false
  }
  const button = (decision: 'approve' | 'deny', name: string): HTMLButtonElement =>
    make(
      'button',
      { type: 'button', class: decision, on: { click: () => void give(decision) } },
      name,
    )
  const buttons =
    kind === 'undo'
      ? [button('deny', 'Take it back')]
      : [button('approve', 'Approve'), button('deny', 'Deny')]
  const form = make(
    'form',
    // Enter in a field must not answer: which of the two would be a guess
    { class: 'answer', on: { submit: (event) => event.preventDefault() } },
    field(who, 'Who'),
    field(why, 'Why'),
    kind === 'question' && field(stretch, 'If approved'),
    kind === 'question' && bundle !== null && tick,
    make('div', { class: 'buttons' }, ...buttons),
    said,
  )
  return { element: form, alike }
}

function field(input: HTMLElement, name: string): HTMLElement {
  return make('div', { class: 'field' }, make('label', { for: input.id }, name), input)
}

/** Of the approver's name only, so that it need not be typed each time. */
function remembered(): string {
  try {
    return localStorage.getItem(WHO) ?? ''
  } catch {
    return ''
  }
}

function remember(who: string): void {
  try {
    localStorage.setItem(WHO, who)
  } catch {
    // A browser that keeps nothing is one that asks each time
  }
}
