/** Addresses that nobody but a mail server writes from. */
export const DAEMONS =
  /^(mailer[-_]?daemon|mail-?daemon|mdaemon|mail[-._]delivery[-._](sub)?system|post_master|microsoftexchange[0-9a-f]+)([+=.-].*)?(@|$)/i;

/** Who bounces mail under these names may as well be a person, or a service that tells of something else. */
export const PERHAPS_DAEMONS =
  /^(p?o?ostmaster|bounces?|mail(er)?[-_]?(system|admin|router)|(sys|mail)?admin(istrator)?|no-?reply)([+=.-].*)?@/i;

/** How servers name themselves, also where From has no address at all. */
export const DAEMON_NAMES = /\bmailer[-_ ]?daemon\b|\bmail deliver(y)? (sub)?system\b/i;

/** Subjects of bounces, in the languages that servers speak. */
export const BOUNCE_SUBJECTS =
  /undeliver|not[ -]deliver|delivery (status|failure|has failed|problem|incomplete|notification|report)|failure (notice|notification|delivery)|fail(ed|ure) (to )?deliver|mail (delivery|system) (fail|error|system)|error sending your (mail|message)|returned? (mail|message|to sender|e-?mail)|could ?n.t be delivered|could not be delivered|bounce notification|message you sent blocked|unzustellbar|nicht zu(ge)?stell|zustellung|non[ -](remis|distribu|délivr)|(remise|distribution|livraison).{0,20}(impossible|échou)|échec de (la )?(remise|distribution)|no (se ha )?entrega|no se (puede|pudo|ha podido) entregar|non recapitabil|mancat[oa] (recapito|consegna)|não (foi )?entreg|não foi possível|falha na entrega|onbestelbaar|niet (be|af)(zorg|lever)|nie (można )?dostarcz|niedostarcz|kunde inte levereras|kunne ikke leveres|går inte att leverera|kan ikke leveres|toimitus epäonnistui|nedoruč|nelze doručit|kézbesíthet|teslim edilemed|не ?доставлен|недоставлен|не удалось доставить|配信不能|配信できません|送信できません|メールエラー|退信|无法投递|無法(投|傳)遞|投递失败|전송 실패|배달(되지| 못)|warning: (could not|message)|delayed mail|message delayed/i;

/** How a text says that a mail did not reach somebody. */
export const FAILURE_WORDS =
  /(could|can|was|were|has|have)( ?n[o']t| not)? (be(en)? )?(able to )?(be )?(un)?deliver(ed|able|y)?\b.{0,80}\bto\b|not (be )?delivered|(did|could) ?n[o']t reach|delivery (to .{0,80} )?(has )?failed|failed (permanently|to deliver)|unable to (be )?deliver|undeliverable|delivery (errors|problems)|permanent(ly)? (fatal )?(errors?|fail)|error(s)? (delivering|sending|while attempting to deliver)|trouble delivering|not listed in (the )?(domino|public name)|user(\(s\))? (account )?(is )?(unknown|disabled|not found)|unknown (user|recipient)|no such (user|recipient|mailbox)|(mailbox|quota) (is )?(full|exceeded)|recipient (address )?(rejected|not found|name is not recognized)|envelope expired|konnte (leider )?nicht .{0,60}zugestellt|nicht zustellbar|n['’]a (pas )?pu être (remis|délivr|distribu|envoy)|no (se )?(ha )?(pudo|podido|puede|pudieron) .{0,20}entreg|non è stato (possibile )?(recapit|consegn)|(impossibile|non .{0,20}possibile) (recapit|consegn)|não (pôde|foi|pode) .{0,20}entreg|kon niet worden (be|af)|niet worden (bezorgd|afgeleverd)|nie (mogła|można|udało|został).{0,30}dostarcz|kunde inte (levereras|skickas)|kunne ikke leveres|ei voitu toimittaa|nelze doručit|nebyl[ao]? (možné )?doruč|nem kézbesíthető|teslim edilemedi|не (может быть|удалось|было|была) .{0,20}доста|送信できませんでした|配信(できません|されません)|お届けできません|无法(投递|送达|发送)|未能送达|無法(投遞|傳遞|送達)|전송할 수 없|배달(할 수|되지)/iu;

/** What a notice says that only tells of a delay. */
export const DELAY_WORDS =
  /delay|verzöger|retard|retras|ritard|vertrag|warning|will (keep|continue) (on )?(trying|to try)|still being retried|no action is required|will be retried|4\.\d+\.\d+ .*warn/i;

/** What a notice says once nothing is tried any more. */
export const FINAL_WORDS =
  /mail delivery failed|returning (message|your mail) to|retry time ?out exceeded|(giving|given|gave) up|permanent(ly)? (fatal )?(error|fail)|undelivered mail|returned mail|failure notice|not going to try again|too long|(message|envelope|delivery time) expired|for more than \d+ (days|hours)|timed out/i;
