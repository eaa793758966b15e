const GESTURES = ['pointerdown', 'keydown'] as const;
/** Two short notes, in hertz and seconds. */
const NOTES = [
  { pitch: 660, at: 0 },
  { pitch: 880, at: 0.12 },
] as const;
const NOTE_SECONDS = 0.18;
const LOUDNESS = 0.12;

let audio: AudioContext | null = null;

/** Waits for the first gesture, since browsers allow no sound before it; until the returned function is called. */
export function prepareSound(): () => void {
  const begin = () => {
    audio ??= new AudioContext();
    void audio.resume();
    stop();
  };
  const stop = () => {
    for (const gesture of GESTURES) window.removeEventListener(gesture, begin);
  };
  for (const gesture of GESTURES) window.addEventListener(gesture, begin);
  return stop;
}

/** Plays the tone of a notification; false where the browser does not allow it yet. */
export function playTone(): boolean {
  if (audio?.state !== 'running') return false;
  for (const note of NOTES) playNote(audio, note);
  return true;
}

function playNote(context: AudioContext, { pitch, at }: (typeof NOTES)[number]): void {
  const start = context.currentTime + at;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS);
  const tone = context.createOscillator();
  tone.frequency.value = pitch;
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + NOTE_SECONDS);
}
