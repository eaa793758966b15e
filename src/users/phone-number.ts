import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';

/** A phone number with its country code, such as +49 30 123456; becomes E.164. */
export const PhoneNumber = z
  .string()
  .max(50)
  .transform((text, context) => {
    const number = parsePhoneNumberFromString(text);
    if (number?.isPossible()) return number.number.toString();
    context.addIssue({
      code: 'custom',
      message: 'Use a number with its country code, such as +49 30 123456.',
    });
    return z.NEVER;
  });
