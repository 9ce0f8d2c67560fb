// Detections of Sigma do what the specification says, from the YAML of a rule to a finding of the engine.
import { describe, expect, test } from '@jest/globals'
import { fits } from './found.js'

describe('values', () => {
  test('values are compared without regard to case, numbers with texts that say the same', () => {
    const events = [
      { EventLog: 'security', EventID: 517 },
      { EventLog: 'SECURITY', EventID: '1102' },
      { EventLog: 'Security', EventID: 518 },
      { EventLog: 'System', EventID: 517 },
      { EventID: 517 },
    ]
    const rule = `
      selection:
        EventLog: Security
        EventID:
          - 517
          - 1102
      condition: selection`
    expect(fits(rule, events)).toBe('11000')
  })

  test('a number keeps the zeros that it was written with', () => {
    const rule = 'selection: { account: 012345678901 }\ncondition: selection'
    expect(fits(rule, [{ account: '012345678901' }, { account: '12345678901' }])).toBe('10')
  })

  test('a number fits what reads as it was written and what says the same, as a number or as a text', () => {
    const tried = (value: string, said: readonly unknown[]): string =>
      fits(
        `selection: { version: ${value} }\ncondition: selection`,
        said.map((version) => ({ version })),
      )
    expect(tried('1.0', [1, '1', '1.0', '1.00', 1.1])).toBe('11100')
    expect(tried('1.10', [1.1, '1.1', '1.10', '1.100'])).toBe('1110')
    expect(tried('0x1F', [31, '31', '0x1f', '1f'])).toBe('1110')
    expect(tried('1e3', [1000, '1000', '1E3'])).toBe('111')
    expect(tried('1e999', ['1e999', 'Infinity'])).toBe('10')
    const list = 'selection: { version|contains|all: [1.10, 5] }\ncondition: selection'
    expect(fits(list, [{ version: 'v1.10-5' }, { version: 'v1.1-5' }, { version: 'v1.2-5' }])).toBe(
      '110',
    )
    expect(
      fits('selection: { version|neq: 1.10 }\ncondition: selection', [
        { version: '1.10' },
        { version: 1.1 },
        { version: '1.2' },
      ]),
    ).toBe('001')
  })

  test('what another part of the document is merged into a map counts as if it stood there, but for what stands there itself', () => {
    const rule = `
      base: &base
        action: x
        account: 012
        resource.id: a
      selection:
        <<: *base
        resource.id: b
      condition: selection`
    const events = [
      { action: 'x', account: '012', resource: { id: 'b' } },
      { action: 'x', account: '12', resource: { id: 'b' } },
      { action: 'x', account: '012', resource: { id: 'a' } },
      { action: 'y', account: '012', resource: { id: 'b' } },
    ]
    expect(fits(rule, events)).toBe('1000')
    const several = `
      one: &one { action: x }
      two: &two { action: y, account: 1 }
      selection:
        <<: [*one, *two]
      condition: selection`
    expect(
      fits(several, [
        { action: 'x', account: 1 },
        { action: 'y', account: 1 },
      ]),
    ).toBe('10')
  })

  test('true and false are words like others', () => {
    const rule = 'selection: { readOnly: true }\ncondition: selection'
    expect(fits(rule, [{ readOnly: true }, { readOnly: 'true' }, { readOnly: false }, {}])).toBe(
      '1100',
    )
  })

  test('a star is any run of characters and a question mark just one', () => {
    const events = [
      { Image: 'prog1.exe' },
      { Image: 'progXY.exe' },
      { Image: 'prog.exe' },
      { Image: 'antivirus_V21.2.1.exe' },
      { Image: 'antivirus_V.exe' },
    ]
    expect(fits("selection: { Image: 'prog?.exe' }\ncondition: selection", events)).toBe('10000')
    expect(fits("selection: { Image: 'antivirus_V*.exe' }\ncondition: selection", events)).toBe(
      '00011',
    )
  })

  test('a backslash takes the meaning from a wildcard, and is itself before all else', () => {
    const events = [
      { x: 'C:\\a' },
      { x: 'a*b' },
      { x: 'axb' },
      { x: 'a\\xb' },
      { x: 'a\\*b' },
      { x: 'a\\\\b' },
    ]
    const tried = (value: string): string =>
      fits(`selection: { x: '${value}' }\ncondition: selection`, events)
    expect(tried('C:\\a')).toBe('100000')
    expect(tried('C:\\\\a')).toBe('100000')
    expect(tried('a\\*b')).toBe('010000')
    expect(tried('a\\\\*b')).toBe('000111')
    expect(tried('a\\\\\\*b')).toBe('000010')
    expect(tried('a\\\\\\b')).toBe('000001')
    expect(tried('a\\\\\\\\b')).toBe('000001')
  })

  test('an empty value is an empty text, null is no value, and both can be excluded', () => {
    const events = [{ x: '' }, { x: null }, {}, { x: 'a' }]
    expect(fits("selection: { x: '' }\ncondition: selection", events)).toBe('1000')
    expect(fits('selection: { x: null }\ncondition: selection', events)).toBe('0110')
    const rule = `
      all: { type: resource.accessed }
      empty: { x: null }
      condition: all and not empty`
    expect(fits(rule, events)).toBe('1001')
  })

  test('null is one of several values like another', () => {
    const events = [{ x: '' }, { x: null }, {}, { x: 'a' }, { x: 'b' }]
    expect(fits("selection: { x: ['', null] }\ncondition: selection", events)).toBe('11100')
    const rule = `
      selection: { type: resource.accessed }
      filter: { x: [a, null] }
      condition: selection and not filter`
    expect(fits(rule, events)).toBe('10001')
    expect(fits('selection: { x|neq: [a, null] }\ncondition: selection', events)).toBe('10001')
  })

  test('a lone star asks for any value at all, an object or a list as well', () => {
    const rule = "selection: { x: '*' }\ncondition: selection"
    expect(fits(rule, [{ x: 1 }, { x: { a: 1 } }, { x: ['a'] }, { x: null }, {}])).toBe('11100')
  })

  test('a field that is a list fits where one of its values does', () => {
    const rule = 'selection: { roles|contains: admin }\ncondition: selection'
    expect(fits(rule, [{ roles: ['user', 'AdminX'] }, { roles: ['user'] }, { roles: [] }])).toBe(
      '100',
    )
  })

  test('an object is looked at as its JSON where a text in it is asked for, within what crosses the hop and within what does not', () => {
    const open = { ipPermissions: { items: [{ fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' }] } }
    const closed = { ipPermissions: { items: [{ fromPort: 443, cidrIp: '10.0.0.0/8' }] } }
    for (const within of ['attributes.request', 'tool.arguments']) {
      const events = [open, closed, JSON.stringify(open), undefined].map((said) => {
        const [first, second] = within.split('.') as [string, string?]
        return { [first]: second === undefined ? said : { name: 't', [second]: said } }
      })
      const fitting = (modifier: string, value: string): string =>
        fits(`s: { ${within}|${modifier}: '${value}' }\ncondition: s`, events.slice(0, 2))
      expect(fits(`s: { ${within}|contains: '"fromPort":22' }\ncondition: s`, events)).toBe('1010')
      expect(fitting('contains', '0.0.0.0/0')).toBe('10')
      expect(fitting('startswith', '{"IPpermissions"')).toBe('11')
      expect(fitting('startswith|cased', '{"IPpermissions"')).toBe('00')
      expect(fitting('endswith', '"10.0.0.0/8"}]}}')).toBe('01')
      expect(fitting('re', '"(from|to)Port":22[,}]')).toBe('10')
      expect(fits(`s: { ${within}|contains: fromPort }\ncondition: not s`, events)).toBe('0001')
    }
  })
})

test('JSON in a text of an object is found as its author wrote it, and as the object writes it', () => {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*' }] }
  const made = { policyName: 'p', policyDocument: JSON.stringify(policy) }
  const denied = { ...made, policyDocument: made.policyDocument.replace('Allow', 'Deny') }
  for (const within of ['attributes.requestParameters', 'tool.arguments']) {
    const [first, second] = within.split('.') as [string, string]
    const events = [made, denied, [made], undefined].map((said) => ({
      [first]: { name: 't', [second]: said },
    }))
    const fitting = (search: string): string => fits(`s: { ${search} }\ncondition: s`, events)
    expect(fitting(`${within}|contains|all: ['"Effect":"Allow"', '"Action":"*"']`)).toBe('1010')
    expect(fitting(`${within}|contains: '\\"Effect\\":\\"Allow\\"'`)).toBe('1010')
    expect(fitting(`${within}|re: '"Effect":"(Allow|Deny)".*"Action":"[*]"'`)).toBe('1110')
    expect(fitting(`${within}|endswith: '"Action":"*"}]}"}'`)).toBe('1110')
    expect(fitting(`${within}|startswith|cased: '{"policyName":"p","policyDocument":"{"V'`)).toBe(
      '1110',
    )
  }
})

describe('fields', () => {
  test('all fields of a map have to fit, one map of a list, and groups in groups are dotted names', () => {
    const events = [
      { Image: 'C:\\x\\example.exe' },
      { Description: 'a test executable here' },
      { Image: 'b.exe' },
    ]
    const rule = `
      selection:
        - Image|endswith: '\\example.exe'
        - Description|contains: 'Test executable'
      condition: selection`
    expect(fits(rule, events)).toBe('110')
    const nested = `
      selection:
        user:
          type: Root
          session: { mfa: false }
      condition: selection`
    expect(
      fits(nested, [
        { user: { type: 'Root', session: { mfa: false } } },
        { user: { type: 'Root', session: { mfa: true } } },
        { 'user.type': 'root', 'user.session.mfa': 'false' },
      ]),
    ).toBe('101')
    const either = `
      selection:
        user:
          - { type: Root }
          - { name: bob }
      condition: selection`
    expect(fits(either, [{ user: { name: 'Bob' } }, { user: { name: 'eve' } }])).toBe('10')
  })

  test('fields of the joined event and of what is known of the identity are fields like any other', () => {
    const rule = `
      selection:
        capability: secret
        agent.tier: high
      condition: selection`
    const action = 'secretsmanager:GetSecretValue'
    expect(
      fits(rule, [
        { action, agent: { id: 'y', tier: 'high' } },
        { action: 's3:GetObject', agent: { id: 'x', tier: 'high' } },
        { action },
        { action, agent: { id: 'x' } },
      ]),
    ).toBe('1001')
  })

  test('keywords are looked for in the whole event: one of them, or all', () => {
    const events = [
      { attributes: { text: 'started EvilService here' } },
      { tool: { name: 't', arguments: { cmd: ['svchost.exe -n evil'] } } },
      { attributes: { text: 'nothing' } },
      { attributes: { a: 'has OabVirtualDirectory', b: 'and -ExternalUrl x' } },
      { attributes: { a: 'has OabVirtualDirectory' } },
    ]
    const either = `
      keywords:
        - 'EVILSERVICE'
        - 'svchost.exe -n evil'
      condition: keywords`
    expect(fits(either, events)).toBe('11000')
    const all = `
      keywords:
        '|all':
          - 'OabVirtualDirectory'
          - ' -ExternalUrl '
      condition: keywords`
    expect(fits(all, events)).toBe('00010')
  })

  test('a keyword is found in a key that the sender chose, as a label of a record, and in none of the contract', () => {
    const keyword = (word: string): string => `k: ['${word}']\ncondition: k`
    const labels = { 'image-policy.k8s.io/break-glass': 'true' }
    const events = [
      { attributes: { protoPayload: { request: { metadata: { labels } } } } },
      { tool: { name: 't', arguments: { list: [{ 'x-break-glass': 1 }] } } },
      { 'break-glass': 5 },
      { attributes: { glass: 'break' }, resource: { id: 'r' }, tool: { name: 't', arguments: {} } },
    ]
    expect(fits(keyword('break-glass'), events)).toBe('1110')
    for (const word of ['arguments', 'attributes', 'agent', 'resource_', 'outcome'])
      expect(fits(keyword(word), events)).toBe('0000')
  })
})

describe('modifiers', () => {
  const values = (...list: unknown[]): readonly { readonly x: unknown }[] =>
    list.map((x) => ({ x }))
  const tried = (search: string, ...list: unknown[]): string =>
    fits(`selection: { ${search} }\ncondition: selection`, values(...list))

  test('startswith, endswith and contains place a value, with wildcards of its own', () => {
    expect(tried("x|startswith: 'adm_'", 'ADM_bob', 'xadm_', 'adm_')).toBe('101')
    expect(tried("x|endswith: '.exe'", 'a.EXE', 'a.exe.txt')).toBe('10')
    expect(tried("x|contains: 'a*c'", 'xxabcxx', 'ca', 'ac')).toBe('101')
    expect(tried("x|contains: '*'", 'a', '')).toBe('11')
  })

  test('all asks for every value, in any order', () => {
    expect(tried("x|contains|all: ['-a', '-b']", 'cmd -b -a', 'cmd -a', 'cmd -b')).toBe('100')
  })

  test('cased regards case, for texts in every place', () => {
    expect(tried('x|cased: Admin', 'Admin', 'admin')).toBe('10')
    expect(tried('x|contains|cased: DM', 'ADMIN', 'admin')).toBe('10')
  })

  test('exists asks for the field and not for its value', () => {
    expect(tried('x|exists: true', 'a', '', null, undefined)).toBe('1110')
    expect(tried('x|exists: false', 'a', null, undefined)).toBe('001')
  })

  test('neq is none of the values', () => {
    expect(tried('x|neq: a', 'A', 'b', undefined)).toBe('011')
    expect(tried('x|neq: [a, b]', 'a', 'b', 'c')).toBe('001')
    expect(tried('x|startswith|neq: a', 'ab', 'ba')).toBe('01')
    expect(tried('x|neq: 5', 5, 6, '5')).toBe('010')
  })

  test('neq and all leave out what has every value, and nothing that has only some', () => {
    for (const chain of ['contains|all|neq', 'neq|contains|all'])
      expect(tried(`x|${chain}: [a, b]`, 'ab', 'a', 'b', 'c')).toBe('0111')
  })

  test('windash takes each of five dashes for the others where it begins a flag', () => {
    const x = ['cmd -f a-b', 'cmd /f a-b', 'cmd –f a-b', 'cmd —f a-b', 'cmd ―f a-b', 'cmd /f a/b']
    expect(tried("x|windash|contains: ' -f a-b'", ...x)).toBe('111110')
    expect(tried("x|contains|windash: ' /f a-b'", ...x)).toBe('111110')
  })

  test('re is found anywhere, regards case, and takes i, m and s', () => {
    expect(tried("x|re: 'a.c$'", 'xxabc', 'ABC', 'abcd')).toBe('100')
    expect(tried("x|re|i: '^a.c$'", 'ABC')).toBe('1')
    expect(tried("x|re: '(?i)^a.c$'", 'ABC')).toBe('1')
    expect(tried("x|re: '^b$'", 'a\nb')).toBe('0')
    expect(tried("x|re|m: '^b$'", 'a\nb')).toBe('1')
    expect(tried("x|re: 'a.b'", 'a\nb')).toBe('0')
    expect(tried("x|re|s|i: 'A.b'", 'a\nb')).toBe('1')
    expect(tried("x|re|all: ['a', 'b']", 'ab', 'a')).toBe('10')
  })

  test('lt, lte, gt and gte compare numbers, and texts that are numbers', () => {
    expect(tried('x|lt: 5', 4, 5, '4.5', 'a', undefined)).toBe('10100')
    expect(tried('x|lte: 5', 5, 6)).toBe('10')
    expect(tried('x|gt: -1.5', -1, -2)).toBe('10')
    expect(tried('x|gte: 5', 5, 4)).toBe('10')
  })

  test('parts of a time are read as they are written', () => {
    const time = '2026-02-03T04:05:06+09:00'
    expect(tried('x|minute: 5', time)).toBe('1')
    expect(tried('x|hour: 4', time, Date.UTC(2026, 0, 1, 4))).toBe('11')
    expect(tried('x|day: 3', time)).toBe('1')
    expect(tried('x|week: 6', time)).toBe('1')
    expect(tried('x|month: 2', time)).toBe('1')
    expect(tried('x|year: 2026', time, 'no time')).toBe('10')
    expect(tried('x|hour|gte: 4', time, '2026-02-03T03:59:00Z')).toBe('10')
    expect(tried('x|hour: [3, 4]', time)).toBe('1')
  })

  test('cidr is for both kinds of addresses', () => {
    expect(tried('x|cidr: 10.0.0.0/8', '10.1.2.3', '11.1.2.3', 'no address')).toBe('100')
    expect(tried("x|cidr: ['2001:db8::/32', 192.0.2.7]", '2001:DB8:1::5', '192.0.2.7')).toBe('11')
  })

  test('Base64 and UTF-16 encode the value, at any offset where that is asked for', () => {
    const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
      Buffer.from(text, encoding).toString('base64')
    expect(tried('x|base64: ping', base64('ping'), base64('pong'))).toBe('10')
    const hidden = ['', 'a', 'ab'].map((before) => base64(`${before}http://evil`))
    expect(tried("x|base64offset|contains: 'http://'", ...hidden, base64('ftp://'))).toBe('1110')
    const wide = base64('echo whoami', 'utf16le')
    expect(tried('x|wide|base64offset|contains: whoami', wide)).toBe('1')
    expect(tried('x|utf16le|base64offset|contains: whoami', wide)).toBe('1')
    const big = Buffer.from('ps', 'utf16le').swap16().toString('base64')
    expect(tried('x|utf16be|base64: ps', big, base64('ps', 'utf16le'))).toBe('10')
    const marked = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from('ps', 'utf16le')])
    expect(tried('x|utf16|base64: ps', marked.toString('base64'))).toBe('1')
    expect(tried('x|wide: ab', 'a\u0000b\u0000')).toBe('1')
  })

  test('fieldref compares with another field of the event', () => {
    const events = [
      { user: 'Bob', target: 'bob' },
      { user: 'bob', target: 'eve' },
      { user: 'x-bob', target: 'bob' },
      { user: 'bob' },
    ]
    expect(fits('s: { user|fieldref: target }\ncondition: s', events)).toBe('1000')
    expect(fits('s: { user|fieldref|endswith: target }\ncondition: s', events)).toBe('1010')
    expect(fits('s: { user|fieldref|neq: target }\ncondition: s', events)).toBe('0111')
  })

  test('expand puts in the lists of the configuration, wildcards and all, and only where it is asked for', () => {
    const placeholders = { admins: ['alice', 'root-*'], servers: ['srv'], networks: ['10.0.0.0/8'] }
    const filled = (search: string, ...list: unknown[]): string =>
      fits(`selection: { ${search} }\ncondition: selection`, values(...list), placeholders)
    expect(filled("x|expand: '%admins%'", 'ALICE', 'root-7', 'bob', '%admins%')).toBe('1100')
    expect(filled("x: '%admins%'", 'alice', '%admins%')).toBe('01')
    expect(filled("x|expand: '\\%plain%servers%'", '%plainsrv')).toBe('1')
    expect(filled("x|contains|expand: 'u=%admins%@%servers%;'", 'u=alice@srv;', 'u=bob@srv;')).toBe(
      '10',
    )
    expect(filled("x|cidr|expand: '%networks%'", '10.9.9.9')).toBe('1')
  })
})

describe('conditions', () => {
  const events = [{ a: 1 }, { b: 1 }, { a: 1, b: 1 }, { a: 1, c: 1 }, {}]
  const tried = (condition: string): string =>
    fits(
      `selection_a: { a: 1 }
selection_b: { b: 1 }
filter_c: { c: 1 }
_hidden: { type: '*' }
condition: ${condition}`,
      events,
    )

  test('not binds closest, then and, then or, and parentheses before all', () => {
    expect(tried('selection_a or selection_b and filter_c')).toBe('10110')
    expect(tried('(selection_a or selection_b) and filter_c')).toBe('00010')
    expect(tried('selection_a and not filter_c')).toBe('10100')
    expect(tried('not (selection_a and selection_b) and (selection_a or selection_b)')).toBe(
      '11010',
    )
    expect(tried('selection_a AND NOT filter_c')).toBe('10100')
  })

  test('1 of and all of take a pattern, or all searches that do not begin with an underscore', () => {
    expect(tried('1 of selection*')).toBe('11110')
    expect(tried('any of selection_*')).toBe('11110')
    expect(tried('all of selection*')).toBe('00100')
    expect(tried('1 of selection* and not 1 of filter*')).toBe('11100')
    expect(tried('1 of them')).toBe('11110')
    expect(tried('all of them')).toBe('00000')
    expect(tried('all of *_a')).toBe('10110')
    expect(tried('all of *')).toBe('00000')
    expect(tried('1 of *')).toBe('11110')
    expect(tried('1 of _*')).toBe('11111')
  })

  test('of a list of conditions one has to hold', () => {
    expect(tried('[selection_a and selection_b, filter_c]')).toBe('00110')
  })
})
