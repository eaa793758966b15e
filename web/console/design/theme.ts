import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e6f4f2',
  '#cde8e4',
  '#9ed3cc',
  '#6dbfb4',
  '#4cc2b2',
  '#2a9486',
  '#13806f',
  '#0b6e63',
  '#095a51',
  '#07463f',
];

/**
 * Words that can be read in both themes: Mantine reckons the contrast on a filled ground for the light one and keeps it
 * in the dark one, and its reds are too pale for small letters.
 */
const resolveColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const isFilled = input.variant === 'filled';
  if (input.color === 'red')
    return isFilled ? { ...colors, ...FILLED_RED } : { ...colors, color: 'var(--bad)' };
  const isAccent = input.color === undefined || input.color === input.theme.primaryColor;
  return isFilled && isAccent ? { ...colors, color: 'var(--on-accent)' } : colors;
};

const FILLED_RED = {
  background: 'var(--bad)',
  hover: 'color-mix(in srgb, var(--bad) 85%, var(--ink))',
  color: 'var(--page)',
};

/** Mantine in our design language: `tokens.css` holds the values, this says which component takes which. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  variantColorResolver: resolveColors,
  luminanceThreshold: 0.35,
  colors: { teal },
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  defaultRadius: 'var(--radius)',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 100 } } },
    // Without the placeholder: assistive technology would count it among the items.
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 100 },
        shadow: 'var(--shadow)',
      },
    },
    Popover: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'var(--shadow)' } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Select: { defaultProps: { comboboxProps: { transitionProps: { duration: 100 } } } },
  },
});

/** Lends our colours to Mantine's own names, so that its components need no further styles. */
export const resolveVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-placeholder': 'var(--ink-faint)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-anchor': 'var(--accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
