/** Properties that change how a text looks and nothing else: they load nothing and cover nothing. */
const PROPERTIES =
  /^(color|background(-color)?|font(-(family|size|style|weight|variant))?|text-(align|decoration|indent|transform)|vertical-align|white-space|line-height|letter-spacing|word-(break|wrap|spacing)|overflow-wrap|direction|list-style(-type)?|display|float|clear|(min-|max-)?(width|height)|(padding|margin)(-(top|right|bottom|left))?|border(-(top|right|bottom|left))?(-(color|style|width))?|border-(radius|collapse|spacing)|table-layout|caption-side)$/;
/** Words, numbers and colours; no other function than a colour's, no escapes, no negative lengths. */
const VALUE = /^(?:[\w\s#%.,'"!/]|(?<=\w)-|(?:rgb|hsl)a?\([\d\s.,%/]*\))*$/i;
const MAX_LENGTH = 4000;
const MAX_VALUE = 300;

/** The harmless declarations of a mail's `style` attribute; '' when there are none. */
export function filterStyle(style: string): string {
  return style
    .slice(0, MAX_LENGTH)
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const property = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      const value = declaration.slice(colon + 1).trim();
      const isHarmless = PROPERTIES.test(property) && value.length <= MAX_VALUE && VALUE.test(value);
      return isHarmless ? [`${property}: ${value}`] : [];
    })
    .join('; ');
}
