import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Where Twilio's softphone connects to from the browser. */
const TWILIO = ['https://*.twilio.com', 'wss://*.twilio.com', 'https://media.twiliocdn.com'];

/** Safe headers for the console and the API. */
export function createPageHeaders(publicUrl: string): RequestHandler {
  const secure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: pageDirectives(publicUrl, secure) },
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
  });
}

/** Safe headers for what other sites embed or call: they may load it, and the adapter says the rest. */
export function createOutsideHeaders(publicUrl: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xFrameOptions: false,
    strictTransportSecurity: publicUrl.startsWith('https:'),
  });
}

function pageDirectives(publicUrl: string, secure: boolean): Record<string, string[]> {
  const { host } = new URL(publicUrl);
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    // Mantine sets sizes and colours of components by style attributes.
    'style-src': ["'self'", "'unsafe-inline'"],
    // A sandboxed frame inherits this: it shows a mail's remote images once they are asked for.
    'img-src': ["'self'", 'data:', 'blob:', 'https:'],
    'font-src': ["'self'"],
    'media-src': ["'self'", 'blob:', 'mediastream:', ...TWILIO],
    'connect-src': ["'self'", `${secure ? 'wss' : 'ws'}://${host}`, ...TWILIO],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': ["'self'", 'blob:'],
    'frame-ancestors': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'object-src': ["'none'"],
  };
}
