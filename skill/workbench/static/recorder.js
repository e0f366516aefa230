/** Hands over what the microphone hears, block by block; runs beside the page, where sound is. */

class Recorder extends AudioWorkletProcessor {
  process([[block]]) {
    if (block) this.port.postMessage(block.slice());
    return true;
  }
}

registerProcessor("recorder", Recorder);
