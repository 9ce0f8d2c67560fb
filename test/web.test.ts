// The HTTP edge, over real sockets: who may ask, what is taken in, what is told, and that it closes.
import { afterEach, describe, expect, test } from '@jest/globals'
import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { createAdmit } from '../src/admit/admit.js'
import { defaultSettings } from '../src/cli/config.js'
import { Problem } from '../src/model/problem.js'
import type { Outbound } from '../src/transport/port.js'
import { isLoopback } from '../src/web/guard-address.js'
import { countUp, createMetrics, type Metrics } from '../src/web/metrics.js'
import { createRecent } from '../src/web/recent.js'
import { createStream } from '../src/web/recent-stream.js'
import { createServer, type Server, type ServerParts } from '../src/web/server.js'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: () => Record<string, unknown>
}

interface Running {
  readonly server: Server
  readonly url: string
  readonly appended: Outbound[]
  readonly failures: unknown[]
  readonly metrics: Metrics
}

const started: Server[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()))
})

async function start(
  http: Partial<ServerParts['settings']['http']> = {},
  parts: Partial<ServerParts> = {},
  install: (app: Server['app']) => void = () => undefined,
): Promise<Running> {
  const settings = defaultSettings({ http: { host: '127.0.0.1', port: 0, token: null, ...http } })
  const { admitLine } = createAdmit({ limits: settings.limits })
  const appended: Outbound[] = []
  const failures: unknown[] = []
  const metrics = createMetrics({ process: false, now: () => 1_000_000 })
  const server = createServer({
    settings,
    metrics,
    alive: () => null,
    ready: () => null,
    admitLine,
    append: async (records) => void appended.push(...records),
    page: async () => ({ items: [], next: null }),
    failed: (error) => failures.push(error),
    ...parts,
  })
  started.push(server)
  install(server.app)
  const address = await server.listen()
  return { server, url: address.replace('0.0.0.0', '127.0.0.1'), appended, failures, metrics }
}

/** A log that confirms one append when it is told to: what `reached` gives. */
function slowLog(): Pick<ServerParts, 'append'> & { readonly reached: Promise<() => void> } {
  let reach!: (confirm: () => void) => void
  const reached = new Promise<() => void>((resolve) => (reach = resolve))
  return { append: () => new Promise<void>((resolve) => reach(resolve)), reached }
}

interface Ask {
  readonly method?: string
  readonly body?: string | Buffer
  readonly headers?: Record<string, string>
  readonly agent?: Agent
}

function ask(
  url: string,
  { method = 'GET', body, headers = {}, agent }: Ask = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: agent ?? false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const NDJSON = { 'content-type': 'application/x-ndjson' }
const CALL =
  '{"id":"e1","time":1000,"type":"tool.called","agent":{"id":"a1"},"tool":{"name":"read_file"}}'
const ACCESS =
  '{"id":"e2","time":"2026-01-01T00:00:00Z","type":"resource.accessed","resource":{"id":"r1"}}'
const ISSUED =
  '{"id":"e3","time":1000,"type":"credential.issued","workload":{"id":"spiffe://x.org/w"}}'

function post(
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = NDJSON,
): Promise<Answer> {
  return ask(`${url}/v1/events`, { method: 'POST', body, headers })
}

describe('events in', () => {
  test('lines go to the source topic of their kind with the key of that source, bytes as they came', async () => {
    const { url, appended, metrics } = await start()
    const answer = await post(url, `${CALL}\n\n${ACCESS}\r\n${ISSUED}`)
    expect(answer.status).toBe(202)
    expect(answer.json()).toEqual({ accepted: 3, refused: 0, refusals: [] })
    expect(appended.map(({ topic, key, value }) => [topic, key, value?.toString()])).toEqual([
      ['agent-events', 'a1', CALL],
      ['resource-events', 'r1', ACCESS],
      ['workload-events', 'spiffe://x.org/w', ISSUED],
    ])
    expect(metrics.posted).toEqual({ accepted: 3, refused: 0 })
  })

  test('a JSON array is taken by its elements, and one object over many lines as one event', async () => {
    const { url, appended } = await start()
    const json = { 'content-type': 'application/json; charset=utf-8' }
    expect((await post(url, `[${CALL},\n${ACCESS}]`, json)).json()).toMatchObject({ accepted: 2 })
    const pretty = JSON.stringify(JSON.parse(CALL), null, 2)
    expect((await post(url, pretty, json)).json()).toMatchObject({ accepted: 1, refused: 0 })
    expect(appended.map(({ value }) => value?.toString())).toEqual([CALL, ACCESS, CALL])
    expect((await post(url, CALL, { 'content-type': 'text/plain' })).status).toBe(202)
  })

  test('bad lines are named by their number and code, and the good ones are kept', async () => {
    const { url, appended, metrics } = await start()
    const answer = await post(
      url,
      `${CALL}\nnot json\n{"id":"x","type":"tool.called"}\n${ACCESS}\n`,
    )
    expect(answer.status).toBe(202)
    const { accepted, refused, refusals } = answer.json() as {
      accepted: number
      refused: number
      refusals: { line: number; code: string; sentence: string }[]
    }
    expect([accepted, refused, appended.length]).toEqual([2, 2, 2])
    expect(refusals.map(({ line }) => line)).toEqual([2, 3])
    expect(refusals[0]?.code).toBe('EVENT_JSON_INVALID')
    expect(refusals[1]?.code).toMatch(/^EVENT_(TIME_INVALID|FIELD_MISSING)$/)
    expect(refusals.every(({ sentence }) => sentence.length > 10)).toBe(true)
    expect(metrics.posted).toEqual({ accepted: 2, refused: 2 })
  })

  test('a broken first line costs only itself in NDJSON, a broken array costs the whole body', async () => {
    const { url, appended } = await start()
    for (const first of ['{"broken', '[1]', '[', '{']) {
      const answer = await post(url, `${first}\n${CALL}`)
      expect([first, answer.json()]).toEqual([
        first,
        expect.objectContaining({
          accepted: 1,
          refused: 1,
          refusals: [expect.objectContaining({ line: 1 })],
        }),
      ])
    }
    appended.length = 0
    const answer = await post(url, `[${CALL},\n${ACCESS}\n`, { 'content-type': 'application/json' })
    expect([answer.status, appended]).toEqual([400, []])
    expect(
      (await post(url, `${CALL}\n${ACCESS}`, { 'content-type': 'application/json' })).status,
    ).toBe(202)
  })

  test('bytes that are no UTF-8 spoil their own line only', async () => {
    const { url, appended } = await start()
    const polite = CALL.replace('read_file', 'café à')
    const spoilt = Buffer.from(CALL.replace('read_file', 'caf\xe9'), 'latin1')
    const answer = await post(
      url,
      Buffer.concat([Buffer.from(`${polite}\n`), spoilt, Buffer.from(`\n${CALL}`)]),
    )
    expect(answer.json()).toMatchObject({ accepted: 2, refused: 1, refusals: [{ line: 2 }] })
    expect(appended.map(({ value }) => value?.toString())).toEqual([polite, CALL])
    expect((await post(url, `\ufeff${CALL}`)).status).toBe(202)
  })

  test('the answer comes only after the log has confirmed', async () => {
    const log = slowLog()
    const { url } = await start({}, log)
    let answered = false
    const answer = post(url, CALL).finally(() => (answered = true))
    const confirm = await log.reached
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(answered).toBe(false)
    confirm()
    expect((await answer).status).toBe(202)
  })

  test('a log that fails is told as 503 with when to come back, and nothing of its inside', async () => {
    const { url, failures, metrics } = await start(
      {},
      {
        append: () => Promise.reject(new Error('secret path /x/y')),
      },
    )
    const answer = await post(url, CALL)
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.text).not.toContain('secret')
    expect(failures).toHaveLength(1)
    expect(metrics.posted.accepted).toBe(0)
  })

  test('a body with nothing in it, or nothing that can be taken, is 400', async () => {
    const { url, appended } = await start()
    for (const body of ['', ' \n\n ', '[]']) expect((await post(url, body)).status).toBe(400)
    const answer = await post(url, '{"broken\n[1]')
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ title: 'Bad Request', accepted: 0, refused: 2 })
    expect((await post(url, '[{"id":1', { 'content-type': 'application/json' })).status).toBe(400)
    expect(appended).toEqual([])
  })

  test('an array nested deeper than any stack is refused and the server goes on', async () => {
    const { url } = await start()
    const deep = 1_000_000
    const answer = await post(url, `[${'['.repeat(deep)}${']'.repeat(deep)},${CALL}]`)
    expect(answer.json()).toMatchObject({ accepted: 1, refused: 1 })
  })

  test('bodies too large, of another type or compressed are refused by what they are', async () => {
    const { url } = await start()
    expect((await post(url, Buffer.alloc(16 * 1024 * 1024 + 1, 32))).status).toBe(413)
    expect((await post(url, CALL, { 'content-type': 'application/xml' })).status).toBe(415)
    expect((await post(url, CALL, { 'content-type': 'application/json-patch' })).status).toBe(415)
    expect((await post(url, CALL, { ...NDJSON, 'content-encoding': 'gzip' })).status).toBe(415)
    expect((await post(url, CALL)).status).toBe(202)
  })

  test.each(['', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'a body that curl or a script sends as "%s" is read by what it holds',
    async (type) => {
      const { url } = await start()
      const headers = type === '' ? {} : { 'content-type': type }
      const answer = await post(url, Buffer.from(`${CALL}\n${ACCESS}\n`), headers)
      expect([answer.status, answer.json()]).toEqual([
        202,
        { accepted: 2, refused: 0, refusals: [] },
      ])
    },
  )

  test('one event above the limit is refused by name and its neighbours are kept', async () => {
    const { url } = await start()
    const large = CALL.replace('read_file', 'x'.repeat(1_100_000))
    const answer = await post(url, `${large}\n${CALL}`)
    expect(answer.json()).toMatchObject({
      accepted: 1,
      refused: 1,
      refusals: [{ line: 1, code: 'EVENT_TOO_LARGE' }],
    })
  })

  test('results are taken, approvals only from a sender who proved itself', async () => {
    const { url, appended } = await start({ token: 'a-long-token' })
    const result = '{"kind":"result","command_id":"c1","time":1000,"status":"done","detail":""}'
    const approval =
      '{"kind":"approval","id":"p1","time":1000,"approver":"x","decision":"approve","reason":"","valid_for":null}'
    const answer = await post(url, `${result}\n${approval}`)
    expect(answer.json()).toMatchObject({ accepted: 1, refused: 1, refusals: [{ line: 2 }] })
    const proven = await post(url, approval, { ...NDJSON, authorization: 'Bearer a-long-token' })
    expect(proven.status).toBe(202)
    expect(appended.map(({ topic, key }) => [topic, key])).toEqual([
      ['ambit.command-results', 'c1'],
      ['ambit.approvals', 'p1'],
    ])
  })
})

describe('who may ask', () => {
  test('off loopback everything but health needs the token', async () => {
    const { url } = await start({ host: '0.0.0.0', token: 'a-long-token' })
    for (const route of ['/v1/commands', '/v1/findings', '/v1/decisions', '/metrics', '/nothing']) {
      const answer = await ask(url + route)
      expect([route, answer.status, answer.headers['www-authenticate']]).toEqual([
        route,
        401,
        'Bearer realm="ambit"',
      ])
    }
    expect((await post(url, CALL)).status).toBe(401)
    expect((await ask(`${url}/healthz`)).status).toBe(200)
    expect((await ask(`${url}/readyz`)).status).toBe(200)
    const right = { authorization: 'Bearer a-long-token' }
    expect((await ask(`${url}/v1/commands`, { headers: right })).status).toBe(200)
    const wrong = await ask(`${url}/v1/commands`, {
      headers: { authorization: 'Bearer a-long-tokem' },
    })
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="ambit", error="invalid_token"',
    ])
    const basic = await ask(`${url}/v1/commands`, { headers: { authorization: 'Basic YTpi' } })
    expect(basic.status).toBe(401)
  })

  test('on loopback no token is needed, but a wrong one is refused', async () => {
    const { url } = await start({ token: 'a-long-token' })
    expect((await ask(`${url}/v1/commands`)).status).toBe(200)
    expect(
      (await ask(`${url}/v1/commands`, { headers: { authorization: 'Bearer x' } })).status,
    ).toBe(401)
  })

  test('an address that others can reach is refused at start without a token', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      place: 'http.token',
    })
  })

  test('a Host header with a foreign name is refused, loopback names are not', async () => {
    const { url } = await start()
    const port = new URL(url).port
    for (const host of [
      'evil.example',
      'evil.example:7070',
      '127.0.0.1.evil.example',
      '192.168.1.1',
      'evil@localhost',
    ]) {
      expect([host, (await ask(`${url}/healthz`, { headers: { host } })).status]).toEqual([
        host,
        421,
      ])
    }
    for (const host of [
      `localhost:${port}`,
      '127.0.0.1',
      `[::1]:${port}`,
      '127.1.2.3',
      'LOCALHOST',
    ]) {
      expect([host, (await ask(`${url}/healthz`, { headers: { host } })).status]).toEqual([
        host,
        200,
      ])
    }
  })

  test('on all addresses any address and the configured names are answered', async () => {
    const { url } = await start({
      host: '0.0.0.0',
      token: 'a-long-token',
      names: ['ambit.example'],
    })
    const statuses = ['10.1.2.3:7070', 'ambit.example', 'other.example'].map(
      async (host) => (await ask(`${url}/healthz`, { headers: { host } })).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 200, 421])
  })

  test("a page from elsewhere cannot post in its reader's name", async () => {
    const { url, appended } = await start()
    const plain = { 'content-type': 'text/plain' }
    expect((await post(url, CALL, { ...plain, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(url, CALL, { ...plain, origin: 'null' })).status).toBe(403)
    expect((await post(url, CALL, { ...plain, origin: 'http://127.0.0.1:1' })).status).toBe(403)
    expect((await post(url, CALL, { ...plain, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(appended).toEqual([])
    expect((await post(url, CALL, { ...plain, origin: url })).status).toBe(202)
  })

  test('our own page may post through a proxy that leaves the port out of Host or puts another there, and no other page may', async () => {
    const { url, appended } = await start({ names: ['ambit.example'] })
    const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }
    const page = 'https://ambit.example:8443'
    const { host } = new URL(url)
    const posted = async (headers: Record<string, string>): Promise<readonly [number, number]> => [
      (await post(url, CALL, { ...own, ...headers })).status,
      appended.splice(0).length,
    ]
    expect(await posted({ host: 'ambit.example', origin: page })).toEqual([202, 1])
    expect(await posted({ host, origin: page })).toEqual([202, 1])
    for (const site of ['same-site', 'cross-site', 'none', '']) {
      const said = { host: 'ambit.example', origin: page, 'sec-fetch-site': site }
      expect([site, await posted(said)]).toEqual([site, [403, 0]])
    }
    // A page that bound its own name to our address is of the same origin as its requests.
    const rebound = { origin: 'http://evil.example:7070' }
    expect(await posted({ ...rebound, host: 'evil.example:7070' })).toEqual([421, 0])
    expect(await posted({ ...rebound, host })).toEqual([403, 0])
    expect(await posted({ host, origin: 'null' })).toEqual([403, 0])
  })

  test.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['127.0.0.1.evil.example', false],
    ['127.999.1.1', false],
    ['localhost.evil.example', false],
    ['10.0.0.1', false],
  ])('%s is loopback: %p', (host, expected) => expect(isLoopback(host)).toBe(expected))
})

describe('what is told', () => {
  test('health and readiness say why not', async () => {
    let stuck: string | null = null
    let missing: string | null = 'state of judge/ambit.joined/0 is being restored'
    const { url } = await start({}, { alive: () => stuck, ready: () => missing })
    expect((await ask(`${url}/healthz`)).status).toBe(200)
    const unready = await ask(`${url}/readyz`)
    expect([unready.status, unready.json()['detail']]).toEqual([503, missing])
    missing = null
    stuck = 'no progress for 90 s'
    expect((await ask(`${url}/readyz`)).status).toBe(200)
    const dead = await ask(`${url}/healthz`)
    expect([dead.status, dead.json()['detail']]).toEqual([503, stuck])
  })

  test('pages are asked for with their topic, cursor and limit', async () => {
    const asked: unknown[] = []
    const { url } = await start(
      {},
      {
        page: async (...query) => {
          asked.push(query)
          if (query[1] === 'bad') throw new Problem('USAGE', '', 'this is no cursor')
          return { items: [{ id: 'c1' }], next: 'n' }
        },
      },
    )
    const answer = await ask(`${url}/v1/commands?limit=5&before=abc`)
    expect(answer.json()).toEqual({ items: [{ id: 'c1' }], next: 'n' })
    await ask(`${url}/v1/findings`)
    await ask(`${url}/v1/decisions?limit=1000`)
    expect(asked).toEqual([
      ['commands', 'abc', 5],
      ['findings', null, 100],
      ['decisions', null, 1000],
    ])
    for (const query of [
      'limit=0',
      'limit=1001',
      'limit=x',
      'limit=1&limit=2',
      'before=a&before=b',
      'before=bad',
    ]) {
      expect([query, (await ask(`${url}/v1/commands?${query}`)).status]).toEqual([query, 400])
    }
  })

  test('a failure of ours is 500 without a word of its inside', async () => {
    const { url, failures } = await start(
      {},
      { page: () => Promise.reject(new Error('inner secret')) },
    )
    const answer = await ask(`${url}/v1/commands`)
    expect([answer.status, answer.headers['content-type']]).toEqual([
      500,
      expect.stringContaining('application/problem+json'),
    ])
    expect(answer.text).not.toMatch(/secret|stack|\.ts/)
    expect(failures).toHaveLength(1)
  })

  test('unknown addresses and broken requests get the same form of answer', async () => {
    const { url } = await start({}, {}, (app) => void app.get('/v1/x/:id', () => ({})))
    const missing = await ask(`${url}/v1/nothing`)
    expect([
      missing.status,
      missing.headers['content-type'],
      missing.headers['x-content-type-options'],
    ]).toEqual([404, expect.stringContaining('application/problem+json'), 'nosniff'])
    for (const path of [
      '/%zz?token=s3cr3t',
      '/v1/identities/%E0%A4%A',
      `/v1/x/${'a'.repeat(300)}`,
    ]) {
      const strange = await ask(url + path)
      expect([strange.status, strange.headers['content-type']]).toEqual([
        400,
        expect.stringContaining('application/problem+json'),
      ])
      expect(strange.json()).toEqual({
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'this is no address',
      })
    }
    const raw = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
        socket.write('NONSENSE\r\n\r\n'),
      )
      let got = ''
      socket.on('data', (chunk) => (got += chunk.toString()))
      socket.on('close', () => resolve(got))
    })
    expect(raw).toMatch(/^HTTP\/1\.1 400 /)
    expect(raw).toContain('application/problem+json')
  })

  test('an address that is asked in a way it does not take says which it takes', async () => {
    const { url } = await start({}, {}, (app) => {
      createStream((_listed, record) => record).install(app)
      app.post('/v1/approvals/:id', () => ({}))
      app.get('/v1/identities/*', () => ({}))
    })
    for (const [method, path, allow] of [
      ['GET', '/v1/events', 'POST'],
      ['PUT', '/v1/events?x=/v1/commands', 'POST'],
      ['DELETE', '/v1/commands', 'GET, HEAD'],
      ['POST', '/healthz', 'GET, HEAD'],
      ['HEAD', '/v1/stream', 'GET'],
      ['GET', '/v1/approvals/apr-1', 'POST'],
      ['POST', '/v1/identities/a/b', 'GET, HEAD'],
    ] as const) {
      const answer = await ask(url + path, { method })
      expect([path, answer.status, answer.headers['allow']]).toEqual([path, 405, allow])
      expect(answer.headers['content-type']).toContain('application/problem+json')
      if (method !== 'HEAD')
        expect(answer.json()).toMatchObject({
          title: 'Method Not Allowed',
          detail: `this address takes ${allow}`,
        })
    }
    for (const path of ['/v1/approvals/a/b', '/v1/eventsx', '/v1', '/xv1/events'])
      expect([path, (await ask(url + path, { method: 'POST' })).status]).toEqual([path, 404])
  })

  test('the counts come out as Prometheus text', async () => {
    const { url, metrics } = await start()
    metrics.events.agent.read = 10
    metrics.events.agent.joined = 7
    metrics.events.agent.duplicate = 3
    countUp(metrics.deadLetters, 'EVENT_TOO_LARGE')
    countUp(metrics.commands, 'revoke', 2)
    metrics.transactions.committed = 4
    metrics.timeTo('command', 'high', 80)
    const task = { id: 't', topology: 'identify', topic: 'agent-events', partition: 0 }
    const gauges = metrics.openTask(task, 'agent')
    Object.assign(gauges, {
      lag: 12,
      watermarkMs: 995_000,
      waiting: 2,
      contexts: 5,
      credentials: 6,
    })
    metrics.openTask({ ...task, id: 'u', partition: 1 }, 'agent').waiting = 3
    metrics.openTask({ ...task, id: 'j', topology: 'judge' }, null)
    metrics.partitions = 4
    const first = await ask(`${url}/metrics`)
    expect(first.headers['content-type']).toContain('text/plain')
    for (const line of [
      'ambit_events_read_total{kind="agent"} 10',
      'ambit_events_total{kind="agent",outcome="joined"} 7',
      'ambit_events_total{kind="agent",outcome="duplicate"} 3',
      'ambit_events_total{kind="workload",outcome="late"} 0',
      'ambit_events_waiting{kind="agent"} 5',
      'ambit_dead_letters_total{code="EVENT_TOO_LARGE"} 1',
      'ambit_commands_total{type="revoke"} 2',
      'ambit_transactions_total{outcome="committed"} 4',
      'ambit_lag_records{topology="identify",topic="agent-events",partition="0"} 12',
      'ambit_watermark_lag_seconds{topology="identify",topic="agent-events",partition="0"} 5',
      'ambit_judged_partitions{by="this"} 1',
      'ambit_judged_partitions{by="others"} 3',
      'ambit_contexts 5',
      'ambit_credentials 6',
      'ambit_time_to_command_seconds_bucket{le="0.1",tier="high"} 1',
      'ambit_time_to_command_seconds_count{tier="high"} 1',
    ]) {
      expect(first.text.split('\n')).toContain(line)
    }
    metrics.closeTask(task)
    metrics.events.agent.joined = 8
    const second = (await ask(`${url}/metrics`)).text.split('\n')
    expect(second).toContain('ambit_events_total{kind="agent",outcome="joined"} 8')
    expect(second).toContain('ambit_events_waiting{kind="agent"} 3')
    expect(second.join('\n')).not.toContain(
      'ambit_lag_records{topology="identify",topic="agent-events",partition="0"}',
    )
  })
})

describe('the stream', () => {
  /** Follows until so many events came, or the server ended it; without what is no event. */
  async function follow(
    url: string,
    events: number,
    headers: Record<string, string> = {},
    begun: () => void = () => undefined,
  ): Promise<readonly string[]> {
    const answer = await fetch(url, { headers })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    begun()
    let text = ''
    const came = (): string[] => text.split('\n\n').filter((one) => one.includes('data: '))
    for await (const chunk of answer.body!) {
      text += Buffer.from(chunk as Uint8Array).toString()
      if (came().length >= events) break
    }
    return came()
  }
  const data = (event: string): string => /^data: (.*)$/m.exec(event)![1]!

  test('what is published is told at once by its name, and to each follower what it asked for', async () => {
    const stream = createStream((_listed, record) => record)
    const { url } = await start({}, {}, stream.install)
    const publish = (): void => {
      stream.add('commands', { id: 'c1' })
      stream.add('findings', { id: 'f1' })
      stream.add('decisions', { id: 'd1' })
    }
    stream.add('commands', { id: 'before anybody followed' })
    const all = await follow(`${url}/v1/stream`, 3, {}, publish)
    expect(all.map((one) => one.replace(/^id: .*\n/, ''))).toEqual([
      'event: command\ndata: {"id":"c1"}',
      'event: finding\ndata: {"id":"f1"}',
      'event: decision\ndata: {"id":"d1"}',
    ])
    const some = await follow(`${url}/v1/stream?only=decisions,findings`, 2, {}, publish)
    expect(some.map(data)).toEqual(['{"id":"f1"}', '{"id":"d1"}'])
    for (const query of ['only=', 'only=commands,joined', 'only=commands&only=findings'])
      expect([query, (await ask(`${url}/v1/stream?${query}`)).status]).toEqual([query, 400])
  })

  test('who comes back gets what was missed, and is told where that is not all of it', async () => {
    const stream = createStream((_listed, record) => record)
    const { url } = await start({}, {}, stream.install)
    const add = (from: number, to: number): void => {
      for (let id = from; id <= to; id++) stream.add('commands', { id })
    }
    const [first] = await follow(`${url}/v1/stream`, 1, {}, () => add(1, 1))
    const last = { 'last-event-id': /^id: (.*)$/m.exec(first!)![1]! }
    add(2, 3)
    const missed = await follow(`${url}/v1/stream`, 3, last, () => add(4, 4))
    expect(missed.map(data)).toEqual(['{"id":2}', '{"id":3}', '{"id":4}'])
    add(5, 1100)
    const [gap, oldest] = await follow(`${url}/v1/stream`, 2, last)
    expect([gap, data(oldest!)]).toEqual(['event: gap\ndata: {}', '{"id":77}'])
    const other = { 'last-event-id': 'another-run.1' }
    const begun = await follow(`${url}/v1/stream`, 2, other, () => add(1101, 1101))
    expect(begun.map(data)).toEqual(['{}', '{"id":1101}'])
  })

  test('it wants the token where the others do, and ends when the server closes', async () => {
    const stream = createStream((_listed, record) => record)
    const { url, server } = await start({ host: '0.0.0.0', token: 'secret' }, {}, stream.install)
    expect((await ask(`${url}/v1/stream`)).status).toBe(401)
    const authorization = 'Bearer secret'
    const came = await follow(`${url}/v1/stream`, 1, { authorization }, () => void server.close())
    expect(came).toEqual([])
  })

  test('what is published once the streams were ended, before their connections are, is told to nobody', async () => {
    let asked = 0
    const stream = createStream(() => ++asked)
    const { server, url } = await start({}, {}, (app) => {
      stream.install(app)
      app.addHook('preClose', (done) => {
        stream.add('commands', 'too late')
        done()
      })
    })
    expect(await follow(`${url}/v1/stream`, 1, {}, () => void server.close())).toEqual([])
    expect(asked).toBe(0)
  })

  test('of what somebody missed no more is read once the connection was ended as too slow', async () => {
    let asked = 0
    const stream = createStream((_listed, record) => {
      asked++
      return record
    })
    const { url } = await start({}, {}, stream.install)
    const begun = await follow(`${url}/v1/stream`, 1, {}, () => stream.add('commands', 'first'))
    for (let i = 0; i < 1_024; i++) stream.add('commands', 'x'.repeat(100_000))
    asked = 0
    const last = /^id: (.*)$/m.exec(begun[0]!)![1]!
    await expect(follow(`${url}/v1/stream`, 2_000, { 'last-event-id': last })).rejects.toThrow()
    expect(asked).toBeLessThan(200)
  })
})

describe('closing', () => {
  test('it closes within two seconds with kept connections and a request that never ends', async () => {
    const { server, url } = await start({}, { page: () => new Promise(() => undefined) })
    const agent = new Agent({ keepAlive: true })
    expect((await ask(`${url}/healthz`, { agent })).status).toBe(200)
    const hanging = ask(`${url}/v1/commands`, { agent }).catch(() => 'cut')
    const half = connect(Number(new URL(url).port), '127.0.0.1', () =>
      half.write('POST /v1/events HTTP/1.1\r\n'),
    )
    half.on('error', () => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const before = performance.now()
    await server.close()
    expect(performance.now() - before).toBeLessThan(2000)
    expect(await hanging).toBe('cut')
    agent.destroy()
    half.destroy()
  })

  test('an open request that ends in time is answered before it closes', async () => {
    const log = slowLog()
    const { server, url } = await start({}, log)
    const answer = post(url, CALL)
    const confirm = await log.reached
    const closed = server.close()
    confirm()
    expect((await answer).status).toBe(202)
    await closed
  })
})

describe('what is known, newest first', () => {
  test('pages follow each other by their cursor, also while more comes in', async () => {
    const recent = createRecent(10)
    for (let i = 1; i <= 5; i++) recent.add('commands', i)
    recent.add('findings', 'f')
    const first = await recent.page('commands', null, 2)
    expect(first.items).toEqual([5, 4])
    recent.add('commands', 6)
    const second = await recent.page('commands', first.next, 2)
    expect(second.items).toEqual([3, 2])
    const third = await recent.page('commands', second.next, 2)
    expect(third).toEqual({ items: [1], next: null })
    expect(await recent.page('findings', null, 10)).toEqual({ items: ['f'], next: null })
    expect(await recent.page('decisions', null, 10)).toEqual({ items: [], next: null })
  })

  test('the oldest are forgotten at the limit, and a cursor into them gives an empty page', async () => {
    const recent = createRecent(3)
    for (let i = 1; i <= 4; i++) recent.add('decisions', i)
    const { items, next } = await recent.page('decisions', null, 1)
    expect(items).toEqual([4])
    for (let i = 5; i <= 20; i++) recent.add('decisions', i)
    expect((await recent.page('decisions', null, 100)).items).toEqual([20, 19, 18])
    expect(await recent.page('decisions', next, 100)).toEqual({ items: [], next: null })
  })

  test('a cursor of another run, or none at all, is told as wrong', async () => {
    const [one, other] = [createRecent(10), createRecent(10)]
    for (const recent of [one, other]) for (let i = 1; i <= 3; i++) recent.add('commands', i)
    const { next } = await one.page('commands', null, 1)
    for (const cursor of [next, '1', '', 'x.1', '../..']) {
      await expect(other.page('commands', cursor, 1)).rejects.toMatchObject({ code: 'USAGE' })
    }
  })
})
