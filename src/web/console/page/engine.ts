// The engine as the page sees it: the stream says that there is something new, the newest pages say what; and answers go back.
import { figuresIn, type Figures } from './engine-figures.js'
import {
  NOTHING_KNOWN,
  prolonged,
  renewed,
  type IdentityRecord,
  type IdentitySummary,
  type Known,
  type Page,
  type Question,
} from './records.js'

const PAGE = 100
const QUESTIONS = 200
/** between two looks at the pages where the stream says that there is more; and where it is silent, as lives of commands change too */
const BUSY_MS = 1_000
const QUIET_MS = 3_000
const FIGURES_MS = 5_000
const ANSWER_MS_MAX = 10_000

export interface Engine {
  readonly known: Known
  readonly figures: Figures | null
  /** why what is shown may be old; '' where it is not */
  readonly trouble: string
  /** what the engine said to the last answer that it took; '' where there was none */
  readonly answered: string
  older(list: 'commands' | 'findings' | 'decisions'): Promise<void>
  identities(before: string | null): Promise<Page<IdentitySummary>>
  /** a sentence where it cannot be told */
  identity(id: string): Promise<IdentityRecord | string>
  /** what the engine says to it, and whether it was taken */
  answer(
    id: string,
    said: Readonly<Record<string, unknown>>,
  ): Promise<readonly [taken: boolean, sentence: string]>
  /** looks as soon as it may */
  look(): void
}

/** `changed` is told after each look. */
export function createEngine(changed: () => void): Engine {
  let known: Known = NOTHING_KNOWN
  let figures: Figures | null = null
  let trouble = ''
  let freshAt = stampNow()
  let timer = 0
  let lookedMs = 0
  let isLooking = false
  let isWanted = false
  let answered = ''

  const look = async (): Promise<void> => {
    isLooking = true
    isWanted = false
    try {
      const query = `?limit=${PAGE}`
      const [commands, findings, decisions, questions] = await Promise.all([
        get<Page<never>>(`/v1/commands${query}`),
        get<Page<never>>(`/v1/findings${query}`),
        get<Page<never>>(`/v1/decisions${query}`),
        get<Page<Question>>(`/v1/approvals?limit=${QUESTIONS}`),
      ])
      known = {
        commands: renewed(known.commands, commands),
        findings: renewed(known.findings, findings),
        decisions: renewed(known.decisions, decisions),
        questions: questions.items,
        isMore: questions.next !== null,
      }
      if (Date.now() - (figures?.atMs ?? 0) > FIGURES_MS)
        figures = figuresIn(await text('/metrics'), figures)
      const { ok, status } = await fetch('/readyz', { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
      trouble = ok
        ? ''
        : `The engine is not ready yet (${status}): partitions or rules are being taken over.`
      freshAt = stampNow()
    } catch (error) {
      trouble = `${sentenceOf(error)} What is shown is of ${freshAt} UTC.`
    }
    isLooking = false
    lookedMs = Date.now()
    changed()
    lookIn(isWanted ? BUSY_MS : QUIET_MS)
  }
  const lookIn = (ms: number): void => {
    if (isLooking) {
      isWanted = true
      return
    }
    clearTimeout(timer)
    // Nobody looks at a page in the background: it need not ask
    if (!document.hidden) timer = window.setTimeout(() => void look(), ms)
  }
  const lookSoon = (): void => lookIn(Math.max(0, lookedMs + BUSY_MS - Date.now()))

  follow(lookSoon)
  document.addEventListener('visibilitychange', lookSoon)
  lookSoon()
  return {
    get known() {
      return known
    },
    get figures() {
      return figures
    },
    get trouble() {
      return trouble
    },
    get answered() {
      return answered
    },
    async older(list) {
      const { next } = known[list]
      if (next === null) return
      try {
        const page = await get<Page<never>>(
          `/v1/${list}?limit=${PAGE}&before=${encodeURIComponent(next)}`,
        )
        known = { ...known, [list]: prolonged<never>(known[list] as never, page) }
      } catch (error) {
        trouble = sentenceOf(error)
      }
      changed()
    },
    identities: (before) =>
      get(
        `/v1/identities?limit=${PAGE}${before === null ? '' : `&before=${encodeURIComponent(before)}`}`,
      ),
    async identity(id) {
      try {
        return await get<IdentityRecord>(`/v1/identities?id=${encodeURIComponent(id)}`)
      } catch (error) {
        return sentenceOf(error)
      }
    },
    async answer(id, said) {
      try {
        const answer = await fetch(`/v1/approvals/${encodeURIComponent(id)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(said),
          signal: AbortSignal.timeout(ANSWER_MS_MAX),
        })
        const sentence = await detailOf(answer)
        // Its card goes with the next look: what was said of it stays
        if (answer.ok) answered = `${stampNow()} ${id}: ${sentence}`
        return [answer.ok, sentence]
      } catch (error) {
        return [false, sentenceOf(error)]
      } finally {
        lookSoon()
      }
    },
    look: lookSoon,
  }
}

function stampNow(): string {
  return new Date().toISOString().slice(11, 19)
}

/**
 * A browser has six connections for all its pages of this engine, and a stream keeps one: a page that nobody looks at has
 * none, and looks anew when it is seen again; of those side by side one has it, and the others ask as in silence.
 */
function follow(told: () => void): void {
  let leave: (() => void) | null = null
  const turn = (): void => {
    if (!document.hidden) leave ??= inTurn(() => streamed(told))
    else {
      leave?.()
      leave = null
    }
  }
  document.addEventListener('visibilitychange', turn)
  turn()
}

/** Begins when no other page of this browser is at it, and gives the way to end. Browsers know turns on secured pages only. */
function inTurn(begin: () => () => void): () => void {
  const { locks } = globalThis.navigator as { readonly locks?: LockManager }
  if (locks === undefined) return begin()
  const ended = new AbortController()
  const { signal } = ended
  locks
    .request('stream', { signal }, () => {
      const end = begin()
      return new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          end()
          resolve()
        })
      })
    })
    // Ended before it was its turn
    .catch(() => {})
  return () => ended.abort()
}

/** The browser comes back by itself after a break, and is told what it missed. */
function streamed(told: () => void): () => void {
  let timer = 0
  let stream: EventSource
  const begin = (): void => {
    const begun = (stream = new EventSource('/v1/stream?only=commands,findings'))
    for (const name of ['command', 'finding', 'gap', 'open']) begun.addEventListener(name, told)
    // It does not after an answer that is none, as that of an engine that begins anew
    begun.addEventListener('error', () => {
      if (begun.readyState === EventSource.CLOSED) timer = window.setTimeout(begin, QUIET_MS)
    })
  }
  begin()
  return () => {
    clearTimeout(timer)
    stream.close()
  }
}

async function ask(path: string): Promise<Response> {
  const answer = await fetch(path, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
  if (answer.ok) return answer
  if (answer.status === 401)
    throw new Error(
      'The token of this page is no longer the right one: open the link of the last start.',
    )
  throw new Error(`${await detailOf(answer)}.`)
}

async function get<T>(path: string): Promise<T> {
  return (await (await ask(path)).json()) as T
}

async function text(path: string): Promise<string> {
  return (await ask(path)).text()
}

async function detailOf(answer: Response): Promise<string> {
  try {
    const { detail } = (await answer.json()) as { readonly detail?: string }
    return detail ?? `the engine answered with ${answer.status}`
  } catch {
    return `the engine answered with ${answer.status}`
  }
}

function sentenceOf(error: unknown): string {
  const isSilent = error instanceof TypeError || error instanceof DOMException
  return isSilent ? 'The engine does not answer.' : (error as Error).message
}
