/** The same keys with texts of another language: a text that is missing in one does not compile. */
export type TextsLike<Texts> = {
  [Key in keyof Texts]: Texts[Key] extends string ? string : TextsLike<Texts[Key]>;
};
