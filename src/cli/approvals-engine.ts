// Approvals of an engine at work, over HTTP.
import { Problem } from '../model/problem.js'
import type { Waiting } from './approvals-waiting.js'
import { askEngine, engineAddress } from './open-engine.js'

const PAGE_QUESTIONS = 1000

interface Answer {
  readonly detail?: string
  readonly judge?: string
  /** people more who have to say so */
  readonly needed?: number
}

export interface Engine {
  list(): Promise<readonly Waiting[]>
  /** whether it was taken, and what comes of it, else why not */
  answer(id: string, said: object): Promise<{ readonly taken: boolean; readonly detail: string }>
}

/** `url` is its address, or the link that it printed at its start, whose token is then taken. */
export function engineAt(url: string, token: string | null): Engine {
  const { base, token: linked } = engineAddress(url)
  const secret = linked ?? token
  const ask = async (path: string, body?: object): Promise<Response> => {
    const answer = await askEngine(base, `/v1/approvals${path}`, secret, body)
    if (answer.status === 401)
      throw new Problem(
        'USAGE',
        base,
        'approvals always need the token: --token, http.token, or the link that was printed at the start as --url',
      )
    return answer
  }
  return {
    async list() {
      const all: Waiting[] = []
      for (let before: string | null = null; ; ) {
        const query = `?limit=${PAGE_QUESTIONS}${before === null ? '' : `&before=${encodeURIComponent(before)}`}`
        const answer = await ask(query)
        if (!answer.ok) throw new Error(`${base}: the engine answered with ${answer.status}`)
        const page = (await answer.json()) as { items: Waiting[]; next: string | null }
        all.push(...page.items)
        if (page.next === null) return all
        before = page.next
      }
    },
    async answer(id, said) {
      const answer = await ask(`/${encodeURIComponent(id)}`, said)
      const { detail, judge, needed } = (await answer.json()) as Answer
      // What this member judges follows at once, where nobody else has to say so: there is no more to be said of it.
      const isDone = judge === 'this member' && needed === 0
      if (answer.ok) return { taken: true, detail: isDone ? '' : (detail ?? '') }
      const fault = detail ?? `the engine answered with ${answer.status}`
      return { taken: false, detail: `${id}: ${fault}` }
    },
  }
}
