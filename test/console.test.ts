// The console as a browser meets it: how one gets in, what is served, what an answer from the page may do, and that strangers' words stay text.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from '../src/model/wire.js'
import { createGuard } from '../src/web/guard.js'
import { figuresIn } from '../src/web/console/page/engine-figures.js'
import { hashOf, placeOf } from '../src/web/console/page/records-filter.js'
import { emptyListing, prolonged, renewed } from '../src/web/console/page/records.js'
import { left, plain, stamp } from '../src/web/console/page/words.js'
import { build, folder, killAll, launch, start, until, type Running } from './program.js'

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'web', 'console', 'page')

beforeAll(build, 120_000)
afterAll(killAll)

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** With the headers that a browser adds, which `fetch` would not let through. */
function ask(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body?: object,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      )
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const linkIn = (said: string): string => {
  const link = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(said)?.[0]
  if (link === undefined) throw new Error(`no link was printed: ${said}`)
  return link
}

/** Follows the link as a browser does, and comes back with its cookie. */
async function enter(link: string): Promise<string> {
  const answer = await ask(link)
  expect([answer.status, answer.headers.location]).toEqual([303, '/'])
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] as string
}

const EVIL = `<img src=x onerror="alert('1')">`
const TASK = '</bdi><script>alert(2)</script>'

/** An agent with a name that no name should be is asked about. */
async function askedAbout(running: Running): Promise<string> {
  const time = Date.now() - 60_000
  await running.post([
    {
      id: 's',
      time,
      type: 'task.started',
      agent: { id: EVIL, tier: 'medium' },
      task: { id: TASK, purpose: 'summarise' },
    },
    {
      id: 'u',
      time: time + 1,
      type: 'tool.called',
      agent: { id: EVIL },
      task: { id: TASK },
      tool: { name: 'send_email' },
      outcome: 'allow',
    },
  ] as never)
  return until('a person is asked', async () => {
    const commands = await running.list<Command>('commands')
    return commands.find(({ approval }) => approval !== null)?.approval?.id
  })
}

describe('getting in', () => {
  test('the link of the start opens the console once: the token goes from the address into a cookie that scripts cannot read', async () => {
    const running = await start(['--data', folder()])
    const link = linkIn(running.said())
    const token = new URL(link).searchParams.get('token') as string
    const first = await ask(link)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(first.headers['referrer-policy']).toBe('no-referrer')
    const [cookie = ''] = first.headers['set-cookie'] ?? []
    const { port } = new URL(running.address)
    expect(cookie).toMatch(
      new RegExp(`^ambit-${port}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict$`),
    )
    // Who has the cookie has not the token, which other programs take too.
    expect(cookie).not.toContain(token)

    const page = await ask(`${running.address}/`, { cookie: `other=1; ${cookie.split(';')[0]}` })
    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    })
    const policy = String(page.headers['content-security-policy']).split('; ')
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
      ]),
    )
    // All that the page names is here, and nothing is loaded from elsewhere or written into it.
    const named = [...page.text.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path)
    expect(named).toEqual(['/console.svg', '/console.css', '/console.js'])
    for (const path of named) {
      const part = await ask(running.address + path, { cookie: cookie.split(';')[0] as string })
      expect([path, part.status, part.headers['x-content-type-options']]).toEqual([
        path,
        200,
        'nosniff',
      ])
      expect((await ask(running.address + path)).status).toBe(401)
      expect(part.text).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
    }
    expect(page.text).not.toMatch(/https?:|<script(?![^>]* src=)|<style| style=| on\w+=/)
    expect((await running.stop()).code).toBe(0)
  }, 60_000)

  test('without the token there is a page that says how to get in, and with a wrong one too', async () => {
    const running = await start(['--data', folder()])
    for (const [path, headers, sentence] of [
      ['/', {}, 'open to those who show the token'],
      ['/?token=wrong', {}, 'not the right one'],
      ['/?token=', {}, 'not the right one'],
      [
        '/',
        { cookie: `ambit-${new URL(running.address).port}=${'0'.repeat(64)}` },
        'open to those',
      ],
      ['/', { authorization: 'Bearer wrong' }, 'not the right one'],
    ] as const) {
      const answer = await ask(running.address + path, headers)
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-/,
      )
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).toContain(sentence)
      expect(answer.text).toContain('http.token')
    }
    const cookie = await enter(linkIn(running.said()))
    const wrong = await ask(`${running.address}/?token=wrong`, { cookie })
    expect(wrong.status).toBe(401)
    // A program shows the token as everywhere.
    const token = new URL(linkIn(running.said())).searchParams.get('token') as string
    const page = await ask(`${running.address}/`, { authorization: `Bearer ${token}` })
    expect(page.status).toBe(200)
    await running.stop()
  }, 60_000)

  test('a cookie of the same name that a page of another port set for a part of our paths keeps nobody out', async () => {
    const running = await start(['--data', folder()])
    const cookie = await enter(linkIn(running.said()))
    const [name = ''] = cookie.split('=')
    // Browsers send the one with the longer path first
    for (const other of ['', 'x', '0', '0'.repeat(64)])
      for (const cookies of [`${name}=${other}; ${cookie}`, `${cookie}; ${name}=${other}`]) {
        const { status } = await ask(`${running.address}/v1/approvals`, { cookie: cookies })
        expect([cookies, status]).toEqual([cookies, 200])
      }
    const others = { cookie: `${name}=${'0'.repeat(64)}; ${name}=1; ${name}` }
    expect((await ask(`${running.address}/v1/approvals`, others)).status).toBe(401)
    await running.stop()
  }, 60_000)

  test('a link that is given wrongly is not said again with its token', async () => {
    const secret = 'sEcReT-0123456789'
    const broken = `127.0.0.1:7070/?token=${secret}`
    const gone = `http://127.0.0.1:1/?token=${secret}`
    for (const [args, code, sentence] of [
      [['explain', 'cmd-1', '--url', broken], 2, 'no address of an engine'],
      [['explain', 'cmd-1', '--url', `file:///?token=${secret}`], 2, 'no address of an engine'],
      [['explain', 'cmd-1', '--url', gone], 1, 'no engine answers'],
      [['explain', 'cmd-1', '--url', gone.replace('?t', '?T')], 1, 'no engine answers'],
      [['approvals', 'list', '--url', broken], 2, 'no address of an engine'],
      [['approvals', 'list', '--url', `ftp://u:${secret}@127.0.0.1/`], 2, 'no address'],
      [['approvals', 'deny', gone, '--url', gone], 1, 'no engine answers'],
      [['approvals', 'list', `--tokn=${secret}`], 2, "unknown option '--tokn=…'"],
      [['explain', gone, '--from', '/dev/null'], 1, 'no command, decision'],
      [[gone], 2, 'unknown command'],
    ] as const) {
      const told = launch([...args])
      expect([args, await told.ended]).toEqual([args, code])
      expect(told.said()).toContain(sentence)
      expect(told.said()).not.toContain(secret)
    }
  }, 60_000)

  test('a configured token is never printed, opens the console, and its cookie outlives a restart', async () => {
    const env = { AMBIT_HTTP_TOKEN: 'a-token-of-the-house', AMBIT_HTTP_PORT: '0' }
    const first = await start(['--data', folder()], env)
    expect(first.said()).not.toContain('a-token-of-the-house')
    expect(first.said()).toMatch(/"console":"http:\/\/127\.0\.0\.1:\d+\/"/)
    const cookie = await enter(`${first.address}/?token=a-token-of-the-house`)
    await first.stop()
    const { port } = new URL(first.address)
    const again = await start(['--data', folder()], { ...env, AMBIT_HTTP_PORT: port })
    expect((await ask(`${again.address}/`, { cookie })).status).toBe(200)
    await again.stop()
    const other = await start(['--data', folder()], {
      AMBIT_HTTP_TOKEN: 'another-token-of-the-house',
      AMBIT_HTTP_PORT: port,
    })
    expect((await ask(`${other.address}/`, { cookie })).status).toBe(401)
    await other.stop()
  }, 60_000)

  test('the demo prints a link that opens the console while the story is told', async () => {
    const { child, said, ended } = launch(['demo'])
    const link = await until('the demo prints its link', () =>
      said().includes('?token=') ? linkIn(said()) : undefined,
    )
    const { origin } = new URL(link)
    const page = await ask(`${origin}/`, { cookie: await enter(link) })
    expect([page.status, page.text.includes('<title>Ambit</title>')]).toEqual([200, true])
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  }, 60_000)
})

describe('answers from the page', () => {
  test('the cookie answers a question from our own origin, and from no other page, not even one of another port of this host', async () => {
    const running = await start(['--data', folder()])
    const id = await askedAbout(running)
    const cookie = await enter(linkIn(running.said()))
    const url = `${running.address}/v1/approvals/${id}`
    const said = { decision: 'approve', approver: 'hannah', reason: 'CHG-12', valid_for: 'PT5M' }
    const json = { 'content-type': 'application/json' }
    const from = (origin: string, site: string) => ({
      ...json,
      cookie,
      origin,
      'sec-fetch-site': site,
    })
    const refused = [
      await ask(url, from('http://evil.example', 'cross-site'), said),
      await ask(url, from('http://127.0.0.1:1', 'same-site'), said),
      await ask(url, from('null', 'cross-site'), said),
      await ask(url, { ...json, cookie }, said),
      await ask(url, { ...json, cookie, 'sec-fetch-site': 'same-site' }, said),
      await ask(url, { ...json, origin: running.address }, said),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 401, 401, 401])
    const list = `${running.address}/v1/approvals`
    // Nor may such a page read, whatever the browser sends along.
    expect((await ask(list, { cookie, 'sec-fetch-site': 'same-site' })).status).toBe(401)
    expect((await ask(list, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const waits = await ask(list, { cookie, 'sec-fetch-site': 'same-origin' })
    expect(JSON.parse(waits.text)).toMatchObject({ items: [{ id, identity: EVIL }] })

    const taken = await ask(url, from(running.address, 'same-origin'), said)
    expect(taken.status).toBe(202)
    await until('nothing waits any more', async () =>
      (await ask(list, { cookie })).text.includes(id) ? undefined : true,
    )
    // The whole story of a command is told by the line that stands beneath it, and by the link in place of the address.
    const [command] = await running.commands()
    for (const address of [running.address, linkIn(running.said())]) {
      const told = launch(['explain', command?.id ?? '', '--url', address])
      expect([await told.ended, told.said()]).toEqual([0, expect.stringContaining('hannah')])
    }
    await running.stop()
  }, 60_000)

  test('the cookie is for what the page does: events with an approval among them need the token itself', async () => {
    const running = await start(['--data', folder()], { AMBIT_HTTP_TOKEN: 'a-token-of-the-house' })
    const token = { authorization: 'Bearer a-token-of-the-house' }
    const cookie = await enter(`${running.address}/?token=a-token-of-the-house`)
    const approval = { kind: 'approval', id: `apr-${'0'.repeat(32)}`, time: Date.now() }
    const body = { ...approval, approver: 'hannah', decision: 'approve' }
    const page = { cookie, origin: running.address, 'content-type': 'application/json' }
    const refused = await ask(`${running.address}/v1/events`, page, body)
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('bearer token')])
    const taken = await ask(`${running.address}/v1/events`, token, body)
    expect(taken.status).toBe(202)
    await running.stop()
  }, 60_000)

  test('a person may follow a link to the console from any page, but no page may load or frame it', async () => {
    const running = await start(['--data', folder()])
    const link = linkIn(running.said())
    const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await ask(link, { ...foreign, 'sec-fetch-dest': 'document' })).status).toBe(303)
    const visit = await ask(`${running.address}/`, { ...foreign, 'sec-fetch-dest': 'document' })
    expect([visit.status, visit.text.includes('<a href="/">')]).toEqual([401, true])
    expect((await ask(link, { ...foreign, 'sec-fetch-dest': 'iframe' })).status).toBe(403)
    expect((await ask(link, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const script = await ask(`${running.address}/console.js`, {
      ...foreign,
      'sec-fetch-dest': 'document',
    })
    expect(script.status).toBe(403)
    await running.stop()
  }, 60_000)

  test('where others can reach the address, the page reads all that it shows with its cookie, and nobody reads it without', async () => {
    const running = await start(['--data', folder()], {
      AMBIT_HTTP_HOST: '0.0.0.0',
      AMBIT_HTTP_TOKEN: 'a-token-of-the-house',
    })
    const address = running.address.replace('0.0.0.0', '127.0.0.1')
    const cookie = await enter(`${address}/?token=a-token-of-the-house`)
    const own = { cookie, 'sec-fetch-site': 'same-origin' }
    for (const path of ['commands', 'findings', 'decisions', 'approvals', 'identities']) {
      const statuses = [own, {}, { ...own, 'sec-fetch-site': 'same-site' }].map(
        async (headers) => (await ask(`${address}/v1/${path}`, headers)).status,
      )
      expect([path, await Promise.all(statuses)]).toEqual([path, [200, 401, 401]])
    }
    const stream = await fetch(`${address}/v1/stream?only=commands,findings`, { headers: own })
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    await stream.body?.cancel()
    expect((await running.stop()).code).toBe(0)
  }, 60_000)

  test('behind a proxy that encrypts, the cookie goes over encrypted connections only', () => {
    const guard = createGuard({ host: '127.0.0.1', token: 'a-token-of-the-house' })
    const headers = { host: 'ambit.example', 'x-forwarded-proto': 'https' }
    expect(guard.cookie({ headers } as never)).toMatch(
      /^ambit-web=.*; HttpOnly; SameSite=Strict; Secure$/,
    )
  })
})

describe('what is shown', () => {
  test('the script has no way from a text to markup', () => {
    const script = readFileSync(join(dist, 'page.js'), 'utf8')
    expect(script.length).toBeGreaterThan(10_000)
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc|\beval\(|new Function|javascript:/,
    )
  })

  test('names that are markup stay text, and become no address but their own page', async () => {
    const made = fakeDocument()
    const rows = (await import(`../src/web/console/page/${'rows'}.js`)) as {
      commandRow(...of: unknown[]): { make(): Fake }
    }
    const { NOTHING_KNOWN } = await import('../src/web/console/page/records.js')
    const command = {
      id: 'cmd-1',
      time: 0,
      attempt: 1,
      type: 'revoke',
      scope: 'task',
      agent_id: EVIL,
      task_id: TASK,
      credential_id: `"><svg onload=alert(3)>`,
      workload_id: 'javascript:alert(4)',
      reason: `Agent ${EVIL} \u202edeksa\u0007`,
      rules: ['r'],
      evidence: ['e'],
      blast_radius: 1,
      expires: null,
      undoes: null,
      approval: null,
      decision_id: 'd',
      mode: 'enforce',
    }
    const line = rows.commandRow(command, NOTHING_KNOWN, () => null).make()
    made.all.find(({ marks }) => marks.get('class') === 'what')?.click()
    const texts = textsOf(line)
    expect(texts).toContain(EVIL)
    expect(texts).toContain(`revoke task ${TASK}`)
    expect(texts).toContain(`"><svg onload=alert(3)>`)
    expect(texts).toContain(`Agent ${EVIL} �deksa�`)
    // Elements are those that the page makes, and all the links lead into the page.
    expect(new Set(made.all.map(({ name }) => name))).toEqual(
      new Set(['div', 'button', 'bdi', 'li', 'time', 'span', 'a', 'ol', 'dl', 'dt', 'dd', 'code']),
    )
    const links = made.all.flatMap(({ marks }) => marks.get('href') ?? [])
    expect(links).toEqual([`#/identity/${encodeURIComponent(EVIL)}`])
    const written = made.all.flatMap(({ marks }) => [...marks.keys()])
    expect(written.filter((name) => name.startsWith('on') || name === 'style')).toEqual([])
  })

  test('rows that are right stay the very same elements, and all stand in their order, whatever changes', async () => {
    fakeDocument()
    const { fillKeyed } = (await import(`../src/web/console/page/${'dom'}.js`)) as {
      fillKeyed(list: Fake, rows: readonly unknown[], empty: () => Fake): void
    }
    const create = (name: string): Fake =>
      (
        globalThis as unknown as { document: { createElement(name: string): Fake } }
      ).document.createElement(name)
    const rows = fc.uniqueArray(
      fc.record({ key: fc.constantFrom(...'abcdefgh'), print: fc.constantFrom('1', '2') }),
      { selector: ({ key }) => key },
    )
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 6 }), (steps) => {
        const list = create('ul')
        let before = new Map<string, Fake | string | undefined>()
        for (const step of steps) {
          const made: string[] = []
          fillKeyed(
            list,
            step.map(({ key, print }) => ({
              key,
              print,
              make() {
                made.push(key + print)
                return create(`${key}${print}`)
              },
            })),
            () => create('empty'),
          )
          const names = list.children.map((child) => (child as Fake).name)
          expect(names).toEqual(
            step.length === 0 ? ['empty'] : step.map(({ key, print }) => key + print),
          )
          expect(made).toEqual(
            step.map(({ key, print }) => key + print).filter((name) => !before.has(name)),
          )
          for (const child of step.length === 0 ? [] : list.children)
            expect(before.get((child as Fake).name) ?? child).toBe(child)
          before = new Map(names.map((name, i) => [name, list.children[i]]))
        }
      }),
    )
  })

  test('what a finding or a decision led to is shown also where it is heard of later', async () => {
    const rows = (await import(`../src/web/console/page/${'rows'}.js`)) as {
      findingRow(...of: unknown[]): { readonly print: string }
      decisionRow(...of: unknown[]): { readonly print: string }
    }
    const { NOTHING_KNOWN } = await import('../src/web/console/page/records.js')
    const items = [{ id: 'cmd-1', decision_id: 'd' }]
    const later = { ...NOTHING_KNOWN, commands: { ...NOTHING_KNOWN.commands, items } }
    const finding = { metadata: { uid: 'f' }, unmapped: { ambit: { command_id: 'cmd-1' } } }
    for (const print of [
      (known: unknown) => rows.findingRow(finding, known).print,
      (known: unknown) => rows.decisionRow({ id: 'd' }, known).print,
    ])
      expect(print(later)).not.toBe(print(NOTHING_KNOWN))
  })

  test('who says yes to all that are alike says it to as many as are shown: with more of them it is asked again', async () => {
    const made = fakeDocument()
    const { createQuestionRows } = (await import(`../src/web/console/page/${'overview'}.js`)) as {
      createQuestionRows(engine: object): (of: readonly object[]) => readonly { make(): Fake }[]
    }
    const rows = createQuestionRows({})
    const lists = { rules: [], evidence: [], approved_by: [] }
    const times = { asked: 0, deadline: 0, approvers_needed: 1 }
    const texts = { bundle: 'bdl', action: 'send', resource_id: '', identity: 'a', tier: 'high' }
    const said = { reason: '', task_id: '', purpose: '', credential_id: '', sensitivity: '' }
    const shown = (bundled: number): readonly string[] =>
      textsOf(
        rows([{ id: 'q', bundled, ...lists, ...times, ...texts, ...said }])[0]?.make() as Fake,
      )
    expect(shown(2)).toContain('all 2 alike')
    const box = made.all.find(({ marks }) => marks.get('type') === 'checkbox') as Fake & {
      checked?: boolean
    }
    box.checked = true
    shown(2)
    expect(box.checked).toBe(true)
    expect(shown(40)).toContain('all 40 alike')
    expect(box.checked).toBe(false)
  })

  test('a tab that nobody looks at holds no connection, of those side by side one holds one, and who is seen again takes up', async () => {
    const { createEngine } = (await import(`../src/web/console/page/${'engine'}.js`)) as {
      createEngine(changed: () => void): unknown
    }
    const { streams, asked, look, leave } = fakeBrowser()
    const open = () => streams.map(({ isOpen }) => isOpen)
    await look(false)
    createEngine(() => undefined)
    expect([streams.length, asked.length]).toEqual([0, 0])
    await look(true)
    expect(open()).toEqual([true])
    await until('what came meanwhile is asked for', () => asked.includes('/readyz') || undefined)
    await look(false)
    await look(false)
    expect(open()).toEqual([false])
    asked.length = 0
    await look(true)
    await look(true)
    expect(open()).toEqual([false, true])
    await until('it is asked again', () => asked.includes('/readyz') || undefined)
    // An engine that begins anew ends the stream for good: another one is begun.
    streams[1]?.fail()
    await until('it is begun anew', () => streams[2]?.isOpen || undefined)
    await look(false)
    createEngine(() => undefined)
    await look(true)
    expect(open()).toEqual([false, false, false, true])
    await look(false)
    expect(open()).toEqual([false, false, false, false])
    leave()
  })

  test('an address leads back to what it was made of, whatever an identity is called', () => {
    for (const id of [EVIL, 'spiffe://example.org/a?b#c', 'a%b', '../..', 'ü &=+'])
      for (const filter of [
        { of: '', outcome: 'any' },
        { of: id, outcome: 'not allow' },
      ] as const) {
        const place = { view: 'identity', id, filter } as const
        expect(placeOf(hashOf(place))).toEqual(place)
      }
    const now = { view: 'now', id: '', filter: { of: '', outcome: 'any' } }
    for (const strange of ['', '#', '#/nowhere', '#/now?outcome=else'])
      expect(placeOf(strange)).toEqual(now)
    expect(placeOf('#/identity/%E0%A4%A').id).toBe('%E0%A4%A')
  })

  test('a list stays without a gap: newer words replace older ones, and what is behind a gap is let go', () => {
    const item = (id: number, word = '') => ({ id, word })
    const page = (next: string | null, ...items: ReturnType<typeof item>[]) => ({ items, next })
    let listing = emptyListing<ReturnType<typeof item>>(({ id }) => String(id))
    listing = renewed(listing, page('3', item(4), item(3)))
    listing = prolonged(listing, page('1', item(3), item(2), item(1)))
    expect([listing.items.map(({ id }) => id), listing.next]).toEqual([[4, 3, 2, 1], '1'])
    listing = renewed(listing, page('4', item(5), item(4, 'verified')))
    expect(listing.items.map(({ id, word }) => `${id}${word}`)).toEqual([
      '5',
      '4verified',
      '3',
      '2',
      '1',
    ])
    expect(listing.next).toBe('1')
    listing = renewed(listing, page('8', item(9), item(8)))
    expect([listing.items.map(({ id }) => id), listing.next]).toEqual([[9, 8], '8'])
    // An engine that began anew knows nothing of before.
    listing = renewed(listing, page(null))
    expect([listing.items, listing.next]).toEqual([[], null])
  })

  test('times are in UTC, deadlines are counted down, and characters that hide or turn others are shown', () => {
    const noon = Date.UTC(2026, 10, 27, 12)
    expect([stamp(noon, noon), stamp(noon - 86_400_000, noon), stamp(null, noon)]).toEqual([
      '12:00:00',
      '2026-11-26 12:00:00',
      'unknown',
    ])
    expect(
      [200_000, 59_999, -1, 7_260_000, 200_000_000].map((ms) => left(noon + ms, noon)),
    ).toEqual(['3 min 20 s left', '59 s left', 'over', '2 h 1 min left', '2 d left'])
    expect(plain('a\u202eb\u0000c\u200bd\n')).toBe('a�b�c�d�')
    expect(plain('Ünïcode 漢字 עברית')).toBe('Ünïcode 漢字 עברית')
  })

  test('figures are sums over what is measured, and the rate begins anew with the process', () => {
    const said = (read: number) =>
      `# HELP x\nambit_events_read_total{kind="agent"} ${read}\nambit_events_read_total{kind="resource"} 1\n` +
      `ambit_lag_records{topic="t",partition="0"} 7\nambit_contexts 3\nambit_commands_in_state{state="sent"} 2\n` +
      `ambit_judged_partitions{by="this"} 1\nambit_judged_partitions{by="others"} 3\n`
    const first = figuresIn(said(9), null, 1_000)
    expect(first).toMatchObject({ eventsRead: 10, perSecond: null, lag: 7, identities: 3 })
    expect([first.states, first.judged]).toEqual([{ sent: 2 }, { here: 1, elsewhere: 3 }])
    expect(figuresIn(said(29), first, 3_000).perSecond).toBe(10)
    expect(figuresIn(said(0), first, 3_000).perSecond).toBeNull()
  })
})

interface Fake {
  readonly name: string
  readonly marks: Map<string, string>
  readonly children: readonly (Fake | string)[]
  click(): void
}

/** As much of a document as elements are made with; it keeps what was made. */
function fakeDocument(): { readonly all: Fake[] } {
  const all: Fake[] = []
  class Node {}
  class Text extends Node {
    constructor(readonly text: string) {
      super()
    }
  }
  class Element extends Node implements Fake {
    readonly marks = new Map<string, string>()
    children: (Element | string)[] = []
    hidden = false
    private parent: Element | null = null
    private readonly acts: (() => void)[] = []
    constructor(readonly name: string) {
      super()
      all.push(this)
    }
    private get elements(): Element[] {
      return this.children.filter((child) => typeof child !== 'string')
    }
    get childElementCount() {
      return this.elements.length
    }
    get firstElementChild(): Element | null {
      return this.elements[0] ?? null
    }
    get nextElementSibling(): Element | null {
      const beside = this.parent?.elements ?? []
      return beside[beside.indexOf(this) + 1] ?? null
    }
    setAttribute(name: string, value: string) {
      this.marks.set(name, value)
    }
    addEventListener(_: string, act: () => void) {
      this.acts.push(act)
    }
    contains() {
      return false
    }
    remove() {
      if (this.parent === null) return
      this.parent.children = this.parent.children.filter((child) => child !== this)
      this.parent = null
    }
    insertBefore(one: Element | Text, before: Element | null) {
      if (one instanceof Element) {
        one.remove()
        one.parent = this
      }
      const at = before === null ? this.children.length : this.children.indexOf(before)
      if (at === -1) throw new Error('what it is to stand before is not here')
      this.children.splice(at, 0, one instanceof Text ? one.text : one)
    }
    replaceChildren(...of: (Element | Text)[]) {
      for (const child of this.elements) child.remove()
      this.children = []
      this.append(...of)
    }
    append(...of: (Element | Text)[]) {
      for (const one of of) this.insertBefore(one, null)
    }
    click() {
      for (const act of this.acts) act()
    }
  }
  Object.assign(globalThis, {
    Node,
    location: { origin: 'http://127.0.0.1:7070' },
    document: {
      createElement: (name: string) => new Element(name),
      createTextNode: (text: string) => new Text(text),
    },
  })
  return { all }
}

function textsOf(fake: Fake): readonly string[] {
  return fake.children.flatMap((child) => (typeof child === 'string' ? [child] : textsOf(child)))
}

interface FakeStream {
  readonly isOpen: boolean
  /** the server gave an answer that is no stream */
  fail(): void
}

/** As much of a browser as the page asks the engine with. `look`: whether its tab is seen from now on. */
function fakeBrowser(): {
  readonly streams: readonly FakeStream[]
  readonly asked: string[]
  look(seen: boolean): Promise<void>
  leave(): void
} {
  const streams: FakeEventSource[] = []
  const asked: string[] = []
  const document = Object.assign(new EventTarget(), { hidden: false })
  class FakeEventSource extends EventTarget implements FakeStream {
    static readonly CLOSED = 2
    readyState = 1
    constructor() {
      super()
      streams.push(this)
    }
    get isOpen(): boolean {
      return this.readyState === 1
    }
    close(): void {
      this.readyState = FakeEventSource.CLOSED
    }
    fail(): void {
      this.close()
      this.dispatchEvent(new Event('error'))
    }
  }
  const fetch = (path: string): Promise<Response> => {
    asked.push(path)
    const text = path === '/metrics' ? '' : '{"items":[],"next":null}'
    return Promise.resolve(new Response(text))
  }
  const { fetch: before } = globalThis
  /** one at a time, as the browser's */
  let last: Promise<unknown> = Promise.resolve()
  let isFree = true
  const request = (_: string, { signal }: { signal: AbortSignal }, act: () => Promise<void>) => {
    const turn = async (): Promise<void> => {
      if (signal.aborted) throw signal.reason
      isFree = false
      await act()
      isFree = true
    }
    return (last = isFree ? turn() : last.catch(() => undefined).then(turn))
  }
  const of = { window: globalThis, document, EventSource: FakeEventSource, fetch }
  Object.assign(globalThis, of)
  Object.defineProperty(globalThis, 'navigator', { value: { locks: { request } }, writable: true })
  return {
    leave: () => void Object.assign(globalThis, { fetch: before }),
    streams,
    asked,
    async look(seen) {
      document.hidden = !seen
      document.dispatchEvent(new Event('visibilitychange'))
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
