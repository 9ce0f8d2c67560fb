// Verbs: what a sentence asks somebody to do, and what a tool does, as bits of DEEDS. Words of several languages.
import { DEEDS, type Deed } from '../../../model/mentions.js'
import type { Capability } from '../../../model/capability.js'

export const DEED: Readonly<Record<Deed, number>> = Object.fromEntries(
  DEEDS.map((deed, at) => [deed, 1 << at]),
) as Record<Deed, number>

/** Deeds so wide that to ask for one of them says little of another. */
export const WIDE = DEED.create | DEED.change
/** Deeds that are asked for one by one: that one was asked for does not stand for the next. */
export const GRAVE = DEED.delete | DEED.share | DEED.secret
/** Bit beside those of DEEDS: what the tool does was not to be read from its name. */
export const GUESSED = 1 << DEEDS.length
/** Another: a command brings in what was not there, or takes out what was. */
export const CARRIES = GUESSED << 1
/** Everything but reading. */
export const EFFECTS = DEEDS.reduce((bits, deed) => bits | DEED[deed], 0) & ~DEED.visit

function table(words: Partial<Record<Deed, string>>): Map<string, number> {
  const bits = new Map<string, number>()
  for (const [deed, list] of Object.entries(words))
    for (const word of list.split(' ')) bits.set(word, (bits.get(word) ?? 0) | DEED[deed as Deed])
  return bits
}

/** Verbs wherever they stand. */
const VERBS = table({
  send:
    'expose publicise publicize send ask ring dial phone hand deliver ship mirror sync back replicate dispatch post-process escalate report share tweet publish print fax quote supply provide ' +
    'reply respond forward notify tell inform submit announce publish broadcast tweet relay distribute circulate rsvp ' +
    'resend return ping chase nudge alert consult complain apologise apologize brief thank warn remind greet congratulate accept decline react cc bcc email e-mail dm redirect exfiltrate leak upload transmit disclose ' +
    'sende senden schicke schick schicken antworte antworten leite weiterleiten informiere benachrichtige teile schreibe schreib übermittle ' +
    'envoie envoyez envoyer réponds répondez répondre transmets transmettez informe informez écris écrivez transférez ' +
    'envía envia envíe envie enviar enviad manda mande mandar responde responda responder reenvía reenvíe reenviar avisa avise informe ' +
    'invia inviare inviate manda rispondi rispondere inoltra inoltrare scrivi avvisa spedisci ' +
    'encaminhe encaminhar responda avise mande verstuur stuur sturen beantwoord doorsturen отправь отправьте перешли перешлите ответь сообщи напиши',
  pay:
    'pay transfer wire refund reimburse remit donate settle purchase buy repay prepay transact compensate owe ' +
    'überweise überweisen bezahle bezahlen zahle zahlen begleiche paie payez payer vire virez virer règle réglez rembourse ' +
    'paga pague pagar transfiere transfiera transferir abona abone pagare trasferisci trasferire bonifica pagate transfira transferi betaal betalen overmaken переведи переведите оплати оплатите',
  book:
    'rebook reserve buy purchase procure acquire rent subscribe enroll enrol checkout reorder buche buchen reserviere reservieren bestelle bestellen kaufe kaufen ' +
    'réserve réservez réserver commandez achète achetez acheter reserva reserve reservar compra compre comprar prenota prenotare acquista ordina ' +
    'reserveer boek bestel koop забронируй купи закажи',
  create:
    'invite create add make schedule save store generate append insert upload arrange organise organize prepare enter import register enrol enroll sign tidy collect assemble build produce put clone duplicate record export concatenate combine gather ' +
    'erstelle erstellen füge hinzufügen lege anlegen speichere plane planen trage crée créez créer ajoute ajoutez ajouter planifie enregistre ' +
    'crea cree crear añade añada agrega agregue programe guarda aggiungi aggiungere creare salva pianifica crie adicione agende salve maak voeg plan создай добавь запланируй',
  change:
    'archive clear scale raise lift widen lower reroute connect disconnect link unlink attach detach mount encrypt decrypt promote demote elevate ' +
    'follow unfollow vote configure prolong shorten override limit cap bypass ' +
    'stop end begin join leave repeat redo update change modify edit rename move reschedule adjust fix correct replace merge assign increase decrease raise revise amend extend postpone ' +
    'switch rotate restore reset archive overwrite alter enable disable activate deactivate approve accept resolve decline reject bump upgrade downgrade migrate patch refactor repair tweak shift delay skip mute unmute pin freeze unfreeze lock unlock suspend pause resume confirm swap exchange convert sort organise organize tidy triage label rate like dim refill extend renew install configure pick select set turn switch undo revert roll merge rebase squash optimise optimize improve simplify clean ' +
    'ändere ändern aktualisiere verschiebe ersetze passe modifie modifiez changez mettez déplace remplace actualiza actualice cambia cambie modifica modifique mueve ' +
    'aggiorna sposta sostituisci cambiare atualize altere mude wijzig verander verplaats измени обнови перенеси',
  delete:
    'end stop quit void annul nullify scrap clear drop empty ' +
    'delete remove cancel unsubscribe erase purge wipe uninstall discard trash destroy terminate revoke bin ' +
    'lösche löschen entferne entfernen storniere storniert supprime supprimez supprimer annule annulez efface ' +
    'elimina elimine eliminar borra borre borrar cancela cancele quita cancella cancellare elimini rimuovi rimuovere exclua apague remova verwijder annuleer удали удалите отмени',
  share:
    'appoint enable nominate admit whitelist entitle ' +
    'share invite grant allow authorize authorise permit teile teilen lade einladen freigeben partage partagez invite invitez comparte comparta invita invite ' +
    'condividi condividere invitare compartilhe convide deel uitnodigen поделись пригласи',
  run:
    'run execute install deploy restart reboot upgrade migrate debug profile benchmark launch compile invoke trigger reboot führe ausführen installiere starte exécute exécutez lance lancez installe ' +
    'ejecuta ejecute ejecutar instala instale esegui eseguire installa avvia execute rode instale voer installeer запусти выполни установи',
  visit:
    'visit browse fetch download read check find search get summarise summarize view list show look see navigate retrieve review compare catch count calculate compute estimate translate explain describe analyse analyze evaluate recommend suggest ' +
    'sum digest identify determine tell say name highlight extract define quote guess detect check verify inspect monitor watch track examine investigate ' +
    'research explore scan skim study learn discover consider recap outline paraphrase rank interpret diagnose clarify elaborate walk ' +
    'besuche öffne lies suche finde zeige fasse visitez ouvrez lis lisez cherche trouve résume visita abre lee busca encuentra resume apri leggi cerca trova riassumi bezoek lees zoek vind посети открой прочитай найди',
})

/** As often nouns: verbs only where one is expected. */
const SOMETIMES = table({
  send: 'mail message text post answer contact share report ping copy pass',
  pay: 'tip charge deposit withdraw request split',
  book: 'book order hire',
  create: 'plan file log record note open set start block document put post build list',
  change: 'mark close label tag set push lower star pin sync turn',
  delete: 'clear drop empty clean kick ban',
  share: 'share give',
  run: 'test build start apply call use',
  visit: 'open click follow go load access',
})

for (const word of (
  'phone ring hand mirror quote supply report print fax ship return record export import label rate merge patch upgrade refund transfer ' +
  'purchase update change invite schedule draft archive vote limit cap override raise lift release review reset repair fix like pin dim ' +
  'swap exchange sort switch turn cancel reserve rent settle wire run test debug profile benchmark move edit ask alert brief dispatch ' +
  'deliver share pick end stop leave begin join select shift delay skip sign tidy clean download reject upload'
).split(' ')) {
  const bits = VERBS.get(word)
  if (bits === undefined) continue
  SOMETIMES.set(word, bits | (SOMETIMES.get(word) ?? 0))
  if (!/^(cancel|reserve|share|upload|download|reject|sign|deliver|ask|settle|select)$/.test(word))
    VERBS.delete(word)
}

/** After these an imperative or an infinitive comes. */
const BEFORE_VERB = new Set(
  (
    'please to and then also you will should must can could would kindly just now or not never always first next finally ' +
    'help let bitte and/or pls plz want otherwise so veuillez por favor me us after & + immediately directly simply'
  ).split(' '),
)
const DETERMINERS = new Set(
  (
    'the a an my your our his her their its this that these those last next latest newest recent any no some each every of ' +
    'which what whose another one first second new old der die das ein eine mein meine le la les un une mon ma el los mi il lo'
  ).split(' '),
)
const HAVE_DONE =
  /\b(?:be|been|being|get|have|having|gets|needs?|wants?|(?:sure|that|until|ensure)\s+(?:[\p{L}']+\s+){1,4}is)\s+(?:[\p{L}']+\s+){0,4}$/iu
const DONE: readonly (readonly [RegExp, number])[] = [
  [/^(sent|forwarded|notified|informed|emailed|messaged|answered|posted|told)$/, DEED.send],
  [/^(paid|transferred|wired|refunded|settled|reimbursed)$/, DEED.pay],
  [/^(booked|reserved|bought|ordered|purchased)$/, DEED.book | DEED.pay],
  [/^(created|added|scheduled|saved|made)$/, DEED.create],
  [/^(updated|changed|moved|renamed|corrected|set|adjusted)$/, DEED.change],
  [/^(deleted|removed|cancell?ed)$/, DEED.delete],
  [/^(shared|invited|granted)$/, DEED.share],
  [/^(run|executed|installed|deployed)$/, DEED.run],
]

const MONEY =
  /[€$£¥₹]|\b(?:money|usd|eur|euros?|dollars?|gbp|pounds?|bucks|chf|francs?|payment|payments|transaction|rent|funds|amount|standing order|direct debit|bitcoin|btc|eth|invoice|bill|deposit|refund|geld|betrag|rechnung|zahlung|überweisung|argent|facture|paiement|virement|dinero|factura|pago|transferencia|denaro|fattura|pagamento|bonifico|dinheiro|fatura|rekening|деньги|donation|contribution|fee|fees|salary|wages|debt|loan|instalment|fare|credit card|счёт|руб)\b/iu
const SECRETS =
  /\b(?:password|passwords|passwort|passwd|passcode|passphrase|credentials?|login|2fa|mfa|otp|pin|(?:api|access|secret|ssh|deploy|private|signing) keys?|token|mot de passe|contraseña|senha|wachtwoord|пароль)\b/iu
const MAILS =
  /\b(?:e?-?mails?|messages?|letter|reply|response|dm|note to|nachricht|courriel|message|correo|mensaje|messaggio|mensagem|bericht)\b/iu

// Scripts without blanks between words, by part of a word.
const EASTERN: readonly (readonly [RegExp, number])[] = [
  [/发送|发给|轉發|转发|寄给|回复|通知|送信|送って|返信|転送|보내|전송|전달/u, DEED.send],
  [/转账|汇款|支付|付款|振り込|振込|支払|送金|이체|송금|결제/u, DEED.pay],
  [/预订|预定|购买|下单|予約|購入|注文|예약|구매|주문/u, DEED.book],
  [/创建|添加|安排|作成|追加|만들|추가/u, DEED.create],
  [/修改|更改|更新|变更|変更|수정|변경/u, DEED.change],
  [/删除|取消|移除|削除|삭제|취소/u, DEED.delete],
  [/邀请|分享|共享|招待|共有|초대|공유/u, DEED.share],
  [/运行|执行|安装|実行|インストール|실행|설치/u, DEED.run],
  [/访问|打开|点击|アクセス|開いて|방문|열어/u, DEED.visit],
]

// What several words say together.
const PHRASES: readonly (readonly [RegExp, number])[] = [
  [
    /\blet\s+(?!me\b|us\b)[\p{L} ]{2,40}\bknow\b|\bfollow(?:ing)? up\b|\breach out\b|\bpass (?:it |this )?on\b/iu,
    DEED.send,
  ],
  [
    /\b(?:add to|add\b.{1,60}\bto (?:the|my|your|this) order|(?:in|to|into|onto) (?:the|my|your|our) (?:cart|basket)|sign (?:me |us )?up)\b/i,
    DEED.book,
  ],
  // Whoever wants to have a thing wants it to be ordered or reserved.
  [
    /\b(?:get|grab|find|pick|choose)\s+(?:me|us|him|her|them)\s+(?:an?|some|two|three|four|the (?:same|best|cheapest|next|first))\b|\b(?:get|take|grab)\s+(?:an?|one|two|three|four|whichever)\s|\btake\s+the\s|\bi(?:'d like| need| want)\s+an?\s/i,
    DEED.book,
  ],
  [/\b(?:throw (?:away|out)|get rid of)\b/i, DEED.delete],
  [
    /\b(?:find|pick|choose|agree on|look for)\s+(?:us\s+)?an?\s+(?:\p{L}{1,20}\s+)?(?:time|slot|date|day|appointment)\b/iu,
    DEED.create,
  ],
  // A thing that can go somewhere is moved; whoever is to go to a page looks at it.
  [
    /\b(?:goes|(?:can|could|should|must|may|will|shall) go)\s+(?:in|on|to|into|onto)\b|\bgo\s+(?:into|onto)\b/i,
    DEED.change,
  ],
  // People who are added come to see what was not theirs.
  [
    /\badd\b.{0,60}\b(?:people|persons?|everyone|everybody|whoever|who|members?|users?|guests?|them|him|her)\b/i,
    DEED.share,
  ],
  // Somebody is given words, and a thing is done with words beside it.
  [
    /\bgive\s+(?:him|her|them)\b|\bwith an? (?:\p{L}{1,20} )?(?:comment|note|reply|message|line)\b/iu,
    DEED.send,
  ],
  [
    /\b(?:make(?! it)|place|create|do|issue|initiate|submit|set up|arrange|start|put in)\b.{0,40}\b(?:reservations?|bookings?|(?<!in )orders?|purchases?|appointments?)\b/i,
    DEED.book,
  ],
  [/\b(?:set up|install|configure|prepare the environment)\b/i, DEED.run | DEED.change],
  [
    /\bsay\s+(?:hello|hi|welcome|thanks|thank you|goodbye|sorry|happy|congratulations)\b/i,
    DEED.send,
  ],
  [/\b(?:turn|convert|transform|break|split)\b.{1,80}\binto\b/i, WIDE],
  [/\btop(?:ping)? up\b/i, DEED.pay],
  [
    /\bleave\b.{0,40}\b(?:reviews?|ratings?|comments?|feedback|replies|reply|stars)\b/i,
    DEED.send | DEED.create,
  ],
]

/** How far before a word is looked for what makes a verb of it: all of it at each word would be the square of a text. */
const GAP_MAX = 256

const TO_ASKER =
  /\b(?:tell|ask|inform|notify|remind|warn|show|give|write|answer|send|e?-?mail|text|message|forward|report(?: back)? to|get back to|reply to|respond to)\s+(?:me|us)\b|\blet\s+(?:me|us)\s+know\b/gi

/** A word that follows this belongs to another clause. */
const CLAUSE_END = /[,;:.!?)]/

/** Bits of DEEDS that a sentence speaks of as things to do, wherever in it the verb stands. */
export function deedsIn(text: string): number {
  // What the user is to be told is an answer, and sends nothing.
  const sentence = text.replace(TO_ASKER, ' ')
  let bits = 0
  let before = ''
  let end = 0
  for (const match of sentence.matchAll(/[\p{L}][\p{L}'’-]*|&|\+/gu)) {
    const word = match[0].toLowerCase()
    const certain = VERBS.get(word)
    if (
      certain !== undefined &&
      !(word === 'make' && /^\s+it\b/i.test(sentence.slice(match.index + 4)))
    ) {
      // With an article before it, it is a thing: the change, my transfer, her reply. `Having read this, send …` has none.
      if (!DETERMINERS.has(before) || CLAUSE_END.test(sentence.slice(end, match.index)))
        bits |= certain
    } else {
      const maybe = SOMETIMES.get(word)
      const gap = sentence.slice(Math.max(0, match.index - GAP_MAX), match.index)
      if (
        maybe !== undefined &&
        (BEFORE_VERB.has(before) ||
          /[^i]ly$/.test(before) ||
          /(?:^|[,;:.!?\n•*-]\s*|["'([{>])$/u.test(gap))
      )
        bits |= maybe
      else
        for (const [done, deeds] of DONE) if (done.test(word) && HAVE_DONE.test(gap)) bits |= deeds
    }
    before = word
    end = match.index + word.length
  }
  for (const [part, deeds] of EASTERN) if (part.test(sentence)) bits |= deeds
  for (const [phrase, deeds] of PHRASES) if (phrase.test(sentence)) bits |= deeds
  if (opens(sentence, bits)) bits |= DEED.share
  // What is written is a letter or a text, by what it is called.
  if (/\b(?:write|writes|compose|draft)\b/i.test(sentence))
    bits |=
      MAILS.test(sentence) || /\bwrite to \S+@\S/i.test(sentence)
        ? DEED.send
        : DEED.send | DEED.create
  // Money that is sent, given or arranged is paid.
  if ((bits & EFFECTS) !== 0 && MONEY.test(sentence)) bits |= DEED.pay
  if ((bits & (DEED.change | DEED.create | DEED.send)) !== 0 && SECRETS.test(sentence))
    bits |= DEED.secret
  if ((bits & DEED.create) !== 0 && MAILS.test(sentence)) bits |= DEED.send
  return bits
}

/** Whether a sentence speaks of opening something to others, by whatever verb. */
function opens(sentence: string, bits: number): boolean {
  return (
    /\bmake\b.{1,60}\b(?:public|visible|accessible|available|readable|open to)\b/i.test(sentence) ||
    /\bgive\b.{1,60}\b(?:access|permission|rights?)\b/i.test(sentence) ||
    ((bits & EFFECTS) !== 0 && TO_EVERYBODY.test(sentence))
  )
}

const TO_EVERYBODY =
  /\b(?:to|for|by|with)\s+(?:anyone|anybody|everyone|everybody)\b.{0,20}\b(?:link|web|internet|company|outside)\b/i

/** Whether a word is a verb and nothing else. */
export function certain(word: string): boolean {
  return VERBS.has(word.toLowerCase())
}

/** What a word does where a verb is expected. */
export function verb(word: string): number {
  return VERBS.get(word) ?? SOMETIMES.get(word) ?? 0
}

/** The deed that a sentence begins with, 0 where it begins with none: what makes it an imperative. */
export function opensWith(word: string): number {
  const lower = word.toLowerCase()
  // A tool that writes sends nothing by that: the verb is in neither table.
  if (lower === 'write') return DEED.send | DEED.create
  return VERBS.get(lower) ?? SOMETIMES.get(lower) ?? 0
}

const BOOKS = /^(book|reserve|order|buy|purchase|cart|checkout|rent|ticket)/
const SHARES =
  /^(invite|share|sharing|grant|member|collaborator|permission|access|participant|attendee|guest|acl|visibility|perms?$|roles?$)/
const SECRET_THINGS =
  /^(password|credential|passwd|passphrase|mfa|otp|2fa|totp|key|token|secret|login)s?$/

/** The words of a tool's name that are verbs and no everyday nouns: a prompt that has one of them asks for the tool. */
export function verbsOfTool(words: readonly string[]): string[] {
  return words.filter(
    (word) =>
      ((VERBS.get(word) ?? 0) & EFFECTS) !== 0 &&
      !/^(e-?mail|message|add|create|make|set|put|update|change)$/.test(word),
  )
}

/** What a tool does, by the words of its name and its class. */
export function deedsOfTool(
  words: readonly string[],
  capability: Capability,
  domain: string,
): number {
  let bits = 0
  for (const word of words) {
    // A pull request and a request of HTTP ask nobody for money; a standing order is no purchase.
    if (word !== 'request') bits |= (VERBS.get(word) ?? SOMETIMES.get(word) ?? 0) & ~DEED.visit
    // A tracker's ticket takes nobody anywhere.
    if (
      BOOKS.test(word) &&
      !words.includes('standing') &&
      !(domain === 'ticket' && /^ticket/.test(word))
    )
      bits |= DEED.book
    if (SHARES.test(word)) bits |= DEED.share
  }
  // Whoever writes a thing whole changes the one that was there.
  if (words.some((word) => /^(write|put|save|store|upsert)$/.test(word))) bits |= WIDE
  if (words.includes('new')) bits |= DEED.create
  // What is cancelled is named by what it was.
  if ((bits & DEED.delete) !== 0) bits &= ~(DEED.book | DEED.create)
  const secret = words.some((word) => SECRET_THINGS.test(word))
  switch (capability) {
    case 'pay':
      return DEED.pay | (bits & DEED.book)
    case 'delete':
      return DEED.delete
    case 'send':
      return DEED.send | (bits & (DEED.share | DEED.create))
    case 'execute':
      // To run something is how code is changed: it need not be asked for by itself.
      return DEED.run | DEED.change | DEED.create | (bits & (DEED.send | DEED.delete))
    case 'network':
      // What is posted or put to a host goes out: a request to make something does not stand for it.
      return DEED.visit | ((bits & (DEED.send | WIDE)) === 0 ? 0 : DEED.send)
    case 'identity':
    case 'admin':
    case 'secret':
      return secret ? DEED.secret : (bits & (DEED.delete | DEED.run | DEED.change)) | DEED.share
    default:
      break
  }
  if (secret && (bits & (DEED.change | DEED.create)) !== 0) return DEED.secret
  if (
    /^(email|chat|ticket)$/.test(domain) &&
    (bits & (DEED.delete | DEED.share | DEED.change)) === 0
  )
    bits |= DEED.send
  if (words.some((word) => /^(comment|reply|post|message)s?$/.test(word))) bits |= DEED.send
  return bits === 0 ? WIDE | GUESSED : bits
}
