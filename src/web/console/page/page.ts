// The page itself: the address says what is seen, the engine says when it changed, and each view draws what it knows.
import { fill } from './dom.js'
import { createEngine } from './engine.js'
import { hashOf, OUTCOMES, placeOf, type Place } from './records-filter.js'
import { createIdentities, createIdentity } from './identity.js'
import { createOverview, spokenOf, type View } from './overview.js'
import { left } from './words.js'

function part<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${id}`)
}

const main = part('main', HTMLElement)
const trouble = part('trouble', HTMLElement)
const answered = part('answered', HTMLElement)
const spoken = part('spoken', HTMLElement)
const of = part('of', HTMLInputElement)
const outcome = part('outcome', HTMLSelectElement)

const IDENTITY_MS = 3_000

const engine = createEngine(draw)
let place: Place = placeOf(location.hash)
let view: View & { load?(): void } = createOverview(engine)
let shown = ''

function draw(): void {
  view.show(place.filter)
  trouble.textContent = engine.trouble
  trouble.hidden = engine.trouble === ''
  if (answered.textContent !== engine.answered) answered.textContent = engine.answered
  answered.hidden = engine.answered === ''
  const said = spokenOf(engine.known)
  if (spoken.textContent !== said) spoken.textContent = said
  const waiting = engine.known.questions.length
  document.title = waiting === 0 ? 'Ambit' : `(${waiting}) Ambit`
}

function go(): void {
  place = placeOf(location.hash)
  const name = `${place.view} ${place.id}`
  if (name !== shown) {
    shown = name
    view =
      place.view === 'identity'
        ? createIdentity(engine, place.id)
        : place.view === 'identities'
          ? createIdentities(engine)
          : createOverview(engine)
    fill(main, view.element)
    view.load?.()
    scrollTo(0, 0)
  }
  for (const link of document.querySelectorAll('nav a')) {
    const { view: leads } = placeOf(link.getAttribute('href') ?? '')
    const isHere = (leads === 'now') === (place.view === 'now')
    if (isHere) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  if (document.activeElement !== of) of.value = place.filter.of
  outcome.value = place.filter.outcome
  part('by-outcome', HTMLElement).hidden = place.view === 'identities'
  draw()
}

/** What is filtered is no step to go back from. */
function refilter(): void {
  const chosen = OUTCOMES.find((one) => one === outcome.value) ?? 'any'
  history.replaceState(null, '', hashOf({ ...place, filter: { of: of.value, outcome: chosen } }))
  go()
}

for (const name of OUTCOMES) outcome.add(new Option(name === 'any' ? 'any outcome' : name, name))
of.addEventListener('input', refilter)
outcome.addEventListener('change', refilter)
part('filter', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault())
addEventListener('hashchange', go)
addEventListener('keydown', (event) => {
  const isTyping =
    event.target instanceof Element && event.target.closest('input, select, textarea')
  if (event.key === '/' && isTyping === null && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    of.focus()
  }
  if (event.key === 'Escape' && document.activeElement === of) {
    of.value = ''
    refilter()
  }
})
setInterval(() => {
  for (const time of document.querySelectorAll<HTMLElement>('[data-until]'))
    time.textContent = left(Number(time.dataset['until']), Date.now())
}, 1000)
setInterval(() => {
  if (!document.hidden) view.load?.()
}, IDENTITY_MS)
go()
