/** Words that programs put before the subject they answer; nobody begins a subject of their own so. */
const ANSWERED =
  /^(auto(matic|mated)?[ -]?(reply|response|antwort)|automatische (antwort|abwesenheitsnotiz)|abwesenheitsnotiz|réponse automatique|respuesta automática|resposta automática|risposta automatica|automatisch antwoord|autosvar|automatiskt svar|automaattinen vastaus|odpowiedź automatyczna|automatická odpověď|автоматический ответ|automatisk svar|automatikus válasz|otomatik (yanıt|cevap)|αυτόματη απάντηση|răspuns automat|automatická odpoveď|samodejni odgovor|automatski odgovor|автоматична відповідь|автоматичен отговор|автоответ|תשובה אוטומטית|رد تلقائي|trả lời tự động|balasan otomatis|ตอบกลับอัตโนมัติ|자동 ?(회신|응답)|resposta automàtica|automatinis atsakymas|automātiskā atbilde|automaatvastus|自动(回复|答复)|自動(返信|応答|回覆|回复))(\s*[:：]|$)/iu;
/** Words that a person's subject may begin with as well. */
const AWAY =
  /^(out[ -]of[ -](the[ -])?office|ooo|on (annual leave|leave)|abwesend|abwesenheit|nicht im (büro|haus)|absence( du bureau)?|absent|fuera de (la )?oficina|ausente|ausencia|assente|fuori (sede|ufficio)|afwezig(heid)?|nieobecno(ść|sc)|不在|休假)(\s*(auto-?reply|notice|message|reply|until|bis|since|from)\b|\s*[:：-]|\s*$)/iu;
/** How people tell that they are not there, or a desk that it got something. */
const TELLS =
  /(out of (the )?office|(i am|i'm|i will be|currently) (away|absent|unavailable|on (leave|vacation|holiday|parental))|(limited|no) access to (my )?e-?mail|(upon|on|after) my return|back (in the office|on)|return(ing)? (to the office|on)|ich bin .{0,40}(abwesend|weg|nicht (im|erreichbar|da)|im urlaub)|nicht im (büro|haus)|wieder (erreichbar|im büro|da)|wird nicht weitergeleitet|je suis .{0,30}(absent|en congé|en vacances)|de retour|estoy .{0,30}(fuera|ausente|de vacaciones)|estaré (fuera|ausente)|(sono|sarò) .{0,30}(assente|fuori|in ferie)|ik ben .{0,30}(afwezig|niet (op kantoor|aanwezig)|met vakantie)|jag är .{0,30}(borta|ledig)|nie ma mnie|jestem nieobecn|不在にして|休暇|休みを|不在|休假|外出|暂时无法|this is an automat|automatically generated|automatic(ally)? (reply|response|generated)|received your (message|e-?mail|request|mail))/iu;
/** Words too common in what people ask for, unless the subject says what it is. */
const NOTICE =
  /^(vacation|holiday|away)[ -](auto-?(reply|response)|notice|notification|message|reply|response)(\s*[:：]|\s*$)/iu;
/** How an answer begins that says itself that no person wrote it. */
const SAYS_SO =
  /^\W{0,10}(this is an? (automated|automatic|auto)[ -]?(generated )?(reply|response|answer)|dies(es)? ist eine (automatische|automatisch (generierte|erstellte)) (antwort|abwesenheit)|ceci est une réponse automatique|esta es una respuesta automática|questa è una risposta automatica|dit is een automatisch (antwoord|bericht van afwezigheid)|esta é uma resposta automática|to jest (automatyczna odpowiedź|odpowiedź automatyczna)|detta är ett (automatiskt svar|autosvar)|это автоматический ответ)/iu;
const TAG = /^\s*(\[[^\]]{1,40}\]\s*)+/;

/**
 * True when a mail says by subject and text alone that a program answered, as for somebody who is away. A subject that a
 * person may write as well, such as "Out of office chair", needs words of absence in the text.
 */
export function isAbsenceNotice(subject: string, text: string): boolean {
  const bare = subject.replace(TAG, '').replace(/^[^\p{L}]+/u, '');
  return (
    ANSWERED.test(bare) ||
    SAYS_SO.test(text) ||
    ((AWAY.test(bare) || NOTICE.test(bare)) && TELLS.test(text.slice(0, 2000)))
  );
}
